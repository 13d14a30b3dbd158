#include "widgets/inspect/inspect_view.h"

#include "core/analysis/analysis.h"
#include "widgets/compare/compare_view.h"
#include "widgets/inspect/frame_rows.h"
#include "widgets/inspect/spectrogram_rows.h"
#include "widgets/inspect/time_ruler.h"
#include "widgets/style/spacing.h"
#include "widgets/style/view_colors.h"

#include <QEvent>
#include <QLabel>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace tvlt {
namespace {

constexpr double kLeastForFrames = 0.40;     // share of the height
constexpr double kFairForFrames = 0.58;      // what the spectrogram's comfort leaves them at least
constexpr int kSpectrogram = 4 * 12 * kUnit; // comfortable height of its four rows
constexpr int kAbsent = 5 * kUnit;           // of a modality that the clip lacks: one line

} // namespace

InspectView::InspectView(ViewState& state, QWidget* parent)
    : QWidget(parent), header_(new QLabel(this)), warning_(new QLabel(this)), frames_(new FrameRows(state)),
      ruler_(new TimeRuler(state)), spectrogram_(new SpectrogramRows(state)), split_(new QSplitter(Qt::Vertical, this)),
      compare_(new CompareView(state, this)) {
    setObjectName("inspectView");
    header_->setObjectName("viewHeader");
    header_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    warning_->setObjectName("viewWarning");
    warning_->setContentsMargins(kUnit, 1, kUnit, 1);
    auto* upper = new QWidget;
    auto* column = new QVBoxLayout(upper);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(frames_, 1);
    column->addWidget(ruler_);
    frames_->setMinimumHeight(kAbsent);
    spectrogram_->setMinimumHeight(kAbsent);
    split_->setObjectName("inspectSplit");
    split_->addWidget(upper);
    split_->addWidget(spectrogram_);
    split_->setChildrenCollapsible(false);
    split_->setHandleWidth(kUnit * 3 / 4);
    split_->handle(1)->setToolTip(tr("Drag: more room for frames or spectrogram. Double click: as the clip suggests"));
    split_->handle(1)->installEventFilter(this);
    connect(split_, &QSplitter::splitterMoved, this,
            [this](int position) { share_ = double(position) / std::max(1, split_->height()); });
    for (TimeView* view :
         {static_cast<TimeView*>(frames_), static_cast<TimeView*>(ruler_), static_cast<TimeView*>(spectrogram_)})
        connect(view, &TimeView::seekRequested, this, &InspectView::seekRequested);
    for (RowsView* rows : {static_cast<RowsView*>(frames_), static_cast<RowsView*>(spectrogram_)}) {
        connect(rows, &RowsView::strokeBegan, this, &InspectView::strokeBegan);
        connect(rows, &RowsView::strokePainted, this, &InspectView::strokePainted);
        connect(rows, &RowsView::strokeEnded, this, &InspectView::strokeEnded);
        connect(rows, &RowsView::menuRequested, this, &InspectView::menuRequested);
    }
    compare_->hide();
    setFocusProxy(frames_);
    styleWarning();
}

void InspectView::setData(const InspectData& shown) {
    frames_->setData(shown);
    spectrogram_->setData(shown);
    compare_->setData(shown);
    ruler_->setFrameTimes(shown.features ? shown.features->frameTimes : std::vector<double>());
    arrange();
}

void InspectView::setHeader(const InspectHeader& header) {
    text_ = header.text;
    header_->setToolTip(header.rule);
    ruler_->setToolTip(header.rule);
    warning_->setText(header.warning);
    warning_->setToolTip(header.warningHelp);
    warning_->setVisible(!header.warning.isEmpty());
    arrange();
}

void InspectView::setLarge(bool large) {
    large_ = large;
    split_->setVisible(!large);
    compare_->setVisible(large);
    setFocusProxy(large ? static_cast<QWidget*>(compare_) : frames_);
    arrange();
}

void InspectView::setFramesShare(std::optional<double> share) {
    share_ = share;
    arrange();
}

void InspectView::styleWarning() {
    const QColor color = viewColors(palette()).warning;
    warning_->setStyleSheet(
        QStringLiteral("QLabel { color: %1; border: 1px solid %1; border-radius: 4px; }").arg(color.name()));
}

int InspectView::framesHeight(int room) const {
    if (frames_->absent())
        return kAbsent;
    if (spectrogram_->absent())
        return room - kAbsent;
    if (share_)
        return int(*share_ * split_->height()) - ruler_->height();
    // Frames need no more than the time between them allows, and leave the spectrogram rows that one can read.
    const int wanted = frames_->fullHeight(width());
    const int most = std::max(int(room * kFairForFrames), room - kSpectrogram);
    return wanted == 0 ? room / 2 : std::clamp(wanted, int(room * kLeastForFrames), most);
}

void InspectView::arrange() {
    const int head = header_->fontMetrics().height() + 2 * kUnit;
    const QSize chip = warning_->isHidden() ? QSize() : warning_->sizeHint();
    warning_->setGeometry(width() - chip.width() - kUnit, (head - chip.height()) / 2, chip.width(), chip.height());
    header_->setGeometry(kUnit, 0, std::max(0, width() - chip.width() - 3 * kUnit), head);
    header_->setText(header_->fontMetrics().elidedText(text_, Qt::ElideMiddle, header_->width()));

    compare_->setGeometry(0, head, width(), std::max(0, height() - head));
    split_->setGeometry(0, head, width(), std::max(0, height() - head));
    const int room = std::max(0, split_->height() - split_->handleWidth() - ruler_->height());
    const int frames = std::clamp(framesHeight(room), 0, room);
    split_->setSizes({frames + ruler_->height(), room - frames});
    split_->handle(1)->setEnabled(!frames_->absent() && !spectrogram_->absent());
}

bool InspectView::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::MouseButtonDblClick) {
        setFramesShare({});
        return true;
    }
    return QWidget::eventFilter(watched, event);
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
