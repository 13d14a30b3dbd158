#include "widgets/compare/compare_view.h"

#include "core/analysis/analysis.h"
#include "widgets/compare/compare_axes.h"
#include "widgets/figure/image_convert.h"
#include "widgets/inspect/robust_range.h"
#include "widgets/state/view_state.h"
#include "widgets/style/spacing.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace tvlt {
namespace {

constexpr ColorScale kDecibels{ColorMap::Magma, valueToDb(-1.0F), valueToDb(1.0F)};
constexpr double kDimmed = 0.42;

ColorScale errorScale(float magnitude, bool withSign) {
    return withSign ? signedScale(magnitude) : ColorScale{ColorMap::Inferno, 0.0F, magnitude};
}

} // namespace

CompareView::CompareView(ViewState& state, QWidget* parent)
    : QWidget(parent), state_(state), what_(new QComboBox), against_(new QComboBox), modes_(new QButtonGroup(this)),
      share_(new QSlider(Qt::Horizontal)), canvas_(new CompareCanvas) {
    setObjectName("compareView");
    axes_ = new CompareAxes(canvas_);
    buildBar();
    connect(canvas_, &CompareCanvas::shareChanged, share_, [this](double share) {
        const QSignalBlocker block(share_);
        share_->setValue(int(share * 100 + 0.5));
    });
    connect(canvas_, &CompareCanvas::pixelHovered, this, &CompareView::showPixel);
    connect(&state_, &ViewState::timeChanged, this, &CompareView::followTime);
    connect(&state_, &ViewState::displayChanged, this, &CompareView::refresh);
    setFocusProxy(canvas_);
}

void CompareView::buildBar() {
    what_->setObjectName("compareWhat");
    what_->addItems({tr("Frame at the cursor"), tr("Spectrogram")});
    what_->setAccessibleName(tr("What is compared"));
    against_->setObjectName("compareAgainst");
    against_->addItems(
        {tr("Masked"), tr("Reconstruction: the model's output"), tr("Reconstruction, visible pasted"), tr("Error")});
    against_->setCurrentIndex(Reconstruction);
    against_->setAccessibleName(tr("What the original is compared with"));
    share_->setObjectName("compareShare");
    share_->setRange(0, 100);
    share_->setValue(50);
    share_->setMaximumWidth(20 * kUnit);
    share_->setAccessibleName(tr("Place of the line, or how much of the second picture"));
    share_->setToolTip(tr("Swipe: where the line stands. Blend: how much of the second picture shows"));
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(kUnit, 0, kUnit, kUnit / 2);
    bar->setSpacing(kUnit);
    bar->addWidget(what_);
    bar->addWidget(new QLabel(tr("Original against")));
    bar->addWidget(against_);
    const auto mode = [&](const char* name, const QString& text, const QString& help, CompareMode id) {
        auto* button = new QToolButton;
        button->setObjectName(name);
        button->setText(text);
        button->setToolTip(help);
        button->setCheckable(true);
        button->setChecked(id == canvas_->mode());
        modes_->addButton(button, int(id));
        bar->addWidget(button);
    };
    mode("compareSwipe", tr("Swipe"), tr("A line parts the two: drag it"), CompareMode::Swipe);
    mode("compareBlend", tr("Blend"), tr("One over the other"), CompareMode::Blend);
    mode("compareFlicker", tr("Flicker"), tr("In turn: what changes, jumps"), CompareMode::Flicker);
    bar->addWidget(share_);
    bar->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(axes_, 1);
    connect(what_, &QComboBox::currentIndexChanged, this, &CompareView::refresh);
    connect(against_, &QComboBox::currentIndexChanged, this, &CompareView::refresh);
    connect(share_, &QSlider::valueChanged, this, [this](int percent) { canvas_->setShare(percent / 100.0); });
    connect(modes_, &QButtonGroup::idClicked, this, [this](int id) {
        canvas_->setMode(CompareMode(id));
        share_->setEnabled(CompareMode(id) != CompareMode::Flicker);
    });
}

void CompareView::setData(const InspectData& shown) {
    data_ = shown;
    refresh();
}

bool CompareView::spectrogram() const {
    return what_->currentIndex() == 1;
}

int CompareView::frameAtCursor() const {
    const auto& times = data_.features->frameTimes;
    const auto after = std::upper_bound(times.begin(), times.end(), state_.time() + 1e-6);
    return std::max(0, int(after - times.begin()) - 1);
}

void CompareView::followTime() {
    if (data_.features && !spectrogram() && frameAtCursor() != frame_)
        refresh();
}

CompareSide CompareView::original() const {
    const ClipFeatures& features = *data_.features;
    if (spectrogram())
        return {tr("Original"), spectrogramImage(features.spectrogram, kDecibels), {}, 1.0};
    if (features.frames.empty())
        return {};
    const QString name = tr("Original, frame %1 of %2").arg(frame_ + 1).arg(features.frames.size());
    return {name, toQImage(features.frames[std::size_t(frame_)]), {}, 1.0};
}

CompareSide CompareView::against() const {
    const auto choice = Against(against_->currentIndex());
    const ClipFeatures& features = *data_.features;
    CompareSide side{against_->currentText(), {}, {}, 1.0};
    if (choice == Masked) {
        side.image = original().image;
        if (data_.mask)
            side.hatched = spectrogram() ? spectrogramCells(features.layout, data_.mask->audio, features.paddedAudio,
                                                            features.spectrogram.rows)
                                         : frameCells(features.layout, data_.mask->pixel, features.paddedPixel, frame_);
        return side;
    }
    // Of another segment it has another shape, and would be compared with what it is not of.
    if (!data_.analysis || data_.analysis->features != data_.features)
        return side;
    const Analysis& analysis = *data_.analysis;
    const bool withSign = state_.display().signedError;
    if (choice == Error && withSign)
        side.name = tr("Difference");
    if (!data_.stale.isEmpty())
        side.opacity = kDimmed;
    if (spectrogram()) {
        if (choice == Error)
            side.image = spectrogramImage(withSign ? analysis.spectrogramDifference : analysis.spectrogramError,
                                          errorScale(robustMaximum(analysis.spectrogramError), withSign));
        else
            side.image = spectrogramImage(
                choice == Pasted ? analysis.pastedSpectrogram : analysis.reconstructedSpectrogram, kDecibels);
        return side;
    }
    const auto frame = std::size_t(frame_);
    const auto& pictures = choice == Pasted ? analysis.pastedFrames : analysis.reconstructedFrames;
    const auto& errors = withSign ? analysis.frameDifference : analysis.frameError;
    if (choice == Error && frame < errors.size())
        side.image = gridImage(errors[frame], errorScale(robustMaximum(errors), withSign));
    else if (choice != Error && frame < pictures.size())
        side.image = toQImage(pictures[frame]);
    return side;
}

void CompareView::refresh() {
    outdated_ = true;
    if (!isVisible())
        return;
    outdated_ = false;
    if (!data_.features) {
        canvas_->setSides({}, {}, tr("Nothing is open."));
        return;
    }
    frame_ = frameAtCursor();
    const CompareSide first = original();
    const CompareSide second = first.image.isNull() ? CompareSide() : against();
    QString placeholder = data_.stale.isEmpty() ? data_.placeholder : data_.stale;
    if (first.image.isNull())
        placeholder = spectrogram() ? tr("This clip has no sound.") : tr("This clip has no picture.");
    canvas_->setKeepsShape(!spectrogram());
    const ClipFeatures& features = *data_.features;
    Segment extent = features.segment;
    if (spectrogram() && features.audio)
        extent.duration =
            columnTime(features.spectrogram.rows, features.audio->hopLength, features.audio->samplingRate);
    axes_->setExtent(extent, spectrogram() && !first.image.isNull() ? MelAxis(features.melHz) : MelAxis());
    canvas_->setSides(first, second, second.image.isNull() ? placeholder : QString());
}

QString CompareView::valueOf(int side, const QPoint& pixel) const {
    const auto choice = Against(against_->currentIndex());
    const bool first = side == 0 || choice == Masked;
    if (spectrogram()) {
        const Analysis* analysis = data_.analysis.get();
        const Grid& grid = first              ? data_.features->spectrogram
                           : choice == Error  ? (state_.display().signedError ? analysis->spectrogramDifference
                                                                              : analysis->spectrogramError)
                           : choice == Pasted ? analysis->pastedSpectrogram
                                              : analysis->reconstructedSpectrogram;
        return tr("%1 dB").arg(grid.at(pixel.x(), grid.cols - 1 - pixel.y()), 0, 'f', 1);
    }
    const auto frame = std::size_t(frame_);
    if (!first && choice == Error) {
        const bool withSign = state_.display().signedError;
        const auto& grids = withSign ? data_.analysis->frameDifference : data_.analysis->frameError;
        return QString::number(grids[frame].at(pixel.y(), pixel.x()), 'g', 3);
    }
    const auto& images = first              ? data_.features->frames
                         : choice == Pasted ? data_.analysis->pastedFrames
                                            : data_.analysis->reconstructedFrames;
    const std::uint8_t* rgb = images[frame].pixel(pixel.x(), pixel.y());
    return tr("RGB %1 %2 %3").arg(rgb[0]).arg(rgb[1]).arg(rgb[2]);
}

void CompareView::showPixel(std::optional<QPoint> pixel) {
    if (!pixel || !data_.features) {
        state_.setHover(std::nullopt);
        return;
    }
    const ClipFeatures& features = *data_.features;
    Hover hover;
    if (spectrogram()) {
        const auto column = std::size_t(pixel->x());
        const auto mel = std::size_t(features.spectrogram.cols - 1 - pixel->y());
        hover.time = column < features.columnTimes.size() ? features.columnTimes[column] : 0.0;
        if (mel < features.melHz.size())
            hover.hz = features.melHz[mel];
        const AudioPlace place{int(column) / features.layout.patchColumns, int(mel) / features.layout.patchMels};
        if (place.step < features.layout.timeSteps && place.band < features.layout.bands)
            setPatch(hover, data_, {Modality::Audio, features.layout.audioToken(place)});
    } else {
        hover.time = features.frameTimes[std::size_t(frame_)];
        const PixelPlace place{frame_, pixel->y() / features.layout.patchHeight,
                               pixel->x() / features.layout.patchWidth};
        setPatch(hover, data_, {Modality::Pixel, features.layout.pixelToken(place)});
        hover.place += tr(", pixel %1, %2").arg(pixel->x()).arg(pixel->y());
    }
    hover.value = tr("original %1").arg(valueOf(0, *pixel));
    const bool second = against_->currentIndex() != Masked && data_.analysis &&
                        data_.analysis->features == data_.features &&
                        (spectrogram() ? data_.analysis->audio.has_value() : data_.analysis->pixel.has_value());
    if (second)
        hover.value +=
            QStringLiteral("  ·  %1 %2")
                .arg(against_->currentIndex() == Error ? tr("error") : tr("reconstruction"), valueOf(1, *pixel));
    state_.setHover(hover);
}

void CompareView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (outdated_)
        refresh();
}

void CompareView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        refresh();
    QWidget::changeEvent(event);
}

} // namespace tvlt
