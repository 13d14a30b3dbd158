#include "widgets/inspect/spectrogram_rows.h"

#include "core/analysis/analysis.h"
#include "widgets/figure/image_convert.h"
#include "widgets/figure/level_scale.h"
#include "widgets/inspect/paint.h"
#include "widgets/inspect/robust_range.h"
#include "widgets/style/spacing.h"
#include "widgets/style/view_colors.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tvlt {
SpectrogramRows::SpectrogramRows(ViewState& state, QWidget* parent) : RowsView(state, parent) {
    setObjectName("spectrogramRows");
    setAccessibleName(tr("Mel spectrogram: original, masked, reconstruction, error"));
}

void SpectrogramRows::dataChanged() {
    original_ = raw_ = pasted_ = error_ = {};
    axis_ = {};
    if (!data().features)
        return;
    axis_ = MelAxis(data().features->melHz);
    original_ = spectrogramImage(data().features->spectrogram, levelScale(state().display().colors.level));
    if (!data().analysis)
        return;
    raw_ = spectrogramImage(data().analysis->reconstructedSpectrogram, levelScale(state().display().colors.level));
    pasted_ = spectrogramImage(data().analysis->pastedSpectrogram, levelScale(state().display().colors.level));
    errorScale_ = errorScale(values(Error), state().display());
    error_ = spectrogramImage(values(Error), errorScale_);
}

const QImage& SpectrogramRows::picture(Row row) const {
    if (row == Error)
        return error_;
    if (row == Reconstruction)
        return state().display().pasteVisible ? pasted_ : raw_;
    return original_;
}

const Grid& SpectrogramRows::values(Row row) const {
    if (row == Error)
        return state().display().signedError ? data().analysis->spectrogramDifference
                                             : data().analysis->spectrogramError;
    if (row == Reconstruction)
        return state().display().pasteVisible ? data().analysis->pastedSpectrogram
                                              : data().analysis->reconstructedSpectrogram;
    return data().features->spectrogram;
}

bool SpectrogramRows::hasRow(Row row) const {
    return data().features && data().features->audio && !picture(row).isNull();
}

QString SpectrogramRows::absentText() const {
    return tr("This clip has no sound.");
}

QString SpectrogramRows::patchErrors(int token) const {
    const auto* audio = data().analysis && data().analysis->audio ? &*data().analysis->audio : nullptr;
    if (!audio || std::size_t(token) >= audio->patchError.size())
        return {};
    const PatchLayout& layout = data().analysis->features->layout;
    const Grid& error = data().analysis->spectrogramError;
    const AudioPlace place = layout.audioPlace(token);
    double sum = 0.0;
    int count = 0;
    for (int r = place.step * layout.patchColumns; r < std::min((place.step + 1) * layout.patchColumns, error.rows);
         ++r)
        for (int m = place.band * layout.patchMels; m < std::min((place.band + 1) * layout.patchMels, error.cols);
             ++m) {
            sum += error.at(r, m);
            ++count;
        }
    QString text = tr("MSE %1").arg(audio->patchError[std::size_t(token)], 0, 'g', 3);
    if (count > 0)
        text += tr("  ·  mean error %1 dB").arg(sum / count, 0, 'f', 2);
    return text;
}

double SpectrogramRows::edgeTime(Row row, int column) const {
    const ClipFeatures& features = featuresOf(row);
    const AudioInput& audio = *features.audio;
    const double first = features.columnTimes.empty() ? features.segment.start : features.columnTimes.front();
    return first + (column - 0.5) * columnTime(1, audio.hopLength, audio.samplingRate);
}

void SpectrogramRows::paintRow(QPainter& painter, Row row, const QRectF& rect) {
    const QImage& image = picture(row);
    const TimeScale s = scale();
    // Only the columns in view: a deep zoom would else ask for a picture of millions of pixels.
    const double perColumn = edgeTime(row, 1) - edgeTime(row, 0);
    const int first = std::clamp(int(std::floor((s.range.start - edgeTime(row, 0)) / perColumn)), 0, image.width());
    const int last = std::clamp(int(std::ceil((s.range.end() - edgeTime(row, 0)) / perColumn)), 0, image.width());
    if (last <= first)
        return;
    const QRectF target(QPointF(s.x(edgeTime(row, first)), rect.top()),
                        QPointF(s.x(edgeTime(row, last)), rect.bottom()));
    const bool shrunk = target.width() < last - first || target.height() < image.height();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, shrunk);
    painter.drawImage(target, image, QRectF(first, 0, last - first, image.height()));
    if (showsHiddenOnly(row)) {
        const Analysis& its = *data().analysis; // a dimmed one has a mask of its own
        const PatchLayout& layout = its.features->layout;
        const PatchCells all =
            spectrogramCells(layout, its.mask.audio, its.features->paddedAudio, its.features->audio->realRows);
        const int from = std::min(first / layout.patchColumns, all.cols);
        const int end = std::min((last - 1) / layout.patchColumns + 1, all.cols);
        if (from < end) {
            const PatchCells cells = columnsOf(all, from, end);
            const double width = s.pixelsPerSecond() * cells.visibleCols * perColumn * layout.patchColumns;
            blankShownPatches(painter,
                              QRectF(s.x(edgeTime(row, from * layout.patchColumns)), rect.top(), width, rect.height()),
                              cells, palette().color(QPalette::AlternateBase));
        }
    }
    if (painter.opacity() == 1.0)
        paintPatches(painter, row, rect);
}

QRectF SpectrogramRows::patchArea(Row row, int token) const {
    const PatchLayout& layout = data().features->layout;
    const QRectF rect = rowRect(row);
    const AudioPlace place = layout.audioPlace(token);
    const double height = rect.height() * layout.patchMels / data().features->audio->mels;
    const double left = scale().x(edgeTime(row, place.step * layout.patchColumns));
    const double right = scale().x(edgeTime(row, (place.step + 1) * layout.patchColumns));
    return {left, rect.bottom() - (place.band + 1) * height, right - left, height};
}

void SpectrogramRows::paintPatches(QPainter& painter, Row row, const QRectF& rect) const {
    const ClipFeatures& features = *data().features;
    const PatchLayout& layout = features.layout;
    if (!data().mask || layout.audioTokens() == 0)
        return;
    // The patches in view, as a picture of their own: hatching costs per pixel of what it is asked to cover.
    const PatchCells all = spectrogramCells(layout, data().mask->audio, features.paddedAudio, features.audio->realRows);
    const double perPatch = edgeTime(row, layout.patchColumns) - edgeTime(row, 0);
    const int first = std::clamp(int(std::floor((scale().range.start - edgeTime(row, 0)) / perPatch)), 0, all.cols);
    const int end = std::clamp(int(std::ceil((scale().range.end() - edgeTime(row, 0)) / perPatch)), first, all.cols);
    if (end == first)
        return;
    const PatchCells cells = columnsOf(all, first, end);
    const double left = scale().x(edgeTime(row, first * layout.patchColumns));
    const double patchWidth = scale().pixelsPerSecond() * perPatch;
    const QRectF area(left, rect.top(), cells.visibleCols * patchWidth, rect.height());
    if (const double hatch = hatchOpacity(row); hatch > 0.0)
        paintHiddenPatches(painter, area, cells, maskStyle(palette(), hatch));
    if (hatchOpacity(row) > 0.0 || row == Masked)
        paintPins(painter, area, cells);
    if (state().display().patchGrid)
        paintPatchGrid(painter, area, cells, QPen(QColor(128, 128, 128, 150), 0.6));
    paintSelection(painter, row, rect);
}

void SpectrogramRows::paintGutters(QPainter& painter, Row row, const QRectF& rect) {
    const ViewColors colors = viewColors(palette());
    const double line = fontMetrics().height();
    if (axis_.bands() > 0) {
        const double perBand = rect.height() / axis_.bands();
        painter.setPen(colors.quiet);
        double lowest = rect.bottom() + line; // top of the label below
        for (const Tick& tick : axis_.ticks(line * 0.95 / perBand)) {
            const double y = rect.bottom() - tick.value * perBand;
            painter.drawLine(QPointF(rect.left() - 4, y), QPointF(rect.left() - 1, y));
            const double top = std::clamp(y - line / 2, rect.top() - 2, rect.bottom() - line + 2);
            if (top > lowest - 0.75 * line)
                continue;
            lowest = top;
            // The row's name stands at the top left: ticks keep to the right.
            painter.drawText(QRectF(rect.left() - 46, top, 40, line), Qt::AlignRight | Qt::AlignVCenter, tick.label);
        }
        if (row == Original && rect.height() > 3.0 * line)
            painter.drawText(QRectF(kUnit, rect.top() + line + 2, kLeftGutter / 2.0, line),
                             Qt::AlignLeft | Qt::AlignVCenter, tr("mel, Hz"));
    }
    if (row == Original)
        paintColorBar(painter, rect, levelScale(state().display().colors.level), tr("dB"), palette());
    if (row == Error)
        paintColorBar(painter, rect, errorScale_, state().display().signedError ? tr("dB apart") : tr("dB error"),
                      palette());
}

std::optional<Hover> SpectrogramRows::hoverAt(const QPointF& position) const {
    auto hover = RowsView::hoverAt(position);
    const auto row = rowAt(position.y());
    if (!hover || !row || !hasRow(*row))
        return hover;
    hover->row = rowName(*row);
    const Grid& grid = values(*row);
    const QRectF rect = rowRect(*row);
    const PatchLayout& layout = data().features->layout;
    const int column = int(std::floor((hover->time - edgeTime(*row, 0)) / (edgeTime(*row, 1) - edgeTime(*row, 0))));
    const int mel = std::clamp(int((rect.bottom() - position.y()) / rect.height() * grid.cols), 0, grid.cols - 1);
    if (mel < int(data().features->melHz.size()))
        hover->hz = data().features->melHz[std::size_t(mel)];
    if (column < 0 || column >= grid.rows)
        return hover;
    hover->value = tr("%1 dB").arg(grid.at(column, mel), 0, 'f', 1);
    const AudioPlace place{column / layout.patchColumns, mel / layout.patchMels};
    const bool inPatch = place.step < layout.timeSteps && place.band < layout.bands;
    if (showsHiddenOnly(*row) && inPatch &&
        data().analysis->mask.audio.hidden[std::size_t(layout.audioToken(place))] == 0)
        hover->value = tr("pasted from the clip");
    if (inPatch)
        setPatch(*hover, data(), {Modality::Audio, layout.audioToken(place)});
    return hover;
}

} // namespace tvlt
