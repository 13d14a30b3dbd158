#include "widgets/prediction/clip_scatter.h"

#include "widgets/figure/tick.h"
#include "widgets/style/spacing.h"
#include "widgets/style/view_colors.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tvlt {
namespace {

constexpr double kMark = 6.0;   // radius of a mark
constexpr double kReach = 12.0; // from a mark that still means it

std::pair<double, double> rangeOf(const FolderPlane& plane, std::size_t axis) {
    double low = 0.0, high = 0.0;
    for (const auto& point : plane.projection.points) {
        low = std::min(low, point[axis]);
        high = std::max(high, point[axis]);
    }
    const double margin = 0.07 * std::max(high - low, 1e-6);
    return {low - margin, high + margin};
}

QColor onScreen(const QColor& color, const QPalette& palette) {
    return isDark(palette) ? color.lighter(145) : color;
}

} // namespace

ClipScatter::ClipScatter(QWidget* parent) : QWidget(parent) {
    setObjectName("clipScatter");
    setAccessibleName(tr("Clips by their cls states"));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QSize ClipScatter::minimumSizeHint() const {
    return {30 * kUnit, 24 * kUnit};
}

void ClipScatter::setFolder(std::shared_ptr<const Folder> folder) {
    folder_ = std::move(folder);
    plane_ = folder_ ? folderPlane(folder_->clips) : FolderPlane{};
    groups_ = groupsOf(plane_.groupOfEach);
    if (!folder_ || chosen_ >= int(folder_->clips.size()))
        chosen_ = -1;
    update();
}

void ClipScatter::setChosen(int clip) {
    chosen_ = clip;
    update();
}

bool ClipScatter::hasGroups() const {
    return groups_.names.size() > 1 || (groups_.names.size() == 1 && !groups_.names.front().empty());
}

double ClipScatter::legendWidth() const {
    if (!hasGroups())
        return 0.0;
    int widest = 0;
    for (const std::string& name : groups_.names)
        widest = std::max(widest, fontMetrics().horizontalAdvance(QString::fromStdString(name)));
    return std::min(widest + 4.0 * kUnit, width() / 3.0);
}

QRectF ClipScatter::plotRect() const {
    const double line = fontMetrics().height();
    return QRectF(rect()).adjusted(kUnit + line, kUnit, -kUnit - legendWidth(), -kUnit - line - 4.0);
}

QPointF ClipScatter::place(std::size_t point) const {
    const QRectF plot = plotRect();
    const auto across = rangeOf(plane_, 0);
    const auto up = rangeOf(plane_, 1);
    const auto& at = plane_.projection.points[point];
    return {plot.left() + (at[0] - across.first) / (across.second - across.first) * plot.width(),
            plot.bottom() - (at[1] - up.first) / (up.second - up.first) * plot.height()};
}

QPointF ClipScatter::markAt(int clip) const {
    for (std::size_t i = 0; i < plane_.clips.size(); ++i)
        if (int(plane_.clips[i]) == clip)
            return place(i);
    return {};
}

int ClipScatter::clipAt(const QPointF& position) const {
    int nearest = -1;
    double least = kReach;
    for (std::size_t i = 0; i < plane_.clips.size(); ++i) {
        const QPointF apart = place(i) - position;
        const double distance = std::hypot(apart.x(), apart.y());
        if (distance < least) {
            least = distance;
            nearest = int(plane_.clips[i]);
        }
    }
    return nearest;
}

void ClipScatter::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const ViewColors colors = viewColors(palette());
    const double line = fontMetrics().height();
    const QRectF plot = plotRect();
    painter.fillRect(plot, palette().color(QPalette::Base));
    painter.setPen(colors.line);
    painter.drawRect(plot);
    if (plane_.clips.size() < 2) {
        painter.setPen(colors.quiet);
        painter.drawText(plot, Qt::AlignCenter | Qt::TextWordWrap,
                         tr("Two clips or more are laid out here by what the model makes of them."));
        return;
    }
    const auto title = [&](std::size_t axis) {
        return tr("component %1 (%2 %)").arg(axis + 1).arg(100.0 * plane_.projection.explained[axis], 0, 'f', 0);
    };
    painter.setPen(colors.quiet);
    painter.drawText(QRectF(plot.left(), plot.bottom() + 2, plot.width(), line), Qt::AlignCenter, title(0));
    painter.save();
    painter.translate(plot.left() - line / 2.0 - 2.0, plot.center().y());
    painter.rotate(-90.0);
    painter.drawText(QRectF(-plot.height() / 2.0, -line / 2.0, plot.height(), line), Qt::AlignCenter, title(1));
    painter.restore();
    const auto mark = [&](const QPointF& at, std::size_t group, const QColor& edge, double width, double radius) {
        const GroupStyle style = groupStyle(group);
        painter.save();
        painter.translate(at);
        painter.scale(radius, radius);
        painter.setPen(QPen(edge, width / radius));
        painter.setBrush(onScreen(style.color, palette()));
        painter.drawPath(style.marker);
        painter.restore();
    };
    for (std::size_t i = 0; i < plane_.clips.size(); ++i) {
        const int clip = int(plane_.clips[i]);
        const bool query = folder_->clips[plane_.clips[i]].isQuery;
        if (clip == chosen_) {
            painter.setPen(QPen(colors.accent, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawEllipse(place(i), kMark + 6.0, kMark + 6.0);
        }
        mark(place(i), groups_.of[i], query ? colors.text : palette().color(QPalette::Base), query ? 2.0 : 1.0, kMark);
    }
    if (!hasGroups())
        return;
    double y = plot.top() + line;
    for (std::size_t group = 0; group < groups_.names.size(); ++group) {
        const double x = plot.right() + 1.5 * kUnit;
        mark({x, y}, group, palette().color(QPalette::Window), 1.0, 0.8 * kMark);
        painter.setPen(colors.text);
        painter.drawText(QRectF(x + 1.5 * kUnit, y - line / 2.0, width() - x - 1.5 * kUnit, line),
                         Qt::AlignLeft | Qt::AlignVCenter, QString::fromStdString(groups_.names[group]));
        y += 1.5 * line;
    }
}

void ClipScatter::choose(int clip) {
    if (clip < 0 || clip == chosen_)
        return;
    setChosen(clip);
    emit clipChosen(clip);
}

void ClipScatter::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        choose(clipAt(event->position()));
}

void ClipScatter::mouseDoubleClickEvent(QMouseEvent* event) {
    if (const int clip = clipAt(event->position()); clip >= 0 && event->button() == Qt::LeftButton)
        emit clipActivated(clip);
}

void ClipScatter::keyPressEvent(QKeyEvent* event) {
    const bool back = event->key() == Qt::Key_Left || event->key() == Qt::Key_Up;
    const bool on = event->key() == Qt::Key_Right || event->key() == Qt::Key_Down;
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && chosen_ >= 0)
        return emit clipActivated(chosen_);
    if ((!back && !on) || plane_.clips.empty())
        return QWidget::keyPressEvent(event);
    const auto found = std::find(plane_.clips.begin(), plane_.clips.end(), std::size_t(std::max(0, chosen_)));
    const auto count = int(plane_.clips.size());
    const int now = found == plane_.clips.end() || chosen_ < 0 ? (on ? -1 : count) : int(found - plane_.clips.begin());
    choose(int(plane_.clips[std::size_t(std::clamp(now + (on ? 1 : -1), 0, count - 1))]));
}

bool ClipScatter::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const int clip = clipAt(help->pos());
        if (clip < 0) {
            QToolTip::hideText();
            return true;
        }
        const FolderClip& about = folder_->clips[std::size_t(clip)];
        QToolTip::showText(
            help->globalPos(),
            tr("%1\nDouble-click to open it").arg(QString::fromStdString(about.path.filename().string())), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace tvlt
