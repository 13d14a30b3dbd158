#include "widgets/columns/column_canvas.h"

#include "core/analysis/analysis.h"
#include "widgets/columns/picture_zoom.h"
#include "widgets/figure/image_convert.h"
#include "widgets/figure/level_scale.h"
#include "widgets/figure/mask_painter.h"
#include "widgets/inspect/paint.h"
#include "widgets/inspect/time_view.h"
#include "widgets/state/view_state.h"
#include "widgets/style/spacing.h"
#include "widgets/style/view_colors.h"

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace tvlt {
namespace {

constexpr double kGap = kUnit / 2.0;        // between rows
constexpr double kSoundLeast = 5.0 * kUnit; // a row of a spectrogram
constexpr double kNames = 2.5 * kUnit;      // of rows, along the right edge
constexpr double kWheelStep = 120.0;

std::size_t index(ColumnRow row) {
    return static_cast<std::size_t>(row);
}

/// The frame on screen at `time`: the last that has begun.
int frameAt(const std::vector<double>& times, double time) {
    const auto next = std::upper_bound(times.begin(), times.end(), time + 1e-6);
    return std::max(0, static_cast<int>(next - times.begin()) - 1);
}

} // namespace

ColumnCanvas::ColumnCanvas(ViewState& state, PictureZoom& zoom, QWidget* parent)
    : QWidget(parent), state_(state), zoom_(zoom) {
    setObjectName("columnCanvas");
    setMouseTracking(true);
    setMinimumSize(10 * kUnit, 30 * kUnit);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&zoom_, &PictureZoom::changed, this, &ColumnCanvas::invalidate);
    connect(&state_, &ViewState::rangeChanged, this, &ColumnCanvas::invalidate);
    connect(&state_, &ViewState::tokenChanged, this, &ColumnCanvas::invalidate);
    connect(&state_, &ViewState::timeChanged, this, &ColumnCanvas::followTime);
    connect(&state_, &ViewState::displayChanged, this, [this] {
        makePictures();
        invalidate();
    });
}

void ColumnCanvas::setRows(const std::vector<ColumnRow>& rows) {
    rows_ = rows;
    invalidate();
}

void ColumnCanvas::setLegend(const std::vector<ColumnRow>& rows) {
    legend_ = rows;
    invalidate();
}

void ColumnCanvas::setData(const ColumnData& column, const ColumnScales& scales, bool withPicture, bool withSound) {
    column_ = column;
    scales_ = scales;
    withPicture_ = withPicture;
    withSound_ = withSound;
    setAccessibleName(tr("Column: %1").arg(column.title));
    makePictures();
    invalidate();
}

void ColumnCanvas::invalidate() {
    content_.clear();
    update();
}

double ColumnCanvas::legendWidth() const {
    if (legend_.empty())
        return 0.0;
    const bool blanks = std::find(rows_.begin(), rows_.end(), ColumnRow::Blank) != rows_.end();
    return kNames + (blanks ? 0.0 : kRightGutter);
}

QRectF ColumnCanvas::frameSlot(int row) const {
    if (!withPicture_)
        return {};
    const double count = static_cast<double>(rows_.size());
    const double width = QWidget::width() - legendWidth() - kGap;
    // Frames may be as wide as the column; sound takes what they leave, and a good part in any case.
    const double share = withSound_ ? 0.62 : 1.0;
    const double tallest = std::min((height() - count * kGap) * share / count, width);
    const double each =
        withSound_ ? std::min(tallest, (height() - count * (kSoundLeast + 2.0 * kGap)) / count) : tallest;
    return {0.0, row * (each + kGap), width, std::max(1.0, each)};
}

QRectF ColumnCanvas::soundSlot(int row) const {
    if (!withSound_)
        return {};
    const int count = static_cast<int>(rows_.size());
    const double top = withPicture_ ? frameSlot(count - 1).bottom() + 2.0 * kGap : 0.0;
    const double each = (height() - top - count * kGap) / count;
    return {0.0, top + row * (each + kGap), QWidget::width() - legendWidth() - kGap, std::max(1.0, each)};
}

QRectF ColumnCanvas::framePlace(int row) const {
    const QRectF slot = frameSlot(row);
    const auto* features = column_.shown.features.get();
    if (!features || features->frames.empty())
        return slot;
    const double aspect = static_cast<double>(features->frames.front().width) / features->frames.front().height;
    QSizeF fitted(slot.height() * aspect, slot.height());
    if (fitted.width() > slot.width())
        fitted = {slot.width(), slot.width() / aspect};
    const QRectF view(QPointF(slot.center().x() - fitted.width() / 2.0, slot.top()), fitted);
    const QRectF& part = zoom_.part();
    const double scale = 1.0 / part.width();
    return {view.left() - part.left() * view.width() * scale, view.top() - part.top() * view.height() * scale,
            view.width() * scale, view.height() * scale};
}

int ColumnCanvas::shownFrame() const {
    const auto* features = column_.shown.features.get();
    if (!features || features->frames.empty())
        return -1;
    return std::min(frameAt(features->frameTimes, state_.time() + column_.timeShift),
                    static_cast<int>(features->frames.size()) - 1);
}

void ColumnCanvas::makePictures() {
    framePictures_ = {};
    soundPictures_ = {};
    frame_ = shownFrame();
    const auto* features = column_.shown.features.get();
    if (!features)
        return;
    const Analysis* analysis = column_.shown.analysis.get();
    if (analysis && analysis->features.get() != features)
        analysis = nullptr; // of another segment
    const bool withSign = state_.display().signedError;
    const bool pasted = state_.display().pasteVisible;
    if (frame_ >= 0) {
        const auto at = static_cast<std::size_t>(frame_);
        framePictures_[index(ColumnRow::Original)] = framePictures_[index(ColumnRow::Masked)] =
            toQImage(features->frames[at]);
        if (analysis && analysis->pixel) {
            framePictures_[index(ColumnRow::Reconstruction)] =
                toQImage((pasted ? analysis->pastedFrames : analysis->reconstructedFrames)[at]);
            framePictures_[index(ColumnRow::Error)] =
                gridImage((withSign ? analysis->frameDifference : analysis->frameError)[at], scales_.frameError);
        }
    }
    if (!features->spectrogram.empty()) {
        soundPictures_[index(ColumnRow::Original)] = soundPictures_[index(ColumnRow::Masked)] =
            spectrogramImage(features->spectrogram, levelScale(state_.display().colors.level));
        if (analysis && analysis->audio) {
            soundPictures_[index(ColumnRow::Reconstruction)] =
                spectrogramImage(pasted ? analysis->pastedSpectrogram : analysis->reconstructedSpectrogram,
                                 levelScale(state_.display().colors.level));
            soundPictures_[index(ColumnRow::Error)] = spectrogramImage(
                withSign ? analysis->spectrogramDifference : analysis->spectrogramError, scales_.soundError);
        }
    }
}

void ColumnCanvas::followTime() {
    if (shownFrame() != frame_) {
        makePictures();
        content_.clear();
    }
    update();
}

const QImage& ColumnCanvas::picture(ColumnRow row, bool sound) const {
    return (sound ? soundPictures_ : framePictures_)[index(row)];
}

Segment ColumnCanvas::soundExtent() const {
    const ClipFeatures& features = *column_.shown.features;
    const double step = columnTime(1, features.audio->hopLength, features.audio->samplingRate);
    const double first = features.columnTimes.empty() ? features.segment.start : features.columnTimes.front();
    return {first - 0.5 * step, features.spectrogram.rows * step};
}

TimeScale ColumnCanvas::scale(const QRectF& slot) const {
    return {{state_.range().start + column_.timeShift, state_.range().duration}, slot.left(), slot.width()};
}

void ColumnCanvas::seek(double x) {
    emit seekRequested(scale(soundSlot(0)).time(x) - column_.timeShift);
}

double ColumnCanvas::opacity() const {
    return column_.shown.stale.isEmpty() ? 1.0 : kDimmed;
}

/// As on the page "Inspect": where visible patches are pasted, they have no errors.
bool ColumnCanvas::showsHiddenOnly(ColumnRow row) const {
    return row == ColumnRow::Error && state_.display().pasteVisible && column_.shown.analysis;
}

void ColumnCanvas::paintPlaceholder(QPainter& painter, const QRectF& slot, const QString& text) {
    const ViewColors colors = viewColors(palette());
    painter.setPen(QPen(colors.line, 1, Qt::DashLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(slot.adjusted(0.5, 0.5, -0.5, -0.5));
    painter.setPen(colors.quiet);
    painter.drawText(slot.adjusted(kUnit / 2.0, 0, -kUnit / 2.0, 0), Qt::AlignCenter | Qt::TextWordWrap, text);
}

void ColumnCanvas::paintFrame(QPainter& painter, int row) {
    const ColumnRow what = rows_[static_cast<std::size_t>(row)];
    const QRectF slot = frameSlot(row);
    if (what == ColumnRow::Blank)
        return;
    const QImage& image = picture(what, false);
    if (image.isNull()) {
        const auto* features = column_.shown.features.get();
        paintPlaceholder(painter, slot,
                         features && features->frames.empty() ? tr("no picture") : column_.shown.placeholder);
        return;
    }
    const QRectF place = framePlace(row);
    painter.save();
    painter.setClipRect(slot);
    painter.setOpacity(what == ColumnRow::Original || what == ColumnRow::Masked ? 1.0 : opacity());
    painter.setRenderHint(QPainter::SmoothPixmapTransform, what != ColumnRow::Error && place.width() < image.width());
    painter.drawImage(place, image);
    if (showsHiddenOnly(what)) {
        const Analysis& its = *column_.shown.analysis; // a dimmed one has a mask of its own
        blankShownPatches(painter, place,
                          frameCells(its.features->layout, its.mask.pixel, its.features->paddedPixel, frame_),
                          palette().color(QPalette::AlternateBase));
    }
    painter.setOpacity(1.0);
    const ClipFeatures& features = *column_.shown.features;
    const PatchLayout& layout = features.layout;
    if (layout.pixelTokens() > 0 && column_.shown.mask) {
        const PatchCells cells = frameCells(layout, column_.shown.mask->pixel, features.paddedPixel, frame_);
        const bool hatched =
            what == ColumnRow::Masked || (what != ColumnRow::Original && state_.display().maskOnAllRows);
        if (hatched)
            paintHiddenPatches(painter, place, cells, maskStyle(palette(), state_.display().maskOpacity));
        if (state_.display().patchGrid)
            paintPatchGrid(painter, place, cells, QPen(QColor(255, 255, 255, 110), 1));
        const auto token = state_.token();
        if (token && token->modality == Modality::Pixel && token->token < layout.pixelTokens()) {
            const PixelPlace at = layout.pixelPlace(token->token);
            if (at.frame == frame_)
                paintSelected(painter, patchRect(cells, place, at.row, at.col));
        }
    }
    painter.restore();
}

void ColumnCanvas::paintSound(QPainter& painter, int row) {
    const ColumnRow what = rows_[static_cast<std::size_t>(row)];
    const QRectF slot = soundSlot(row);
    if (what == ColumnRow::Blank)
        return;
    const QImage& image = picture(what, true);
    if (image.isNull()) {
        const auto* features = column_.shown.features.get();
        paintPlaceholder(painter, slot,
                         features && features->spectrogram.empty() ? tr("no sound") : column_.shown.placeholder);
        return;
    }
    const TimeScale time = scale(slot);
    const Segment extent = soundExtent();
    const double perColumn = extent.duration / image.width();
    const int first = std::clamp(int(std::floor((time.range.start - extent.start) / perColumn)), 0, image.width());
    const int last = std::clamp(int(std::ceil((time.range.end() - extent.start) / perColumn)), first, image.width());
    if (last == first)
        return;
    const QRectF target(QPointF(time.x(extent.start + first * perColumn), slot.top()),
                        QPointF(time.x(extent.start + last * perColumn), slot.bottom()));
    painter.save();
    painter.setClipRect(slot);
    painter.setOpacity(what == ColumnRow::Original || what == ColumnRow::Masked ? 1.0 : opacity());
    painter.setRenderHint(QPainter::SmoothPixmapTransform,
                          target.width() < last - first || target.height() < image.height());
    painter.drawImage(target, image, QRectF(first, 0, last - first, image.height()));
    const QRectF whole(QPointF(time.x(extent.start), slot.top()), QPointF(time.x(extent.end()), slot.bottom()));
    if (showsHiddenOnly(what)) {
        const Analysis& its = *column_.shown.analysis;
        blankShownPatches(painter, whole,
                          spectrogramCells(its.features->layout, its.mask.audio, its.features->paddedAudio,
                                           its.features->spectrogram.rows),
                          palette().color(QPalette::AlternateBase));
    }
    painter.setOpacity(1.0);
    const ClipFeatures& features = *column_.shown.features;
    const PatchLayout& layout = features.layout;
    if (layout.audioTokens() > 0 && column_.shown.mask) {
        const PatchCells cells =
            spectrogramCells(layout, column_.shown.mask->audio, features.paddedAudio, features.spectrogram.rows);
        const bool hatched =
            what == ColumnRow::Masked || (what != ColumnRow::Original && state_.display().maskOnAllRows);
        if (hatched)
            paintHiddenPatches(painter, whole, cells, maskStyle(palette(), state_.display().maskOpacity));
        if (state_.display().patchGrid)
            paintPatchGrid(painter, whole, cells, QPen(QColor(255, 255, 255, 110), 1));
        const auto token = state_.token();
        if (token && token->modality == Modality::Audio && token->token < layout.audioTokens()) {
            const AudioPlace at = layout.audioPlace(token->token);
            if (at.step < cells.cols)
                paintSelected(painter, patchRect(cells, whole, cells.rows - 1 - at.band, at.step));
        }
    }
    painter.restore();
}

/// The names of the rows, reading upwards along the right edge, where every column finds them.
void ColumnCanvas::paintLegend(QPainter& painter) {
    const ViewColors colors = viewColors(palette());
    for (std::size_t row = 0; row < legend_.size(); ++row) {
        for (const QRectF& slot : {frameSlot(static_cast<int>(row)), soundSlot(static_cast<int>(row))}) {
            if (slot.isEmpty())
                continue;
            const QString name = columnRowName(legend_[row]);
            painter.setPen(colors.quiet);
            painter.save();
            painter.translate(width() - kNames / 2.0, slot.center().y());
            painter.rotate(-90.0);
            const QString fitting = painter.fontMetrics().elidedText(name, Qt::ElideRight, int(slot.height()));
            painter.drawText(QRectF(-slot.height() / 2.0, -kUnit, slot.height(), 2.0 * kUnit), Qt::AlignCenter,
                             fitting);
            painter.restore();
        }
    }
    // Bars stand beside their rows: in rows that this column leaves blank, or in a gutter.
    const auto bar = [&](std::size_t row, const QRectF& slot, const ColorScale& scale, const QString& unit) {
        const double room = rows_[row] == ColumnRow::Blank ? kRightGutter : 0.0;
        if (!slot.isEmpty())
            paintColorBar(painter, slot.adjusted(0, 0, -room, 0), scale, unit, palette());
    };
    for (std::size_t row = 0; row < std::min(legend_.size(), rows_.size()); ++row) {
        const int at = static_cast<int>(row);
        if (legend_[row] == ColumnRow::Error) {
            bar(row, frameSlot(at), scales_.frameError, state_.display().signedError ? tr("error") : tr("sq. error"));
            bar(row, soundSlot(at), scales_.soundError, tr("dB"));
        } else if (legend_[row] == ColumnRow::Reconstruction) {
            bar(row, soundSlot(at), levelScale(state_.display().colors.level), tr("dB"));
        }
    }
}

void ColumnCanvas::paintContent(QPainter& painter) {
    for (int row = 0; row < static_cast<int>(rows_.size()); ++row) {
        if (withPicture_)
            paintFrame(painter, row);
        if (withSound_)
            paintSound(painter, row);
    }
    paintLegend(painter);
    if (!column_.shown.stale.isEmpty())
        paintChip(painter, {kUnit / 2.0, kUnit / 2.0}, column_.shown.stale, palette());
}

void ColumnCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.drawPixmap(0, 0, content_.of(*this, [this](QPainter& p) { paintContent(p); }));
    if (!withSound_ || !column_.shown.features)
        return;
    const QRectF first = soundSlot(0), last = soundSlot(static_cast<int>(rows_.size()) - 1);
    const double x = scale(first).x(state_.time() + column_.timeShift);
    if (x >= first.left() && x <= first.right())
        paintTimeCursor(painter, x, first.top(), last.bottom());
}

void ColumnCanvas::resizeEvent(QResizeEvent*) {
    invalidate();
}

void ColumnCanvas::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        invalidate();
    QWidget::changeEvent(event);
}

std::optional<ColumnCanvas::Place> ColumnCanvas::placeAt(const QPointF& position) const {
    if (!column_.shown.features)
        return std::nullopt;
    for (int row = 0; row < static_cast<int>(rows_.size()); ++row) {
        if (rows_[static_cast<std::size_t>(row)] == ColumnRow::Blank)
            continue;
        const QRectF frame = withPicture_ && frame_ >= 0 ? frameSlot(row) & framePlace(row) : QRectF();
        if (frame.contains(position)) {
            const QRectF whole = framePlace(row);
            return Place{
                row,
                false,
                {(position.x() - whole.left()) / whole.width(), (position.y() - whole.top()) / whole.height()}};
        }
        const QRectF sound = withSound_ && column_.shown.features->audio ? soundSlot(row) : QRectF();
        if (sound.contains(position)) {
            const Segment extent = soundExtent();
            return Place{row,
                         true,
                         {(scale(sound).time(position.x()) - extent.start) / extent.duration,
                          (position.y() - sound.top()) / sound.height()}};
        }
    }
    return std::nullopt;
}

std::optional<TokenRef> ColumnCanvas::tokenAt(const Place& place) const {
    const ClipFeatures& features = *column_.shown.features;
    const PatchLayout& layout = features.layout;
    if (place.share.x() < 0.0 || place.share.x() >= 1.0 || place.share.y() < 0.0 || place.share.y() >= 1.0)
        return std::nullopt;
    if (!place.sound) {
        if (layout.pixelTokens() == 0 || frame_ >= layout.frames)
            return std::nullopt;
        return TokenRef{Modality::Pixel, layout.pixelToken({frame_, int(place.share.y() * layout.patchRows),
                                                            int(place.share.x() * layout.patchCols)})};
    }
    const int step = int(place.share.x() * features.spectrogram.rows) / layout.patchColumns;
    const int band = int((1.0 - place.share.y()) * features.spectrogram.cols) / layout.patchMels;
    if (step >= layout.timeSteps || band >= layout.bands)
        return std::nullopt;
    return TokenRef{Modality::Audio, layout.audioToken({step, band})};
}

void ColumnCanvas::wheelEvent(QWheelEvent* event) {
    const auto place = placeAt(event->position());
    if (!place) {
        event->ignore();
        return;
    }
    const double factor = std::pow(1.25, event->angleDelta().y() / kWheelStep);
    if (place->sound)
        state_.zoom(1.0 / factor, scale(soundSlot(place->row)).time(event->position().x()) - column_.timeShift);
    else
        zoom_.zoomBy(factor, place->share);
    event->accept();
}

void ColumnCanvas::mousePressEvent(QMouseEvent* event) {
    dragged_ = false;
    dragFrom_ = event->position();
}

void ColumnCanvas::mouseMoveEvent(QMouseEvent* event) {
    const QPointF position = event->position();
    if (dragFrom_ && event->buttons() != Qt::NoButton) {
        const auto place = placeAt(*dragFrom_);
        const QPointF by = position - *dragFrom_;
        if (!place || (!dragged_ && by.manhattanLength() < 4.0))
            return;
        dragged_ = true;
        if (place->sound) {
            if (event->buttons() & Qt::MiddleButton)
                state_.pan(-by.x() / scale(soundSlot(place->row)).pixelsPerSecond());
            else
                seek(position.x());
        } else {
            const QRectF whole = framePlace(place->row);
            zoom_.moveBy({-by.x() / whole.width(), -by.y() / whole.height()});
        }
        dragFrom_ = position;
        return;
    }
    const auto place = placeAt(position);
    const auto token = place ? tokenAt(*place) : std::nullopt;
    if (!token) {
        state_.setHover(std::nullopt);
        return;
    }
    Hover hover = patchHover(column_.shown, *token);
    hover.row = QStringLiteral("%1, %2").arg(column_.title, columnRowName(rows_[std::size_t(place->row)]));
    const Analysis* analysis = column_.shown.analysis.get();
    const auto* said = !analysis      ? nullptr
                       : place->sound ? (analysis->audio ? &*analysis->audio : nullptr)
                                      : (analysis->pixel ? &*analysis->pixel : nullptr);
    if (said && std::size_t(token->token) < said->patchError.size())
        hover.value = tr("MSE %1").arg(said->patchError[std::size_t(token->token)], 0, 'g', 3);
    state_.setHover(hover);
}

void ColumnCanvas::mouseReleaseEvent(QMouseEvent* event) {
    const bool click = !dragged_ && event->button() == Qt::LeftButton;
    dragFrom_.reset();
    const auto place = placeAt(event->position());
    if (!click || !place)
        return;
    if (place->sound)
        seek(event->position().x());
    state_.setToken(tokenAt(*place));
}

void ColumnCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    const auto place = placeAt(event->position());
    if (!place)
        return;
    if (place->sound)
        state_.fit();
    else
        zoom_.fit();
}

void ColumnCanvas::leaveEvent(QEvent*) {
    state_.setHover(std::nullopt);
}

} // namespace tvlt
