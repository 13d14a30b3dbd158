#include "widgets/compare/compare_view.h"

#include "core/analysis/analysis.h"
#include "widgets/compare/compare_axes.h"
#include "widgets/figure/image_convert.h"
#include "widgets/figure/level_scale.h"
#include "widgets/inspect/paint.h"
#include "widgets/inspect/robust_range.h"
#include "widgets/state/view_state.h"
#include "widgets/style/spacing.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace tvlt {
namespace {

QString levelText(const Grid& spectrogram, const QPoint& pixel) {
    return CompareView::tr("%1 dB").arg(spectrogram.at(pixel.x(), spectrogram.cols - 1 - pixel.y()), 0, 'f', 1);
}

QString colorText(const Image& image, const QPoint& pixel) {
    const std::uint8_t* rgb = image.pixel(pixel.x(), pixel.y());
    return CompareView::tr("RGB %1 %2 %3").arg(rgb[0]).arg(rgb[1]).arg(rgb[2]);
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
        return {
            tr("Original"), spectrogramImage(features.spectrogram, levelScale(state_.display().colors.level)), {}, 1.0};
    if (features.frames.empty())
        return {};
    const QString name = tr("Original, frame %1 of %2").arg(frame_ + 1).arg(features.frames.size());
    return {name, toQImage(features.frames[std::size_t(frame_)]), {}, 1.0};
}

CompareView::Against CompareView::choice() const {
    return Against(against_->currentIndex());
}

const Analysis* CompareView::analysis() const {
    return data_.analysis && data_.analysis->features == data_.features ? data_.analysis.get() : nullptr;
}

const Grid& CompareView::spectrogramAgainst() const {
    if (choice() == Error)
        return state_.display().signedError ? analysis()->spectrogramDifference : analysis()->spectrogramError;
    return choice() == Pasted ? analysis()->pastedSpectrogram : analysis()->reconstructedSpectrogram;
}

const std::vector<Grid>& CompareView::frameErrors() const {
    return state_.display().signedError ? analysis()->frameDifference : analysis()->frameError;
}

const std::vector<Image>& CompareView::framesAgainst() const {
    return choice() == Pasted ? analysis()->pastedFrames : analysis()->reconstructedFrames;
}

CompareSide CompareView::against(const QImage& original) const {
    const ClipFeatures& features = *data_.features;
    CompareSide side{against_->currentText(), {}, {}, 1.0};
    if (choice() == Masked) {
        side.image = original;
        if (data_.mask)
            side.hatched = spectrogram() ? spectrogramCells(features.layout, data_.mask->audio, features.paddedAudio,
                                                            features.spectrogram.rows)
                                         : frameCells(features.layout, data_.mask->pixel, features.paddedPixel, frame_);
        return side;
    }
    if (!analysis())
        return side;
    const bool withSign = state_.display().signedError;
    if (choice() == Error && withSign)
        side.name = tr("Difference");
    if (!data_.stale.isEmpty())
        side.opacity = kDimmed;
    const auto frame = std::size_t(frame_);
    if (spectrogram())
        side.image = spectrogramImage(spectrogramAgainst(), choice() == Error
                                                                ? errorScale(spectrogramAgainst(), state_.display())
                                                                : levelScale(state_.display().colors.level));
    else if (choice() == Error && frame < frameErrors().size())
        side.image = gridImage(frameErrors()[frame], errorScale(frameErrors(), state_.display()));
    else if (choice() != Error && frame < framesAgainst().size())
        side.image = toQImage(framesAgainst()[frame]);
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
    const CompareSide second = first.image.isNull() ? CompareSide() : against(first.image);
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

QString CompareView::originalAt(const QPoint& pixel) const {
    return spectrogram() ? levelText(data_.features->spectrogram, pixel)
                         : colorText(data_.features->frames[std::size_t(frame_)], pixel);
}

QString CompareView::againstAt(const QPoint& pixel) const {
    if (spectrogram())
        return levelText(spectrogramAgainst(), pixel);
    if (choice() == Error)
        return QString::number(frameErrors()[std::size_t(frame_)].at(pixel.y(), pixel.x()), 'g', 3);
    return colorText(framesAgainst()[std::size_t(frame_)], pixel);
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
    hover.value = tr("original %1").arg(originalAt(*pixel));
    const bool said = analysis() && (spectrogram() ? analysis()->audio.has_value() : analysis()->pixel.has_value());
    if (said && choice() != Masked)
        hover.value +=
            QStringLiteral("  ·  %1 %2").arg(choice() == Error ? tr("error") : tr("reconstruction"), againstAt(*pixel));
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
