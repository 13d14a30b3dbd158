#include "app/workbench/compare_workspace.h"

#include "app/workbench/workbench.h"
#include "core/checkpoint/checkpoint.h"
#include "core/export/comparison_export.h"
#include "core/export/question_arguments.h"
#include "core/export/sweep_export.h"
#include "core/session/session.h"
#include "core/sweep/sweep_summary.h"
#include "widgets/columns/column_canvas.h"
#include "widgets/columns/columns_view.h"
#include "widgets/figure/comparison_figure.h"
#include "widgets/figure/figure_content.h"
#include "widgets/figure/sweep_figure.h"
#include "widgets/style/spacing.h"
#include "widgets/sweep/sweep_curves.h"
#include "widgets/sweep/sweep_map_view.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace tvlt {
namespace {

constexpr int kSeenWidth = 30 * kUnit;
const QStringList kPages{"ratios", "checkpoints", "clips", "sweep"}; // in the order of Page

QHBoxLayout* barLayout(QWidget* bar) {
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(kUnit, kUnit / 2, kUnit, 0);
    layout->setSpacing(kUnit);
    return layout;
}

} // namespace

CompareWorkspace::CompareWorkspace(Workbench& workbench, QWidget* parent)
    : Workspace(parent), workbench_(workbench), columns_(workbench), sweeps_(workbench), pages_(new QTabBar),
      stack_(new QStackedWidget) {
    setObjectName("compare");
    setWindowTitle(tr("Compare"));
    setToolTip(tr("Mask ratios, checkpoints or clips side by side, and the loss against the ratio"));
    pages_->setObjectName("comparePages");
    pages_->setDrawBase(false);
    pages_->setExpanding(false);
    pages_->addTab(tr("Ratios"));
    pages_->addTab(tr("Two checkpoints"));
    pages_->addTab(tr("Two clips"));
    pages_->addTab(tr("Sweep"));
    stack_->addWidget(buildColumnsPage());
    stack_->addWidget(buildSweepPage());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, kUnit / 2, 0, 0);
    column->setSpacing(0);
    column->addWidget(pages_);
    column->addWidget(stack_, 1);
    connect(pages_, &QTabBar::currentChanged, this, &CompareWorkspace::choosePage);
    wire();
    choosePage(ByRatios);
    showSweep();
}

QWidget* CompareWorkspace::buildColumnsPage() {
    auto* page = new QWidget;
    auto* bar = new QWidget;
    auto* line = barLayout(bar);
    ratioOf_ = new QComboBox;
    ratioOf_->setObjectName("ratioOf");
    ratioOf_->addItems({tr("Ratio of picture and sound"), tr("Ratio of the picture"), tr("Ratio of the sound")});
    ratioOf_->setToolTip(tr("Whose ratio the columns differ in; the other one is the tool bar's"));
    add_ = new QPushButton(tr("Add a column"));
    add_->setObjectName("addColumn");
    other_ = new QPushButton;
    other_->setObjectName("chooseOther");
    line->addWidget(ratioOf_);
    line->addWidget(add_);
    line->addWidget(other_);
    line->addStretch(1);
    view_ = new ColumnsView(workbench_.view());
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(bar);
    column->addWidget(view_, 1);
    return page;
}

QWidget* CompareWorkspace::buildSweepPage() {
    auto* page = new QWidget;
    auto* bar = new QWidget;
    auto* line = barLayout(bar);
    kind_ = new QComboBox;
    kind_->setObjectName("sweepKind");
    kind_->addItems({tr("One ratio at a time"), tr("Pixel × audio ratio")});
    kind_->setToolTip(tr("Curves of one ratio while the other stays, or a heat map over both"));
    ratios_ = new QSpinBox;
    ratios_->setObjectName("sweepRatios");
    ratios_->setRange(2, 101);
    ratios_->setValue(11);
    ratios_->setPrefix(tr("ratios: "));
    ratios_->setToolTip(tr("Evenly from 0 to 1"));
    seeds_ = new QSpinBox;
    seeds_->setObjectName("sweepSeeds");
    seeds_->setRange(1, 100);
    seeds_->setValue(3);
    seeds_->setPrefix(tr("seeds: "));
    seeds_->setToolTip(tr("Masks for each ratio, from the tool bar's seed on"));
    run_ = new QPushButton(tr("Run"));
    run_->setObjectName("runSweep");
    state_ = new QLabel;
    state_->setObjectName("sweepState");
    state_->setWordWrap(true);
    state_->setContentsMargins(kUnit, 0, kUnit, 0);
    measure_ = new QComboBox;
    measure_->setObjectName("sweepMeasure");
    measure_->addItems({tr("Pixel loss"), tr("Audio loss"), tr("Matching")});
    for (QWidget* widget : {static_cast<QWidget*>(kind_), static_cast<QWidget*>(ratios_), static_cast<QWidget*>(seeds_),
                            static_cast<QWidget*>(run_), static_cast<QWidget*>(measure_)})
        line->addWidget(widget);
    line->addStretch(1);

    plots_ = new QStackedWidget;
    emptySweep_ = new QLabel;
    emptySweep_->setObjectName("sweepEmpty");
    emptySweep_->setAlignment(Qt::AlignCenter);
    emptySweep_->setWordWrap(true);
    curves_ = new SweepCurves;
    map_ = new SweepMapView;
    plots_->addWidget(emptySweep_);
    plots_->addWidget(curves_);
    plots_->addWidget(map_);

    auto* side = new QWidget;
    side->setFixedWidth(kSeenWidth);
    seenTitle_ = new QLabel;
    seenTitle_->setWordWrap(true);
    seenZoom_ = new PictureZoom(this);
    seen_ = new ColumnCanvas(workbench_.view(), *seenZoom_);
    seen_->setRows({ColumnRow::Original, ColumnRow::Masked, ColumnRow::Reconstruction});
    seen_->setLegend({ColumnRow::Original, ColumnRow::Masked, ColumnRow::Reconstruction});
    auto* sideColumn = new QVBoxLayout(side);
    sideColumn->setContentsMargins(kUnit, kUnit, kUnit, kUnit / 2);
    sideColumn->addWidget(seenTitle_);
    sideColumn->addWidget(seen_, 1);

    auto* middle = new QHBoxLayout;
    middle->setContentsMargins(0, 0, 0, 0);
    middle->addWidget(plots_, 1);
    middle->addWidget(side);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kUnit / 2);
    column->addWidget(bar);
    column->addWidget(state_);
    column->addLayout(middle, 1);
    return page;
}

void CompareWorkspace::wire() {
    connect(ratioOf_, &QComboBox::currentIndexChanged, this,
            [this](int index) { columns_.setRatioOf(static_cast<RatioOf>(index)); });
    connect(add_, &QPushButton::clicked, &columns_, &ColumnsController::addColumn);
    connect(other_, &QPushButton::clicked, this, &CompareWorkspace::chooseOther);
    connect(view_, &ColumnsView::ratioChanged, &columns_, &ColumnsController::setRatio);
    connect(view_, &ColumnsView::removeRequested, &columns_, &ColumnsController::removeColumn);
    connect(view_, &ColumnsView::seekRequested, &workbench_, &Workbench::seek);
    connect(seen_, &ColumnCanvas::seekRequested, &workbench_, &Workbench::seek);
    connect(&columns_, &ColumnsController::changed, this, &CompareWorkspace::showColumns);
    connect(&columns_, &ColumnsController::failed, this,
            [this](const Error& error) { emit errorRaised(error, kColumnsJob); });
    connect(&columns_, &ColumnsController::progressed, this,
            [this](double fraction, const QString& stage) { emit jobReported(kColumnsJob, fraction, stage); });
    connect(&columns_, &ColumnsController::idle, this, [this] { emit jobFinished(kColumnsJob); });

    connect(run_, &QPushButton::clicked, this, [this] {
        if (sweeps_.running())
            sweeps_.cancel();
        else
            startSweep();
    });
    connect(kind_, &QComboBox::currentIndexChanged, this, [this](int kind) {
        ratios_->setValue(kind == 0 ? 11 : 6); // a grid costs their square
        seeds_->setValue(kind == 0 ? 3 : 1);
        showSweep();
    });
    connect(measure_, &QComboBox::currentIndexChanged, this,
            [this](int measure) { map_->setMeasure(static_cast<SweepMeasure>(measure)); });
    connect(curves_, &SweepCurves::pointChosen, this, &CompareWorkspace::see);
    connect(map_, &SweepMapView::pointChosen, this, &CompareWorkspace::see);
    connect(&sweeps_, &SweepController::changed, this, &CompareWorkspace::showSweep);
    connect(&sweeps_, &SweepController::failed, this,
            [this](const Error& error) { emit errorRaised(error, kSweepJob); });
    connect(&sweeps_, &SweepController::progressed, this,
            [this](double fraction, const QString& stage) { emit jobReported(kSweepJob, fraction, stage); });
    connect(&sweeps_, &SweepController::idle, this, [this] { emit jobFinished(kSweepJob); });
    connect(&workbench_, &Workbench::dataChanged, this, &CompareWorkspace::showSweep);
    connect(&workbench_.masks(), &MaskController::changed, this, [this](const MaskSettings& mask) {
        curves_->setCurrent(mask);
        map_->setCurrent(mask);
    });
}

bool CompareWorkspace::sweeping() const {
    return pages_->currentIndex() == Sweeping;
}

void CompareWorkspace::choosePage(int page) {
    stack_->setCurrentIndex(page == Sweeping ? 1 : 0);
    if (page != Sweeping) {
        ratioOf_->setVisible(page == ByRatios);
        add_->setVisible(page == ByRatios);
        other_->setVisible(page != ByRatios);
        other_->setText(page == ByCheckpoints ? tr("Other checkpoint…") : tr("Other clip…"));
        columns_.setBy(page == ByRatios        ? ColumnsBy::Ratios
                       : page == ByCheckpoints ? ColumnsBy::Checkpoints
                                               : ColumnsBy::Clips);
    }
    columns_.setActive(isVisible() && page != Sweeping);
    showSweep();
}

void CompareWorkspace::chooseOther() {
    if (pages_->currentIndex() == ByCheckpoints) {
        const QString path = QFileDialog::getExistingDirectory(this, tr("Open the other checkpoint's folder"));
        if (!path.isEmpty())
            columns_.openOtherCheckpoint(path);
    } else {
        const QString path = QFileDialog::getOpenFileName(this, tr("Open the other clip"));
        if (!path.isEmpty())
            columns_.openOtherClip(path);
    }
}

void CompareWorkspace::showColumns() {
    if (!isVisible() || sweeping())
        return;
    view_->setColumns(columns_.original(), columns_.columns());
}

void CompareWorkspace::startSweep() {
    sweeps_.start({ratios_->value(), seeds_->value(), kind_->currentIndex() == 1});
}

void CompareWorkspace::showSweep() {
    if (!isVisible() || !sweeping())
        return;
    const auto& sweep = sweeps_.sweep();
    const bool running = sweeps_.running();
    run_->setText(running ? tr("Stop") : tr("Run"));
    run_->setEnabled(running || sweeps_.ready());
    const bool map = sweep && isGrid(sweep->samples, sweep->base);
    measure_->setVisible(map);
    curves_->setSweep(map ? nullptr : sweep);
    map_->setSweep(map ? sweep : nullptr);
    const std::size_t done = sweep ? sweep->samples.size() : 0;
    const bool something = done > 1;
    plots_->setCurrentWidget(!something ? static_cast<QWidget*>(emptySweep_)
                             : map      ? static_cast<QWidget*>(map_)
                                        : curves_);
    emptySweep_->setText(running           ? tr("The first passes run…")
                         : sweeps_.ready() ? tr("Run measures the loss of hidden patches at each mask ratio,\n"
                                                "and what the matching head says of the patches that are left.\n\n"
                                                "A click on a point then shows its mask and its picture.")
                                           : tr("Open a clip and a pre-training checkpoint first."));
    state_->setText(!something ? QString()
                    : running  ? tr("%1 of up to %2 passes").arg(done).arg(sweep->planned)
                               : (sweepConditions(*sweep) + ' ' + sweepStopped(*sweep)).trimmed());
    state_->setVisible(!state_->text().isEmpty());

    ColumnData seen;
    seen.shown = workbench_.data();
    const MaskSettings& mask = workbench_.masks().settings();
    seen.title = tr("Mask now set");
    seenTitle_->setText(
        tr("Mask now set: pixel %1, audio %2, seed %3").arg(mask.pixelRatio).arg(mask.audioRatio).arg(mask.seed));
    const auto& features = seen.shown.features;
    seen_->setData(seen, columnScales({seen}, workbench_.view().display()), !features || !features->frames.empty(),
                   !features || features->audio.has_value());
}

void CompareWorkspace::see(const SweepPoint& point) {
    workbench_.masks().set(maskAt(workbench_.masks().settings(), point));
}

void CompareWorkspace::restore(const SessionColumns& columns) {
    columns_.restore(columns);
    ratioOf_->setCurrentIndex(int(columns_.ratioOf()));
    pages_->setCurrentIndex(columns_.by() == ColumnsBy::Ratios        ? ByRatios
                            : columns_.by() == ColumnsBy::Checkpoints ? ByCheckpoints
                                                                      : ByClips);
}

bool CompareWorkspace::busy() const {
    return columns_.busy() || sweeps_.running();
}

void CompareWorkspace::cancel(const QString& job) {
    if (job.isEmpty() || job == kColumnsJob)
        columns_.cancel();
    if (job.isEmpty() || job == kSweepJob)
        sweeps_.cancel();
}

std::optional<PageFigure> CompareWorkspace::figure() const {
    return sweeping() ? sweepFigure() : columnsFigure();
}

std::optional<PageFigure> CompareWorkspace::sweepFigure() const {
    const auto sweep = sweeps_.sweep();
    if (!sweep || sweep->samples.size() < 2)
        return {};
    const auto features = sweeps_.features();
    const auto checkpoint = sweeps_.checkpoint();
    PageFigure figure;
    figure.lay = [sweep](const FigureLook& look) { return sweepPage(*sweep, look); };
    figure.arrays = [sweep] { return sweepArrays(*sweep); };
    figure.table = [sweep] { return sweepCsv(*sweep); };
    figure.arguments = [sweep, features, checkpoint](RecipePaths paths) {
        return sweepArguments({*features, checkpoint->report.path, {}}, *sweep, paths);
    };
    figure.clip = features->clip;
    figure.checkpoint = {checkpoint->name, checkpoint->report};
    figure.pinned = !sweep->base.pixelPins.empty() || !sweep->base.audioPins.empty();
    return figure;
}

std::optional<PageFigure> CompareWorkspace::columnsFigure() const {
    const std::string ratioOf = columns_.ratioOf() == RatioOf::Both    ? "both"
                                : columns_.ratioOf() == RatioOf::Pixel ? "pixel"
                                                                       : "audio";
    std::vector<ComparedAnalysis> compared;
    std::vector<double> ratios;
    for (const ColumnData& column : columns_.columns()) {
        if (!column.shown.analysis || !column.shown.stale.isEmpty())
            return {};
        const QString name =
            column.ratio ? ratioColumnName(QString::fromStdString(ratioOf), *column.ratio) : column.title;
        compared.push_back({name, column.shown.analysis});
        if (column.ratio)
            ratios.push_back(*column.ratio);
    }
    if (compared.empty())
        return {};
    const SessionColumns session = columns_.session();
    const auto first = compared.front().analysis;
    const MaskSettings mask = workbench_.masks().settings();
    PageFigure figure;
    figure.lay = [compared](const FigureLook& look) { return figurePage(comparisonContent(compared), look); };
    figure.arrays = [compared] { return comparisonArrays(namedAnalyses(compared)); };
    figure.table = [compared] { return comparisonCsv(namedAnalyses(compared)); };
    figure.arguments = [=, by = columns_.by()](RecipePaths paths) {
        const AskedModel model{*first->features, first->report.path, {}};
        if (by == ColumnsBy::Ratios)
            return compareArguments(model, mask, ratios, ratioOf, paths);
        const bool checkpoints = by == ColumnsBy::Checkpoints;
        return checkpoints ? compareArguments(model, mask, session.otherCheckpoint, {}, paths)
                           : compareArguments(model, mask, {}, session.otherClip, paths);
    };
    figure.clip = first->features->clip;
    figure.checkpoint = {first->checkpointName, first->report};
    figure.pinned = workbench_.masks().pinned();
    return figure;
}

QString CompareWorkspace::part() const {
    return kPages.at(pages_->currentIndex());
}

bool CompareWorkspace::showPart(const QString& name) {
    const auto page = kPages.indexOf(name);
    if (page >= 0)
        pages_->setCurrentIndex(int(page));
    return page >= 0;
}

QString CompareWorkspace::figureAdvice() const {
    return sweeping() && !sweeps_.running() ? tr("Press Run first.") : Workspace::figureAdvice();
}

QString CompareWorkspace::figureName() const {
    return sweeping() ? tr("sweep") : tr("comparison");
}

void CompareWorkspace::showEvent(QShowEvent* event) {
    Workspace::showEvent(event);
    columns_.setActive(!sweeping());
    curves_->setCurrent(workbench_.masks().settings());
    map_->setCurrent(workbench_.masks().settings());
    showColumns();
    showSweep();
}

void CompareWorkspace::hideEvent(QHideEvent* event) {
    columns_.setActive(false);
    Workspace::hideEvent(event);
}

} // namespace tvlt
