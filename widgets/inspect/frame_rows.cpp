#include "widgets/inspect/frame_rows.h"

#include "core/analysis/analysis.h"
#include "widgets/figure/image_convert.h"
#include "widgets/figure/tick.h"
#include "widgets/inspect/paint.h"
#include "widgets/inspect/robust_range.h"
#include "widgets/style/spacing.h"
#include "widgets/style/view_colors.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tvlt {
namespace {

constexpr double kBetween = 3.0; // pixels left free between neighbouring frames

std::vector<QImage> convert(const std::vector<Image>& images) {
    std::vector<QImage> converted;
    converted.reserve(images.size());
    for (const Image& image : images)
        converted.push_back(toQImage(image));
    return converted;
}

double slotSeconds(const ClipFeatures& features) {
    return features.segment.duration / std::max<double>(1.0, double(features.frameTimes.size()));
}

} // namespace

FrameRows::FrameRows(ViewState& state, QWidget* parent) : RowsView(state, parent) {
    setObjectName("frameRows");
    setAccessibleName(tr("Frames: original, masked, reconstruction, error"));
}

void FrameRows::dataChanged() {
    original_ = data().features ? convert(data().features->frames) : std::vector<QImage>();
    raw_.clear();
    pasted_.clear();
    error_.clear();
    if (!data().analysis)
        return;
    raw_ = convert(data().analysis->reconstructedFrames);
    pasted_ = convert(data().analysis->pastedFrames);
    const bool withSign = state().display().signedError;
    const auto& errors = withSign ? data().analysis->frameDifference : data().analysis->frameError;
    errorScale_ = errorScale(errors, state().display());
    for (const Grid& grid : errors)
        error_.push_back(gridImage(grid, errorScale_));
}

const std::vector<QImage>& FrameRows::pictures(Row row) const {
    if (row == Error)
        return error_;
    if (row == Reconstruction)
        return state().display().pasteVisible ? pasted_ : raw_;
    return original_;
}

bool FrameRows::hasRow(Row row) const {
    return data().features && !pictures(row).empty();
}

QString FrameRows::absentText() const {
    return tr("This clip has no picture.");
}

QString FrameRows::patchErrors(int token) const {
    const auto* pixel = data().analysis && data().analysis->pixel ? &*data().analysis->pixel : nullptr;
    const auto index = std::size_t(token);
    if (!pixel || index >= pixel->patchError.size())
        return {};
    QString text = tr("MSE %1").arg(pixel->patchError[index], 0, 'g', 3);
    if (index < pixel->patchSsim.size())
        text += tr("  ·  SSIM %1").arg(pixel->patchSsim[index], 0, 'f', 3);
    return text;
}

QRectF FrameRows::frameRect(Row row, int frame) const {
    const QRectF area = rowRect(row);
    const auto& images = pictures(row);
    if (frame < 0 || frame >= int(images.size()))
        return {};
    const QSizeF source = images[std::size_t(frame)].size();
    const double slot = slotSeconds(featuresOf(row)) * scale().pixelsPerSecond() - kBetween;
    double height = area.height();
    double width = height * source.width() / source.height();
    if (width > slot) {
        width = std::max(slot, 2.0);
        height = width * source.height() / source.width();
    }
    const double x = scale().x(featuresOf(row).frameTimes[std::size_t(frame)]);
    return {x, area.top() + (area.height() - height) / 2, width, height};
}

QRectF FrameRows::patchArea(Row row, int token) const {
    const PatchLayout& layout = data().features->layout;
    const PixelPlace place = layout.pixelPlace(token);
    const QRectF picture = frameRect(row, place.frame);
    const double w = picture.width() / layout.patchCols;
    const double h = picture.height() / layout.patchRows;
    return {picture.left() + place.col * w, picture.top() + place.row * h, w, h};
}

int FrameRows::fullHeight(int width) const {
    if (original_.empty())
        return 0;
    const double slot = double(width - kLeftGutter - kRightGutter) / double(original_.size()) - kBetween;
    const QSizeF source = original_.front().size();
    return int(std::ceil(kRowCount * (slot * source.height() / source.width() + 4) + 4));
}

void FrameRows::paintRow(QPainter& painter, Row row, const QRectF& area) {
    const PatchLayout& layout = data().features->layout;
    const double hatch = hatchOpacity(row);
    for (int i = 0; i < int(pictures(row).size()); ++i) {
        const QImage& image = pictures(row)[std::size_t(i)];
        const QRectF rect = frameRect(row, i);
        if (!rect.intersects(area))
            continue;
        // Enlarged, single pixels stay single pixels.
        painter.setRenderHint(QPainter::SmoothPixmapTransform, rect.width() < 2.0 * image.width());
        painter.drawImage(rect, image);
        if (showsHiddenOnly(row)) {
            const Analysis& its = *data().analysis; // a dimmed one has a mask of its own
            blankShownPatches(painter, rect,
                              frameCells(its.features->layout, its.mask.pixel, its.features->paddedPixel, i),
                              palette().color(QPalette::AlternateBase));
        }
        const bool dimmed = painter.opacity() < 1.0;
        if (data().mask && i < layout.frames && !dimmed) {
            const PatchCells cells = frameCells(layout, data().mask->pixel, data().features->paddedPixel, i);
            if (hatch > 0.0)
                paintHiddenPatches(painter, rect, cells, maskStyle(palette(), hatch));
            if (hatch > 0.0 || row == Masked)
                paintPins(painter, rect, cells);
            if (state().display().patchGrid)
                paintPatchGrid(painter, rect, cells, QPen(QColor(128, 128, 128, 150), 0.6));
        }
    }
    paintSelection(painter, row, area);
}

void FrameRows::paintGutters(QPainter& painter, Row row, const QRectF& rect) {
    if (row == Original) {
        const auto count = original_.size();
        QString text = count == 1 ? tr("1 frame") : tr("%1 frames").arg(count);
        if (const auto& times = data().features->frameTimes;
            data().features->recipe == Recipe::Hf && count > 1 && times.size() == count)
            text += tr("\nevery %1 s").arg((times.back() - times.front()) / double(count - 1), 0, 'f', 3);
        painter.setPen(viewColors(palette()).quiet);
        const double top = rect.top() + fontMetrics().height() + 2;
        painter.drawText(QRectF(kUnit, top, kLeftGutter - 2 * kUnit, std::max(0.0, rect.bottom() - top)),
                         Qt::AlignLeft | Qt::AlignTop, text);
    }
    if (row == Error)
        paintColorBar(painter, rect, errorScale_, state().display().signedError ? tr("difference") : tr("sq. error"),
                      palette());
}

QString FrameRows::valueAt(Row row, int frame, int x, int y) const {
    if (showsHiddenOnly(row)) {
        const Analysis& its = *data().analysis;
        const PatchCells cells = frameCells(its.features->layout, its.mask.pixel, its.features->paddedPixel, frame);
        const QSize size = error_[std::size_t(frame)].size();
        if (cells.rows > 0 && cells.cols > 0 &&
            cells.at(y * cells.rows / size.height(), x * cells.cols / size.width()) != PatchState::Hidden)
            return tr("pasted from the clip");
    }
    if (row == Error && state().display().signedError)
        return tr("difference %1").arg(data().analysis->frameDifference[std::size_t(frame)].at(y, x), 0, 'g', 3);
    if (row == Error)
        return tr("squared error %1").arg(data().analysis->frameError[std::size_t(frame)].at(y, x), 0, 'g', 3);
    const QColor color = pictures(row)[std::size_t(frame)].pixelColor(x, y);
    return tr("RGB %1 %2 %3").arg(color.red()).arg(color.green()).arg(color.blue());
}

std::optional<Hover> FrameRows::hoverAt(const QPointF& position) const {
    auto hover = RowsView::hoverAt(position);
    const auto row = rowAt(position.y());
    if (!hover || !row || !hasRow(*row))
        return hover;
    hover->row = rowName(*row);
    const PatchLayout& layout = data().features->layout;
    for (int i = 0; i < int(pictures(*row).size()); ++i) {
        const QRectF rect = frameRect(*row, i);
        if (!rect.contains(position))
            continue;
        const QImage& image = pictures(*row)[std::size_t(i)];
        const int x =
            std::clamp(int((position.x() - rect.left()) / rect.width() * image.width()), 0, image.width() - 1);
        const int y =
            std::clamp(int((position.y() - rect.top()) / rect.height() * image.height()), 0, image.height() - 1);
        hover->value = valueAt(*row, i, x, y);
        const PixelPlace place{i, y * layout.patchRows / image.height(), x * layout.patchCols / image.width()};
        const int token = layout.pixelToken(place);
        if (i >= layout.frames || token < 0 || token >= layout.pixelTokens())
            return hover;
        setPatch(*hover, data(), {Modality::Pixel, token});
        return hover;
    }
    return hover;
}

} // namespace tvlt
