#include "widgets/attention/token_map_view.h"

#include "core/analysis/analysis.h"
#include "core/attention/targets.h"
#include "widgets/figure/image_convert.h"
#include "widgets/figure/level_scale.h"
#include "widgets/figure/map_scale.h"
#include "widgets/figure/mel_axis.h"
#include "widgets/inspect/inspect_data.h"
#include "widgets/inspect/paint.h"
#include "widgets/inspect/patch_walk.h"
#include "widgets/inspect/ticks.h"
#include "widgets/state/view_state.h"
#include "widgets/style/spacing.h"
#include "widgets/style/view_colors.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tvlt {
namespace {

constexpr double kAxis = 6 * kUnit;     // left of the pictures: Hz
constexpr double kBar = 11 * kUnit;     // right of them: the colour bar
constexpr double kMostBar = 30 * kUnit; // a higher one would only have more numbers
constexpr double kGap = 4.0;            // between frames

std::optional<WalkTo> walkOf(int key) {
    switch (key) {
    case Qt::Key_Left:
        return WalkTo::Left;
    case Qt::Key_Right:
        return WalkTo::Right;
    case Qt::Key_Up:
        return WalkTo::Up;
    case Qt::Key_Down:
        return WalkTo::Down;
    case Qt::Key_PageDown:
        return WalkTo::NextFrame;
    case Qt::Key_PageUp:
        return WalkTo::PreviousFrame;
    default:
        return std::nullopt;
    }
}

} // namespace

TokenMapView::TokenMapView(ViewState& state, QWidget* parent) : QWidget(parent), state_(state) {
    setObjectName("tokenMap");
    setAccessibleName(tr("Map over frames and spectrogram"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QSize TokenMapView::minimumSizeHint() const {
    return {40 * kUnit, 30 * kUnit};
}

void TokenMapView::setFeatures(std::shared_ptr<const ClipFeatures> features) {
    if (features == features_)
        return;
    features_ = std::move(features);
    frames_.clear();
    spectrogram_ = {};
    if (features_) {
        for (const Image& frame : features_->frames)
            frames_.push_back(toQImage(frame));
        // In greys: the map alone speaks in colours.
        spectrogram_ = spectrogramImage(features_->spectrogram, kLevelScale).convertToFormat(QImage::Format_Grayscale8);
    }
    setMap(nullptr);
}

void TokenMapView::setMap(std::shared_ptr<const TokenMap> map) {
    map_ = map && map->features == features_ ? std::move(map) : nullptr;
    frameMaps_.clear();
    spectrogramMap_ = {};
    if (map_) {
        bar_ = mapBar({map_.get()});
        const MapColors colors(*map_, bar_.scale);
        for (int frame = 0; frame < int(frames_.size()); ++frame)
            frameMaps_.push_back(colors.frame(frame));
        if (!spectrogram_.isNull())
            spectrogramMap_ = colors.spectrogram(spectrogram_.width());
    }
    changed();
}

void TokenMapView::setNote(const QString& note) {
    if (note == note_)
        return;
    note_ = note;
    update();
}

void TokenMapView::setFramed(std::optional<TokenRef> token) {
    framed_ = token;
    update();
}

void TokenMapView::setOpacity(double opacity) {
    opacity_ = std::clamp(opacity, 0.0, 1.0);
    changed();
}

void TokenMapView::changed() {
    content_.clear();
    update();
}

bool TokenMapView::hasSound() const {
    return !spectrogram_.isNull();
}

QRectF TokenMapView::spectrogramRect() const {
    if (!hasSound())
        return {};
    const double line = fontMetrics().height();
    const double bottom = height() - 2.2 * line;
    const double top = frames_.empty() ? line + 2.0 : frameRect(int(frames_.size()) - 1).bottom() + line + 2.0;
    return {kAxis, top, std::max(1.0, width() - kAxis - kBar), std::max(2.0 * line, bottom - top)};
}

/// What frames may take: of a clip with sound no more than leaves the spectrogram a third.
QRectF TokenMapView::framesArea() const {
    const double line = fontMetrics().height();
    const double bottom = hasSound() ? 0.62 * height() - line : height() - kUnit;
    return {kAxis, 2.0, std::max(1.0, width() - kAxis - kBar), std::max(line, bottom - 2.0)};
}

/// As many columns as make the frames largest; the time stands above each.
int TokenMapView::frameColumns() const {
    const int count = int(frames_.size());
    const QRectF area = framesArea();
    const double line = fontMetrics().height();
    const double aspect = double(frames_.front().width()) / frames_.front().height();
    int best = 1;
    double widest = 0.0;
    for (int columns = 1; columns <= count; ++columns) {
        const int rows = (count + columns - 1) / columns;
        const double width = std::min(area.width() / columns - kGap, (area.height() / rows - line - kGap) * aspect);
        if (width > widest + 0.5) {
            widest = width;
            best = columns;
        }
    }
    return best;
}

QRectF TokenMapView::frameRect(int frame) const {
    if (frames_.empty())
        return {};
    const int columns = frameColumns();
    const int rows = (int(frames_.size()) + columns - 1) / columns;
    const QRectF area = framesArea();
    const double line = fontMetrics().height();
    const double aspect = double(frames_.front().width()) / frames_.front().height();
    const double width = std::max(
        4.0, std::floor(std::min(area.width() / columns - kGap, (area.height() / rows - line - kGap) * aspect)));
    const double height = std::floor(width / aspect);
    const int row = frame / columns;
    return {area.left() + (frame % columns) * (width + kGap),
            std::floor(area.top() + row * (height + line + kGap) + line), width, height};
}

QRectF TokenMapView::patchRect(const TokenRef& token) const {
    const PatchLayout& layout = features_->layout;
    if (token.modality == Modality::Pixel) {
        const PixelPlace place = layout.pixelPlace(token.token);
        const QRectF rect = frameRect(place.frame);
        const double w = rect.width() / layout.patchCols;
        const double h = rect.height() / layout.patchRows;
        return {rect.left() + place.col * w, rect.top() + place.row * h, w, h};
    }
    const AudioPlace place = layout.audioPlace(token.token);
    const QRectF rect = spectrogramRect();
    const double w = rect.width() * layout.patchColumns / std::max(1, spectrogram_.width());
    const double h = rect.height() / layout.bands;
    const QRectF patch(rect.left() + place.step * w, rect.bottom() - (place.band + 1) * h, w, h);
    return patch.intersected(rect);
}

std::optional<TokenRef> TokenMapView::tokenAt(const QPointF& position) const {
    if (!features_)
        return std::nullopt;
    const PatchLayout& layout = features_->layout;
    if (layout.pixelTokens() > 0)
        for (int frame = 0; frame < int(frames_.size()); ++frame) {
            const QRectF rect = frameRect(frame);
            if (!rect.contains(position))
                continue;
            const int col = int((position.x() - rect.left()) / rect.width() * layout.patchCols);
            const int row = int((position.y() - rect.top()) / rect.height() * layout.patchRows);
            return TokenRef{Modality::Pixel, layout.pixelToken({frame, std::clamp(row, 0, layout.patchRows - 1),
                                                                std::clamp(col, 0, layout.patchCols - 1)})};
        }
    const QRectF rect = spectrogramRect();
    if (!hasSound() || layout.audioTokens() == 0 || !rect.contains(position))
        return std::nullopt;
    const int column = int((position.x() - rect.left()) / rect.width() * spectrogram_.width());
    const int band = int((rect.bottom() - position.y()) / rect.height() * layout.bands);
    return TokenRef{Modality::Audio,
                    layout.audioToken({std::clamp(column / layout.patchColumns, 0, layout.timeSteps - 1),
                                       std::clamp(band, 0, layout.bands - 1)})};
}

void TokenMapView::paintContent(QPainter& painter) const {
    if (!features_)
        return;
    const ViewColors colors = viewColors(palette());
    const double line = fontMetrics().height();
    const auto lay = [&](const QRectF& rect, const QImage& picture, const QImage* map) {
        painter.setRenderHint(QPainter::SmoothPixmapTransform, true);
        if (map)
            painter.drawImage(rect, picture.convertToFormat(QImage::Format_Grayscale8));
        else
            painter.drawImage(rect, picture);
        if (!map)
            return;
        painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
        painter.setOpacity(opacity_);
        painter.drawImage(rect, *map);
        painter.setOpacity(1.0);
    };
    for (int frame = 0; frame < int(frames_.size()); ++frame) {
        const QRectF rect = frameRect(frame);
        lay(rect, frames_[std::size_t(frame)],
            std::size_t(frame) < frameMaps_.size() ? &frameMaps_[std::size_t(frame)] : nullptr);
        painter.setPen(colors.quiet);
        if (std::size_t(frame) < features_->frameTimes.size())
            painter.drawText(QRectF(rect.left(), rect.top() - line, rect.width(), line),
                             Qt::AlignLeft | Qt::AlignVCenter,
                             tr("%1 s").arg(features_->frameTimes[std::size_t(frame)], 0, 'f', 2));
    }
    if (hasSound()) {
        lay(spectrogramRect(), spectrogram_, spectrogramMap_.isNull() ? nullptr : &spectrogramMap_);
        paintAxes(painter);
    }
    if (map_ && hasBar(map_->question.quantity))
        paintBar(painter);
}

void TokenMapView::paintAxes(QPainter& painter) const {
    const ViewColors colors = viewColors(palette());
    const double line = fontMetrics().height();
    const QRectF rect = spectrogramRect();
    const MelAxis mel(features_->melHz);
    painter.setPen(colors.quiet);
    if (mel.bands() > 0) {
        const double perBand = rect.height() / mel.bands();
        for (const Tick& tick : mel.ticks(line * 1.05 / perBand)) {
            const double y = rect.bottom() - tick.value * perBand;
            painter.drawLine(QPointF(rect.left() - 4, y), QPointF(rect.left() - 1, y));
            painter.drawText(QRectF(0, y - line / 2, kAxis - 6, line), Qt::AlignRight | Qt::AlignVCenter, tick.label);
        }
        painter.drawText(QRectF(0, rect.top() - line - 2, kAxis - 6, line), Qt::AlignRight | Qt::AlignVCenter,
                         tr("Hz"));
    }
    const auto& times = features_->columnTimes;
    const int columns = spectrogram_.width();
    if (columns < 2 || int(times.size()) < columns)
        return;
    const double step = (times[std::size_t(columns) - 1] - times[0]) / (columns - 1);
    const Segment shown{times[0] - step / 2.0, step * columns};
    const TimeTicks ticks = timeTicks(shown, rect.width() / shown.duration, 8 * kUnit);
    for (const double time : ticks.times) {
        const double x = rect.left() + (time - shown.start) / shown.duration * rect.width();
        painter.drawLine(QPointF(x, rect.bottom() + 1), QPointF(x, rect.bottom() + 4));
        painter.drawText(QRectF(x - 40, rect.bottom() + 4, 80, line), Qt::AlignCenter, tickText(time, ticks.step));
    }
    painter.drawText(QRectF(rect.right() + 4, rect.bottom() + 4, kBar, line), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("time, s"));
}

void TokenMapView::paintBar(QPainter& painter) const {
    const double line = fontMetrics().height();
    const double top = line;
    const double bottom = std::min(top + kMostBar, hasSound() ? spectrogramRect().bottom() : framesArea().bottom());
    painter.setPen(viewColors(palette()).quiet);
    painter.setFont([&] {
        QFont font = painter.font();
        font.setPixelSize(fontMetrics().ascent());
        return font;
    }());
    tvlt::paintColorBar(painter, QRectF(width() - kBar + kUnit, top, 1.5 * kUnit, bottom - top), bar_);
}

void TokenMapView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.drawPixmap(0, 0, content_.of(*this, [this](QPainter& p) { paintContent(p); }));
    if (features_ && framed_ && framed_->token < features_->layout.tokens(framed_->modality))
        paintSelected(painter, patchRect(*framed_).adjusted(0.5, 0.5, -0.5, -0.5));
    if (note_.isEmpty())
        return;
    if (features_)
        paintChip(painter, {width() - kBar - 4.0, fontMetrics().height() + 4.0}, note_, palette(), Qt::AlignRight);
    else {
        painter.setPen(viewColors(palette()).quiet);
        painter.drawText(rect().adjusted(4 * kUnit, 0, -4 * kUnit, 0), Qt::AlignCenter | Qt::TextWordWrap, note_);
    }
}

void TokenMapView::resizeEvent(QResizeEvent* event) {
    changed();
    QWidget::resizeEvent(event);
}

void TokenMapView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        changed();
    QWidget::changeEvent(event);
}

void TokenMapView::mousePressEvent(QMouseEvent* event) {
    setFocus();
    if (event->button() != Qt::LeftButton)
        return;
    if (const auto token = tokenAt(event->position()))
        state_.setToken(token);
}

void TokenMapView::mouseMoveEvent(QMouseEvent* event) {
    const auto token = tokenAt(event->position());
    if (!token)
        return state_.setHover(std::nullopt);
    InspectData about;
    about.features = features_;
    Hover hover = patchHover(about, *token);
    if (map_ && !map_->components) {
        const float value = map_->values.at(*token);
        hover.value = std::isfinite(value) ? QString::number(double(value), 'g', 4) : tr("not in the sequence");
    }
    state_.setHover(hover);
}

void TokenMapView::leaveEvent(QEvent*) {
    state_.setHover(std::nullopt);
}

void TokenMapView::keyPressEvent(QKeyEvent* event) {
    const auto to = walkOf(event->key());
    if (!to || !features_)
        return QWidget::keyPressEvent(event);
    state_.setToken(walkedPatch(*features_, framed_, *to));
}

bool TokenMapView::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) { // the window's arrow keys step frames
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->modifiers() == Qt::NoModifier && walkOf(key->key()))
            event->accept();
    }
    return QWidget::event(event);
}

} // namespace tvlt
