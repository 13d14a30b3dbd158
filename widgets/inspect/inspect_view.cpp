#include "widgets/inspect/inspect_view.h"

#include "core/analysis/analysis.h"
#include "widgets/inspect/frame_rows.h"
#include "widgets/inspect/spectrogram_rows.h"
#include "widgets/inspect/time_ruler.h"
#include "widgets/style/spacing.h"
#include "widgets/style/view_colors.h"

#include <QEvent>
#include <QLabel>

#include <algorithm>

namespace tvlt {
namespace {

constexpr double kMostForFrames = 0.66; // share of the height
constexpr double kLeastForFrames = 0.40;

} // namespace

InspectView::InspectView(ViewState& state, QWidget* parent)
    : QWidget(parent), header_(new QLabel(this)), warning_(new QLabel(this)), frames_(new FrameRows(state, this)),
      ruler_(new TimeRuler(state, this)), spectrogram_(new SpectrogramRows(state, this)) {
    setObjectName("inspectView");
    header_->setObjectName("viewHeader");
    header_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    warning_->setObjectName("viewWarning");
    warning_->setContentsMargins(kUnit, 1, kUnit, 1);
    for (TimeView* view :
         {static_cast<TimeView*>(frames_), static_cast<TimeView*>(ruler_), static_cast<TimeView*>(spectrogram_)})
        connect(view, &TimeView::seekRequested, this, &InspectView::seekRequested);
    styleWarning();
}

void InspectView::setData(const InspectData& shown) {
    frames_->setData(shown);
    spectrogram_->setData(shown);
    ruler_->setFrameTimes(shown.features ? shown.features->frameTimes : std::vector<double>());
    arrange();
}

void InspectView::setHeader(const QString& text, const QString& warning) {
    header_->setText(text);
    warning_->setText(warning);
    warning_->setVisible(!warning.isEmpty());
    arrange();
}

void InspectView::styleWarning() {
    const QColor color = viewColors(palette()).warning;
    warning_->setStyleSheet(
        QStringLiteral("QLabel { color: %1; border: 1px solid %1; border-radius: 4px; }").arg(color.name()));
}

void InspectView::arrange() {
    const int head = header_->fontMetrics().height() + 2 * kUnit;
    const QSize chip = warning_->isHidden() ? QSize() : warning_->sizeHint();
    warning_->setGeometry(width() - chip.width() - kUnit, (head - chip.height()) / 2, chip.width(), chip.height());
    header_->setGeometry(kUnit, 0, std::max(0, width() - chip.width() - 3 * kUnit), head);

    // Frames need no more than the time between them allows; what is left belongs to the spectrogram.
    const int room = std::max(0, height() - head - ruler_->height());
    const int wanted = frames_->fullHeight(width());
    const int least = int(room * kLeastForFrames);
    const int frames = wanted == 0 ? room / 2 : std::clamp(wanted, least, std::max(least, int(room * kMostForFrames)));
    frames_->setGeometry(0, head, width(), frames);
    ruler_->setGeometry(0, head + frames, width(), ruler_->height());
    spectrogram_->setGeometry(0, head + frames + ruler_->height(), width(), room - frames);
}

void InspectView::resizeEvent(QResizeEvent*) {
    arrange();
}

void InspectView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        styleWarning();
    QWidget::changeEvent(event);
}

} // namespace tvlt
