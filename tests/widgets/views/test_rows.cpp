#include "tests/support/catch.h"
#include "tests/support/sample_analysis.h"
#include "widgets/inspect/frame_rows.h"
#include "widgets/inspect/inspect_view.h"
#include "widgets/inspect/spectrogram_rows.h"
#include "widgets/inspect/time_ruler.h"
#include "widgets/state/view_state.h"
#include "widgets/style/view_colors.h"

#include <QSignalSpy>
#include <QtTest>

using namespace tvlt;

namespace {

/// An inspect view over a drawn analysis, shown offscreen.
struct Shown {
    explicit Shown(double ratio = 0.5) : analysis(sampleAnalysis()) {
        state.reset(analysis->features->segment.duration);
        state.setBounds(analysis->features->segment);
        DisplayOptions display;
        display.maskOpacity = 1.0;
        state.setDisplay(display);
        setRatio(ratio);
        view.resize(1000, 640);
        view.show();
    }

    void setRatio(double ratio, const QString& stale = {}) {
        MaskSettings settings = analysis->maskSettings;
        settings.pixelRatio = settings.audioRatio = ratio;
        InspectData data;
        data.features = analysis->features;
        data.analysis = analysis;
        data.mask = makeMask(analysis->features->layout, settings);
        data.stale = stale;
        mask = *data.mask;
        view.setData(data);
    }

    FrameRows& frames() { return *view.findChild<FrameRows*>("frameRows"); }
    SpectrogramRows& spectrogram() { return *view.findChild<SpectrogramRows*>("spectrogramRows"); }

    std::shared_ptr<Analysis> analysis;
    ViewState state;
    Mask mask;
    InspectView view{state};
};

QImage picture(QWidget& widget) {
    return widget.grab().toImage();
}

/// How many pixels of `area` are exactly the hidden patches' fill or its hatching.
double fillShare(const QImage& image, const QRectF& area, const QPalette& palette) {
    const QColor fill = viewColors(palette).hiddenFill;
    int count = 0;
    const QRect inside = area.adjusted(1, 1, -1, -1).toRect();
    for (int y = inside.top(); y <= inside.bottom(); ++y)
        for (int x = inside.left(); x <= inside.right(); ++x)
            count += image.pixelColor(x, y) == fill ? 1 : 0;
    return double(count) / (double(inside.width()) * inside.height());
}

} // namespace

TEST_CASE("a time stands at one x in frames, ruler, and spectrogram, whatever the zoom") {
    Shown shown;
    auto& ruler = *shown.view.findChild<TimeRuler*>("timeRuler");
    for (int step = 0; step < 3; ++step) {
        for (const double time : {0.1, 0.33, 0.7}) {
            CHECK(shown.frames().scale().x(time) == Approx(shown.spectrogram().scale().x(time)));
            CHECK(shown.frames().scale().x(time) == Approx(ruler.scale().x(time)));
        }
        shown.state.zoom(0.5, 0.4);
    }
}

TEST_CASE("frames stand with their left edges at their times") {
    Shown shown;
    const auto& times = shown.analysis->features->frameTimes;
    for (int i = 0; i < int(times.size()); ++i)
        CHECK(shown.frames().frameRect(RowsView::Original, i).left() ==
              Approx(shown.frames().scale().x(times[std::size_t(i)])));
    for (int i = 0; i + 1 < int(times.size()); ++i)
        CHECK(shown.frames().frameRect(RowsView::Error, i).right() <
              shown.frames().frameRect(RowsView::Error, i + 1).left());
}

TEST_CASE("hidden patches of frames are hatched in the masked row, visible ones show the picture") {
    Shown shown;
    const PatchLayout& layout = shown.analysis->features->layout;
    const QImage image = picture(shown.frames());
    int hidden = 0;
    for (int token = 0; token < layout.pixelTokens(); ++token) {
        const PixelPlace place = layout.pixelPlace(token);
        const QRectF frame = shown.frames().frameRect(RowsView::Masked, place.frame);
        const double w = frame.width() / layout.patchCols;
        const double h = frame.height() / layout.patchRows;
        const QRectF patch(frame.left() + place.col * w, frame.top() + place.row * h, w, h);
        const double share = fillShare(image, patch, shown.view.palette());
        if (shown.mask.pixel.hidden[std::size_t(token)] != 0) {
            ++hidden;
            CHECK(share > 0.3);
            CHECK(share < 1.0); // hatched, not just grey
        } else {
            CHECK(share < 0.02);
        }
    }
    CHECK(hidden > 0);
    CHECK(fillShare(image, shown.frames().rowRect(RowsView::Original), shown.view.palette()) < 0.02);
}

TEST_CASE("hidden patches of the spectrogram are hatched, visible ones are not") {
    Shown shown;
    const PatchLayout& layout = shown.analysis->features->layout;
    const QImage image = picture(shown.spectrogram());
    for (int token = 0; token < layout.audioTokens(); ++token) {
        const QRectF patch =
            shown.spectrogram().patchArea(RowsView::Masked, token) & shown.spectrogram().rowRect(RowsView::Masked);
        const double share = fillShare(image, patch, shown.view.palette());
        if (shown.mask.audio.hidden[std::size_t(token)] != 0)
            CHECK(share > 0.3);
        else
            CHECK(share < 0.02);
    }
}

TEST_CASE("the mask's opacity lets the picture shine through") {
    Shown shown(1.0);
    const QRectF row = shown.frames().frameRect(RowsView::Masked, 0);
    CHECK(fillShare(picture(shown.frames()), row, shown.view.palette()) > 0.3);
    DisplayOptions display = shown.state.display();
    display.maskOpacity = 0.4;
    shown.state.setDisplay(display);
    CHECK(fillShare(picture(shown.frames()), row, shown.view.palette()) < 0.02);
}

TEST_CASE("the cursor is drawn at the x of its time in every row") {
    Shown shown;
    for (const double time : {0.2, 0.5}) {
        shown.state.setTime(time);
        for (TimeView* view : {static_cast<TimeView*>(&shown.frames()), static_cast<TimeView*>(&shown.spectrogram())}) {
            const int x = int(std::floor(view->scale().x(time)));
            const QImage image = picture(*view);
            for (int y = 8; y < view->height(); y += 40) {
                CHECK(image.pixelColor(x, y) == QColor(Qt::white));
                CHECK(image.pixelColor(x - 1, y) != QColor(Qt::white));
            }
        }
    }
}

TEST_CASE("a clip without sound gives its room to the frames, and a person's split outlives a resize") {
    Shown shown;
    const int before = shown.frames().height();
    shown.view.setFramesShare(0.3);
    CHECK(shown.frames().height() < before);
    const double share = double(shown.frames().height()) / shown.view.height();
    shown.view.resize(1000, 900);
    CHECK(double(shown.frames().height()) / shown.view.height() == Approx(share).margin(0.05));

    auto silent = std::make_shared<ClipFeatures>(*shown.analysis->features);
    silent->audio.reset();
    InspectData data;
    data.features = silent;
    shown.view.setData(data);
    CHECK(shown.spectrogram().absent());
    CHECK(shown.frames().height() > 5 * shown.spectrogram().height());
    CHECK(shown.spectrogram().rowRect(RowsView::Error).isEmpty());
}

TEST_CASE("rows that a checkpoint cannot fill leave their room to the others") {
    Shown shown;
    const double before = shown.frames().rowRect(RowsView::Original).height();
    InspectData data;
    data.features = shown.analysis->features;
    data.reconstructs = false;
    data.placeholder = "no decoder";
    shown.view.setData(data);
    CHECK(shown.frames().rowRect(RowsView::Original).height() > 1.5 * before);
    CHECK(shown.frames().rowRect(RowsView::Masked).bottom() < shown.frames().rowRect(RowsView::Reconstruction).top());
    CHECK(shown.frames().rowRect(RowsView::Error).isEmpty());
}

TEST_CASE("a click moves the cursor, picks the patch, and asks for playback to follow") {
    Shown shown;
    QSignalSpy sought(&shown.view, &InspectView::seekRequested);
    const QRectF frame = shown.frames().frameRect(RowsView::Original, 1);
    QTest::mouseClick(&shown.frames(), Qt::LeftButton, {}, frame.topLeft().toPoint() + QPoint(3, 3));
    REQUIRE(shown.state.token());
    CHECK(*shown.state.token() == TokenRef{Modality::Pixel, shown.analysis->features->layout.pixelToken({1, 0, 0})});
    CHECK(sought.count() >= 1);
    CHECK(shown.state.time() == Approx(shown.frames().scale().time(int(frame.left()) + 3)).margin(0.01));
}

TEST_CASE("hovering tells the patch, its value and whether it is masked") {
    Shown shown;
    const PatchLayout& layout = shown.analysis->features->layout;
    for (int token = 0; token < layout.audioTokens(); token += 3) {
        const QPoint at = shown.spectrogram().patchArea(RowsView::Error, token).center().toPoint();
        if (!shown.spectrogram().rowRect(RowsView::Error).contains(at))
            continue;
        QTest::mouseMove(&shown.spectrogram(), at);
        REQUIRE(shown.state.hover());
        REQUIRE(shown.state.hover()->token);
        CHECK(shown.state.hover()->token->token == token);
        CHECK(shown.state.hover()->hz.has_value());
        const bool hidden = shown.mask.audio.hidden[std::size_t(token)] != 0;
        const bool its = shown.analysis->mask.audio.hidden[std::size_t(token)] != 0;
        CHECK(shown.state.hover()->value.endsWith(its ? "dB" : "pasted from the clip"));
        CHECK(shown.state.hover()->state == (hidden ? Hover::State::Hidden : Hover::State::Visible));
    }
}

TEST_CASE("the wheel zooms all rows around the pointer") {
    Shown shown;
    const QPoint at(500, 100);
    const double time = shown.frames().scale().time(at.x());
    QWheelEvent wheel(at, shown.frames().mapToGlobal(at), {}, {0, 240}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                      false);
    QCoreApplication::sendEvent(&shown.frames(), &wheel);
    CHECK(shown.state.range().duration < shown.state.bounds().duration);
    CHECK(shown.spectrogram().scale().time(at.x()) == Approx(time));
}

TEST_CASE("an older reconstruction is dimmed and says so, and the original is not dimmed") {
    Shown shown;
    const QPoint inOriginal = shown.frames().frameRect(RowsView::Original, 0).center().toPoint();
    const QPoint inPainted = shown.frames().frameRect(RowsView::Reconstruction, 0).center().toPoint();
    const QImage fresh = picture(shown.frames());
    shown.setRatio(0.5, "updating…");
    const QImage stale = picture(shown.frames());
    CHECK(fresh.pixelColor(inOriginal) == stale.pixelColor(inOriginal));
    CHECK(fresh.pixelColor(inPainted) != stale.pixelColor(inPainted));
}

TEST_CASE("the error row shows magnitudes, or the difference with its sign") {
    Shown shown;
    const auto row = [&] { return shown.frames().grab(shown.frames().rowRect(RowsView::Error).toRect()).toImage(); };
    const QImage magnitude = row();
    CHECK(shown.frames().rowName(RowsView::Error) == "Error");
    DisplayOptions display = shown.state.display();
    display.signedError = true;
    display.pasteVisible = false;
    shown.state.setDisplay(display);
    CHECK(shown.frames().rowName(RowsView::Error) == "Difference");
    const QImage difference = row();
    CHECK(difference != magnitude);
    // The sample paints too bright: all of a frame is on the red side.
    const QPointF centre =
        shown.frames().frameRect(RowsView::Error, 1).center() - shown.frames().rowRect(RowsView::Error).topLeft();
    const QColor color = difference.pixelColor(centre.toPoint());
    CHECK(color.red() > color.blue() + 40);
}

TEST_CASE("the error row leaves blank what the reconstruction above it takes from the clip") {
    Shown shown;
    const PatchLayout& layout = shown.analysis->features->layout;
    const QColor blank = shown.view.palette().color(QPalette::AlternateBase);
    const auto blanks = [&](RowsView& rows, Modality modality, const TokenMask& mask, auto patchOf) {
        const QImage image = picture(rows);
        int hidden = 0, visible = 0;
        for (int token = 0; token < layout.tokens(modality); ++token)
            if (image.pixelColor(patchOf(token)) == blank)
                ++(mask.hidden[std::size_t(token)] != 0 ? hidden : visible);
        return std::pair(hidden, visible);
    };
    const auto inFrame = [&](int token) {
        const PixelPlace place = layout.pixelPlace(token);
        const QRectF frame = shown.frames().frameRect(RowsView::Error, place.frame);
        return QPointF(frame.left() + (place.col + 0.5) * frame.width() / layout.patchCols,
                       frame.top() + (place.row + 0.5) * frame.height() / layout.patchRows)
            .toPoint();
    };
    const auto inSpectrogram = [&](int token) {
        const AudioPlace place = layout.audioPlace(token);
        const QRectF row = shown.spectrogram().rowRect(RowsView::Error);
        const auto& times = shown.analysis->features->columnTimes;
        const double time = times[std::size_t(place.step * layout.patchColumns)] + 0.25 * (times[1] - times[0]);
        return QPointF(shown.spectrogram().scale().x(time),
                       row.bottom() - (place.band + 0.5) * row.height() / layout.bands)
            .toPoint();
    };
    const auto count = [](const TokenMask& mask) { return int(std::count(mask.hidden.begin(), mask.hidden.end(), 0)); };
    const Mask& its = shown.analysis->mask;
    CHECK(blanks(shown.frames(), Modality::Pixel, its.pixel, inFrame) == std::pair(0, count(its.pixel)));
    CHECK(blanks(shown.spectrogram(), Modality::Audio, its.audio, inSpectrogram) == std::pair(0, count(its.audio)));
    DisplayOptions display = shown.state.display();
    display.pasteVisible = false;
    shown.state.setDisplay(display);
    CHECK(blanks(shown.frames(), Modality::Pixel, its.pixel, inFrame) == std::pair(0, 0));
    CHECK(blanks(shown.spectrogram(), Modality::Audio, its.audio, inSpectrogram) == std::pair(0, 0));
}
