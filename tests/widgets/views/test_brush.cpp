#include "tests/support/catch.h"
#include "tests/support/sample_analysis.h"
#include "widgets/figure/palette.h"
#include "widgets/inspect/frame_rows.h"
#include "widgets/inspect/inspect_view.h"
#include "widgets/inspect/patch_walk.h"
#include "widgets/inspect/spectrogram_rows.h"
#include "widgets/state/view_state.h"

#include <QSignalSpy>
#include <QtTest>

#include <algorithm>

using namespace tvlt;

namespace {

struct Shown {
    Shown() {
        state.reset(analysis->features->segment.duration);
        state.setBounds(analysis->features->segment);
        show({});
        view.resize(1000, 640);
        view.show();
        QObject::connect(&view, &InspectView::strokeBegan, [this] { ++begun; });
        QObject::connect(&view, &InspectView::strokeEnded, [this] { ++ended; });
        QObject::connect(&view, &InspectView::strokePainted, [this](const std::vector<TokenRef>& touched) {
            painted.insert(painted.end(), touched.begin(), touched.end());
        });
    }

    void show(const Pins& pixelPins) {
        MaskSettings settings = analysis->maskSettings;
        settings.pixelPins = pixelPins;
        InspectData data;
        data.features = analysis->features;
        data.analysis = analysis;
        data.mask = makeMask(layout, settings);
        view.setData(data);
    }

    QPoint centre(const PixelPlace& place) {
        return frames().patchArea(RowsView::Masked, layout.pixelToken(place)).center().toPoint();
    }

    FrameRows& frames() { return *view.findChild<FrameRows*>("frameRows"); }
    SpectrogramRows& spectrogram() { return *view.findChild<SpectrogramRows*>("spectrogramRows"); }

    std::shared_ptr<Analysis> analysis = sampleAnalysis();
    PatchLayout layout = analysis->features->layout;
    ViewState state;
    InspectView view{state};
    int begun = 0;
    int ended = 0;
    std::vector<TokenRef> painted;
};

int pinPixels(const QImage& image, const QRectF& area) {
    int count = 0;
    const QRect inside = area.toRect();
    for (int y = inside.top(); y <= inside.bottom(); ++y)
        for (int x = inside.left(); x <= inside.right(); ++x)
            count += image.pixelColor(x, y) == palette::kPinned ? 1 : 0;
    return count;
}

} // namespace

TEST_CASE("without a brush the left button selects and paints nothing") {
    Shown shown;
    QTest::mouseClick(&shown.frames(), Qt::LeftButton, {}, shown.centre({1, 1, 0}));
    CHECK(shown.begun == 0);
    CHECK(shown.painted.empty());
    CHECK(shown.state.token() == TokenRef{Modality::Pixel, shown.layout.pixelToken({1, 1, 0})});
}

TEST_CASE("a fast stroke touches every patch on its way, once begun and once ended") {
    Shown shown;
    REQUIRE(shown.layout.patchCols >= 2);
    shown.state.setBrush({PinTo::Hidden, BrushShape::Patch});
    const int last = shown.layout.patchCols - 1;
    QTest::mousePress(&shown.frames(), Qt::LeftButton, {}, shown.centre({1, 0, 0}));
    QTest::mouseMove(&shown.frames(), shown.centre({1, 0, last}));
    QTest::mouseRelease(&shown.frames(), Qt::LeftButton, {}, shown.centre({1, 0, last}));
    CHECK(shown.begun == 1);
    CHECK(shown.ended == 1);
    for (int col = 0; col <= last; ++col)
        CHECK(std::count(shown.painted.begin(), shown.painted.end(),
                         TokenRef{Modality::Pixel, shown.layout.pixelToken({1, 0, col})}) > 0);
    CHECK_FALSE(shown.state.token().has_value()); // painting is not selecting
    const auto before = shown.painted.size();
    QTest::mouseMove(&shown.frames(), shown.centre({2, 0, 0}));
    CHECK(shown.painted.size() == before);
}

TEST_CASE("the spectrogram is painted like the frames") {
    Shown shown;
    shown.state.setBrush({PinTo::Shown, BrushShape::Place});
    const int token = shown.layout.audioToken({1, 1});
    QTest::mouseClick(&shown.spectrogram(), Qt::LeftButton, {},
                      shown.spectrogram().patchArea(RowsView::Error, token).center().toPoint());
    REQUIRE(shown.painted.size() >= 1);
    CHECK(shown.painted.front() == TokenRef{Modality::Audio, token});
}

TEST_CASE("a brush over a patch outlines all that it would take") {
    Shown shown;
    shown.state.setBrush({PinTo::Hidden, BrushShape::Moment});
    const QImage before = shown.frames().grab().toImage();
    QTest::mouseMove(&shown.frames(), shown.centre({2, 1, 1})); // a pointer that does not move says nothing
    QTest::mouseMove(&shown.frames(), shown.centre({2, 0, 0}));
    const QImage over = shown.frames().grab().toImage();
    const auto outlined = [&](int frame) {
        const QRect area = shown.frames().frameRect(RowsView::Masked, frame).adjusted(-2, -2, 2, 2).toRect();
        return before.copy(area) != over.copy(area);
    };
    CHECK(outlined(2));
    CHECK_FALSE(outlined(0));
    CHECK_FALSE(outlined(3));
    shown.state.setHover(std::nullopt);
    CHECK(shown.frames().grab().toImage() == before);
}

TEST_CASE("patches set by hand are marked in the masked row") {
    Shown shown;
    const int hidden = shown.layout.pixelToken({0, 0, 0});
    const int visible = shown.layout.pixelToken({3, 1, 1});
    shown.show({{hidden}, {visible}});
    const QImage image = shown.frames().grab().toImage();
    for (int token = 0; token < shown.layout.pixelTokens(); ++token) {
        const int marked = pinPixels(image, shown.frames().patchArea(RowsView::Masked, token));
        CHECK((marked > 4) == (token == hidden || token == visible));
    }
    CHECK(pinPixels(image, shown.frames().rowRect(RowsView::Original)) == 0);
}

TEST_CASE("a right click asks for the patch's menu and selects it") {
    Shown shown;
    std::optional<TokenRef> asked;
    QObject::connect(&shown.view, &InspectView::menuRequested, [&](const TokenRef& token) { asked = token; });
    const QPoint at = shown.centre({2, 1, 1});
    QContextMenuEvent event(QContextMenuEvent::Mouse, at, shown.frames().mapToGlobal(at));
    QCoreApplication::sendEvent(&shown.frames(), &event);
    CHECK(asked == TokenRef{Modality::Pixel, shown.layout.pixelToken({2, 1, 1})});
    CHECK(shown.state.token() == asked);
}

TEST_CASE("every patch can be reached step by step") {
    const auto features = sampleFeatures();
    const PatchLayout& layout = features->layout;
    std::vector<TokenRef> reached{*walkedPatch(*features, std::nullopt, WalkTo::Right)};
    for (std::size_t i = 0; i < reached.size(); ++i)
        for (const WalkTo to :
             {WalkTo::Left, WalkTo::Right, WalkTo::Up, WalkTo::Down, WalkTo::NextFrame, WalkTo::PreviousFrame})
            if (const TokenRef next = *walkedPatch(*features, reached[i], to);
                std::find(reached.begin(), reached.end(), next) == reached.end())
                reached.push_back(next);
    CHECK(int(reached.size()) == layout.pixelTokens() + layout.audioTokens());
}

TEST_CASE("steps lead where the views show the neighbour") {
    const auto features = sampleFeatures();
    const PatchLayout& layout = features->layout;
    const auto pixel = [&](int frame, int row, int col) {
        return TokenRef{Modality::Pixel, layout.pixelToken({frame, row, col})};
    };
    const int right = layout.patchCols - 1;
    const int bottom = layout.patchRows - 1;
    CHECK(walkedPatch(*features, pixel(0, 1, right), WalkTo::Right) == pixel(1, 1, 0));
    CHECK(walkedPatch(*features, pixel(1, 1, 0), WalkTo::Left) == pixel(0, 1, right));
    CHECK(walkedPatch(*features, pixel(0, 0, 0), WalkTo::Left) == pixel(0, 0, 0));
    CHECK(walkedPatch(*features, pixel(3, 1, 0), WalkTo::NextFrame) == pixel(3, 1, 0));
    CHECK(walkedPatch(*features, pixel(2, 1, 0), WalkTo::PreviousFrame) == pixel(1, 1, 0));
    const auto below = walkedPatch(*features, pixel(0, bottom, 0), WalkTo::Down);
    CHECK(below == TokenRef{Modality::Audio, layout.audioToken({0, layout.bands - 1})});
    const auto above = walkedPatch(*features, below, WalkTo::Up);
    REQUIRE(above.has_value());
    CHECK(above->modality == Modality::Pixel);
    CHECK(layout.pixelPlace(above->token).row == bottom);
    CHECK(layout.pixelPlace(above->token).frame == 0);

    SampleOptions silent;
    silent.columns = 0;
    CHECK(walkedPatch(*sampleFeatures(silent), pixel(0, bottom, 0), WalkTo::Down) == pixel(0, bottom, 0));
    SampleOptions blind;
    blind.frames = 0;
    CHECK(walkedPatch(*sampleFeatures(blind), std::nullopt, WalkTo::Down)->modality == Modality::Audio);
}
