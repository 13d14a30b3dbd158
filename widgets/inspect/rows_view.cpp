#include "widgets/inspect/rows_view.h"

#include "core/analysis/analysis.h"
#include "widgets/figure/palette.h"
#include "widgets/inspect/paint.h"
#include "widgets/style/spacing.h"
#include "widgets/style/view_colors.h"

#include <QContextMenuEvent>
#include <QCursor>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tvlt {
namespace {

constexpr double kGap = 4.0;          // between rows, pixels
constexpr double kLine = 4.0 * kUnit; // a row of text alone
constexpr double kStride = 2.0;       // pixels between two looks along a fast stroke
constexpr double kElsewhere = 0.4;    // share of the hatching's opacity on rows other than "Masked"

} // namespace

RowsView::RowsView(ViewState& state, QWidget* parent) : TimeView(state, parent), painted_(state.display()) {
    setFocusPolicy(Qt::StrongFocus);
    connect(&state, &ViewState::displayChanged, this, [this] {
        const DisplayOptions& now = this->state().display();
        const DisplayOptions before = std::exchange(painted_, now);
        if (now.signedError != before.signedError || now.colors != before.colors)
            dataChanged();
    });
    connect(&state, &ViewState::brushChanged, this, [this] {
        if (this->state().brush().paints)
            setCursor(Qt::CrossCursor);
        else
            unsetCursor();
        update();
    });
    connect(&state, &ViewState::hoverChanged, this, [this] {
        if (this->state().brush().paints)
            update();
    });
}

void RowsView::setData(const InspectData& shown) {
    const bool pictures = shown.features != data_.features || shown.analysis != data_.analysis;
    data_ = shown;
    if (pictures)
        dataChanged();
    invalidate();
    // What lies under a pointer that rests may be hidden, shown or painted anew by now.
    if (underMouse() && state().hover())
        state().setHover(hoverAt(mapFromGlobal(QCursor::pos())));
}

QString RowsView::rowName(Row row) const {
    switch (row) {
    case Original:
        return tr("Original");
    case Masked:
        return tr("Masked");
    case Reconstruction:
        return tr("Reconstruction");
    case Error:
        break;
    }
    return state().display().signedError ? tr("Difference") : tr("Error");
}

const ClipFeatures& RowsView::featuresOf(Row row) const {
    const bool fromModel = row == Reconstruction || row == Error;
    return fromModel && data_.analysis ? *data_.analysis->features : *data_.features;
}

QRectF RowsView::rowRect(Row row) const {
    double top = kGap + int(row) * (height() - kGap) / kRowCount;
    double step = (height() - kGap) / kRowCount;
    if (absent()) {
        top = kGap;
        step = row == Original ? height() - kGap : 0.0;
    } else if (data_.features && !data_.reconstructs) {
        // Two rows of pictures, and a line that says why there are no more.
        step = (height() - kGap - kLine) / 2;
        top = kGap + std::min<int>(row, Reconstruction) * step;
        step = row == Reconstruction ? kLine : row == Error ? 0.0 : step;
    }
    return {double(kLeftGutter), top, scale().width, std::max(0.0, step - kGap)};
}

std::optional<RowsView::Row> RowsView::rowAt(double y) const {
    for (int row = 0; row < kRowCount; ++row) {
        const QRectF rect = rowRect(Row(row));
        if (y >= rect.top() && y < rect.bottom())
            return Row(row);
    }
    return std::nullopt;
}

bool RowsView::showsHiddenOnly(Row row) const {
    return row == Error && state().display().pasteVisible && data_.analysis;
}

double RowsView::hatchOpacity(Row row) const {
    const DisplayOptions& display = state().display();
    if (row == Masked)
        return display.maskOpacity;
    return display.maskOnAllRows ? display.maskOpacity * kElsewhere : 0.0;
}

void RowsView::paintContent(QPainter& painter) {
    const ViewColors colors = viewColors(palette());
    for (int i = 0; i < kRowCount; ++i) {
        const Row row = Row(i);
        const QRectF rect = rowRect(row);
        if (rect.isEmpty())
            continue;
        painter.fillRect(rect, palette().color(QPalette::AlternateBase));
        const bool there = hasRow(row);
        const bool fromModel = row == Reconstruction || row == Error;
        if (there) {
            painter.save();
            painter.setClipRect(rect);
            painter.setOpacity(fromModel && !data_.stale.isEmpty() ? kDimmed : 1.0);
            paintRow(painter, row, rect);
            painter.restore();
        } else if (data_.features || row == Original) {
            painter.setPen(colors.quiet);
            painter.drawText(rect, Qt::AlignCenter, absent() ? absentText() : data_.placeholder);
        }
        if (there && fromModel && !data_.stale.isEmpty())
            paintChip(painter, rect.topRight() + QPointF(-6, 6), data_.stale, palette(), Qt::AlignRight);

        painter.setPen(there || !data_.features ? colors.text : colors.quiet);
        painter.drawText(QRectF(kUnit, rect.top(), kLeftGutter - 2 * kUnit, fontMetrics().height() + 2),
                         Qt::AlignLeft | Qt::AlignVCenter, rowName(row));
        if (there && fromModel)
            paintProvenance(painter, row, rect);
        if (there)
            paintGutters(painter, row, rect);
    }
}

void RowsView::paintProvenance(QPainter& painter, Row row, const QRectF& rect) {
    const bool pasted = state().display().pasteVisible;
    QString text = row == Error ? (pasted ? tr("hidden patches") : tr("all patches"))
                   : pasted     ? tr("visible pasted")
                                : tr("model's output");
    if (row == Reconstruction && data_.analysis->borrowedStatistics)
        text += tr("\nmean, contrast\nborrowed");
    painter.setPen(viewColors(palette()).quiet);
    const double top = rect.top() + fontMetrics().height() + 2;
    painter.drawText(QRectF(kUnit, top, kLeftGutter - 2 * kUnit, std::max(0.0, rect.bottom() - top)),
                     Qt::AlignLeft | Qt::AlignTop, text);
}

void RowsView::paintSelection(QPainter& painter, Row row, const QRectF& area) const {
    const auto token = state().token();
    if (!token || token->modality != modality() || token->token >= data_.features->layout.tokens(modality()))
        return;
    const QRectF patch = patchArea(row, token->token);
    if (patch.intersects(area))
        paintSelected(painter, patch);
}

void RowsView::paintOverlay(QPainter& painter) {
    // What a click would paint, on all rows.
    const Brush& brush = state().brush();
    const auto& hover = state().hover();
    if (!brush.paints || !hover || !hover->token || hover->token->modality != modality() || !data_.features ||
        hover->token->token >= data_.features->layout.tokens(modality()))
        return;
    const std::vector<int> tokens = brushTokens(data_.features->layout, *hover->token, brush.shape);
    for (int row = 0; row < kRowCount; ++row) {
        if (!hasRow(Row(row)))
            continue;
        QPainterPath outline;
        for (const int token : tokens)
            outline.addRect(patchArea(Row(row), token));
        painter.save();
        painter.setClipRect(rowRect(Row(row)));
        painter.strokePath(outline.simplified(), QPen(QColor(0, 0, 0, 200), 3));
        painter.strokePath(outline.simplified(), QPen(palette::kPinned, 1.2));
        painter.restore();
    }
}

bool RowsView::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return TimeView::event(event);
    const auto& help = static_cast<const QHelpEvent&>(*event);
    const auto token = tokenAt(help.pos());
    if (!token) {
        QToolTip::hideText();
        return true;
    }
    const Hover patch = patchHover(data_, *token);
    QStringList lines{hoverText(patch)};
    // Errors of an older mask would be another patch's story.
    if (const QString errors = data_.stale.isEmpty() ? patchErrors(token->token) : QString(); !errors.isEmpty())
        lines << errors;
    QToolTip::showText(help.globalPos(), lines.join('\n'), this);
    return true;
}

std::optional<TokenRef> RowsView::tokenAt(const QPointF& position) const {
    const auto hover = hoverAt(position);
    return hover ? hover->token : std::nullopt;
}

void RowsView::paintTo(const QPointF& position) {
    const QPointF from = *strokeAt_;
    const int steps = 1 + int(std::hypot(position.x() - from.x(), position.y() - from.y()) / kStride);
    std::vector<TokenRef> touched;
    for (int i = 1; i <= steps; ++i)
        if (const auto token = tokenAt(from + (position - from) * i / steps))
            if (touched.empty() || touched.back() != *token)
                touched.push_back(*token);
    strokeAt_ = position;
    if (!touched.empty())
        emit strokePainted(touched);
}

void RowsView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !state().brush().paints || !data_.mask) {
        TimeView::mousePressEvent(event);
        return;
    }
    strokeAt_ = event->position();
    emit strokeBegan();
    paintTo(event->position());
}

void RowsView::mouseMoveEvent(QMouseEvent* event) {
    if (strokeAt_)
        paintTo(event->position());
    TimeView::mouseMoveEvent(event);
}

void RowsView::mouseReleaseEvent(QMouseEvent* event) {
    TimeView::mouseReleaseEvent(event);
    if (state().brush().paints)
        setCursor(Qt::CrossCursor);
    if (!strokeAt_ || event->button() != Qt::LeftButton)
        return;
    strokeAt_.reset();
    emit strokeEnded();
}

void RowsView::contextMenuEvent(QContextMenuEvent* event) {
    const auto& selected = state().token();
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const auto token = byKey ? selected : tokenAt(event->pos());
    if (!token || token->modality != modality() || !data_.features)
        return;
    state().setToken(token);
    const QPoint place = byKey ? mapToGlobal(patchArea(Masked, token->token).center().toPoint()) : event->globalPos();
    emit menuRequested(*token, place);
}

} // namespace tvlt
