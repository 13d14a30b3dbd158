#include "app/workbench/occlusion_page.h"

#include "app/workbench/map_figure.h"
#include "app/workbench/workbench.h"
#include "core/analysis/analysis.h"
#include "core/analysis/predictions.h"
#include "core/checkpoint/checkpoint.h"
#include "widgets/attention/target_list.h"
#include "widgets/attention/token_map_view.h"
#include "widgets/figure/map_scale.h"
#include "widgets/style/flow_layout.h"
#include "widgets/style/spacing.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QSplitter>
#include <QVBoxLayout>

namespace tvlt {
namespace {

constexpr int kMatching = -1;    // data of the output's entries: the matching score,
constexpr int kLikeliest = -2;   // the class of the greatest logit, or a class's number
constexpr int kMostCovered = 70; // per cent

} // namespace

OcclusionPage::OcclusionPage(Workbench& workbench, QWidget* parent) : Workspace(parent), workbench_(workbench) {
    setObjectName("occlusion");
    setWindowTitle(tr("Occlusion"));
    setToolTip(tr("Which patches an output hangs on: hide them, and see how it changes"));
    targets_ = new TargetList;
    words_ = new QLabel;
    words_->setObjectName("occlusionWords");
    words_->setWordWrap(true);
    rule_ = new QLabel;
    rule_->setObjectName("occlusionRule");
    rule_->setWordWrap(true);
    rule_->setForegroundRole(QPalette::PlaceholderText);
    view_ = new TokenMapView(workbench_.view());
    auto* right = new QWidget;
    auto* rows = new QVBoxLayout(right);
    rows->setContentsMargins(kUnit / 2, kUnit, kUnit, kUnit / 2);
    rows->setSpacing(kUnit / 2);
    rows->addWidget(buildControls());
    rows->addWidget(words_);
    rows->addWidget(view_, 1);
    rows->addWidget(rule_);
    left_ = new QWidget;
    auto* column = new QVBoxLayout(left_);
    column->setContentsMargins(kUnit, kUnit, kUnit / 2, kUnit / 2);
    column->addWidget(targets_);
    auto* split = new QSplitter(Qt::Horizontal);
    split->setChildrenCollapsible(false);
    split->addWidget(left_);
    split->addWidget(right);
    split->setStretchFactor(0, 0);
    split->setStretchFactor(1, 1);
    split->setSizes({44 * kUnit, 84 * kUnit});
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(split);

    connect(&workbench_, &Workbench::dataChanged, this, &OcclusionPage::refresh);
    connect(&workbench_, &Workbench::checkpointChanged, this, &OcclusionPage::refresh);
    connect(&workbench_.view(), &ViewState::tokenChanged, this,
            [this] { view_->setFramed(workbench_.view().token()); });
    connect(targets_, &TargetList::tokenChosen, this,
            [this](const TokenRef& token) { workbench_.view().setToken(token); });
    connect(&run_, &Background::progressed, this,
            [this](double fraction, const QString& stage) { emit jobReported(kJob, fraction, stage); });
    connect(&run_, &Background::idle, this, [this] {
        emit jobFinished(kJob);
        showMap();
    });
    connect(start_, &QPushButton::clicked, this, [this] {
        if (run_.running())
            run_.cancel();
        else
            start();
    });
    connect(cover_, &QSlider::valueChanged, this, [this](int value) { view_->setOpacity(value / 100.0); });
    view_->setOpacity(cover_->value() / 100.0);
}

QWidget* OcclusionPage::buildControls() {
    auto* bar = new QWidget;
    auto* flow = new FlowLayout(kUnit, kUnit / 2, bar);
    flow->setContentsMargins(0, 0, 0, 0);
    output_ = new QComboBox;
    output_->setObjectName("occludedOutput");
    output_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    output_->setToolTip(tr("The output whose change is mapped"));
    output_->setAccessibleName(tr("Output"));
    over_ = new QComboBox;
    over_->setObjectName("occlusionOver");
    over_->addItems({tr("over the picture"), tr("over the sound"), tr("over picture and sound")});
    over_->setCurrentIndex(2);
    over_->setToolTip(tr("What the window slides over"));
    over_->setAccessibleName(tr("What the window slides over"));
    const auto patches = [](const char* name, int value, const QString& prefix, const QString& toolTip) {
        auto* box = new QSpinBox;
        box->setObjectName(name);
        box->setRange(1, 64);
        box->setValue(value);
        box->setPrefix(prefix);
        box->setToolTip(toolTip);
        return box;
    };
    window_ = patches("occlusionWindow", 3, tr("window: "), tr("Side of the window, in patches"));
    stride_ =
        patches("occlusionStride", 1, tr("stride: "),
                tr("From one place of the window to the next, in patches: a larger stride is faster and coarser"));
    allFrames_ = new QCheckBox(tr("all frames at once"));
    allFrames_->setObjectName("occlusionAllFrames");
    allFrames_->setToolTip(tr("Hide the place in every frame, so that no other frame can tell what was there"));
    start_ = new QPushButton(tr("Run"));
    start_->setObjectName("runOcclusion");
    cover_ = new QSlider(Qt::Horizontal);
    cover_->setObjectName("occlusionCover");
    cover_->setRange(0, 100);
    cover_->setValue(kMostCovered);
    cover_->setFixedWidth(10 * kUnit);
    cover_->setToolTip(tr("How strongly the map covers the pictures"));
    cover_->setAccessibleName(tr("Opacity of the map"));
    auto* cover = new QWidget; // name and slider stay together
    auto* pair = new QHBoxLayout(cover);
    pair->setContentsMargins(0, 0, 0, 0);
    pair->addWidget(new QLabel(tr("cover")));
    pair->addWidget(cover_);
    cover->setMinimumHeight(start_->sizeHint().height());
    connect(output_, &QComboBox::activated, this, [this] { chosen_ = true; });
    for (QWidget* widget :
         {static_cast<QWidget*>(output_), static_cast<QWidget*>(over_), static_cast<QWidget*>(window_),
          static_cast<QWidget*>(stride_), static_cast<QWidget*>(allFrames_), static_cast<QWidget*>(start_),
          static_cast<QWidget*>(cover)})
        flow->addWidget(widget);
    return bar;
}

void OcclusionPage::showEvent(QShowEvent* event) {
    Workspace::showEvent(event);
    refresh();
}

void OcclusionPage::refresh() {
    const Request& request = workbench_.analyses().request();
    const auto& features = workbench_.features();
    const auto heads = [&](const std::shared_ptr<const Checkpoint>& checkpoint, bool classifier) {
        const bool has = checkpoint && (classifier ? checkpoint->report.hasClassifier : checkpoint->report.hasMatching);
        return has ? checkpoint : nullptr;
    };
    auto classifier = heads(request.checkpoint, true);
    if (request.classifier && features && reasonAgainstClassifier(request, *features).empty())
        classifier = request.classifier;
    const auto matcher = heads(request.checkpoint, false);
    if (features != features_ || matcher != matcher_ || classifier != classifier_) {
        run_.cancel();
        map_.reset();
        features_ = features;
        matcher_ = matcher;
        classifier_ = classifier;
        fillOutputs();
    }
    if (isVisible())
        showMap();
}

void OcclusionPage::fillOutputs() {
    const QSignalBlocker block(output_);
    const QVariant before = chosen_ ? output_->currentData() : QVariant();
    output_->clear();
    if (classifier_) {
        output_->addItem(tr("the most likely class"), kLikeliest);
        const auto& labels = classifier_->config.id2label;
        for (std::size_t i = 0; i < labels.size(); ++i)
            output_->addItem(QString::fromStdString(labels[i]), int(i));
    }
    if (matcher_)
        output_->addItem(tr("matching: picture and sound belong together"), kMatching);
    output_->setCurrentIndex(std::max(0, output_->findData(before)));
}

std::pair<std::shared_ptr<const Checkpoint>, std::optional<int>> OcclusionPage::output() const {
    const int chosen = output_->currentData().toInt();
    if (chosen == kMatching)
        return {matcher_, std::nullopt};
    return {classifier_, chosen >= 0 ? std::optional(chosen) : std::nullopt};
}

QString OcclusionPage::reasonAgainst() const {
    if (!features_)
        return workbench_.busy() ? tr("reading the clip…") : tr("Open a clip to see which patches an output hangs on.");
    if (output_->count() == 0)
        return tr("This checkpoint has neither a classifier nor a matching head.");
    return {};
}

void OcclusionPage::start() {
    const auto [checkpoint, label] = output();
    if (!reasonAgainst().isEmpty() || !checkpoint)
        return;
    MapQuestion question;
    question.quantity = MapQuantity::Occlusion;
    question.label = label;
    question.occlusion = {static_cast<OcclusionOver>(over_->currentIndex()), window_->value(), stride_->value(),
                          allFrames_->isChecked()};
    emit jobReported(kJob, 0.0, tr("hiding patches"));
    run_.start(
        [checkpoint = checkpoint, features = features_, question](const Job& job) {
            return std::make_shared<const TokenMap>(askOutput(checkpoint, features, question, job));
        },
        [this](const Result<std::shared_ptr<const TokenMap>>& map) {
            if (map)
                map_ = *map;
            else
                emit errorRaised(map.error(), kJob);
        });
    showMap();
}

void OcclusionPage::showMap() {
    const QString reason = reasonAgainst();
    start_->setText(run_.running() ? tr("Stop") : tr("Run"));
    start_->setEnabled(reason.isEmpty());
    view_->setFeatures(features_);
    view_->setMap(map_);
    view_->setFramed(workbench_.view().token());
    targets_->setMap(map_);
    left_->setVisible(map_ != nullptr); // a list of nothing would only take room
    view_->setNote(!reason.isEmpty() ? reason : run_.running() ? tr("hiding patches…") : QString());
    words_->setText(map_ ? tr("Change of \"%1\" (logit %2 on the whole segment) when a patch is hidden, says %3. "
                              "Blue: without it the output is lower, so it speaks for the output.")
                               .arg(QString::fromStdString(map_->output))
                               .arg(map_->logit, 0, 'f', 2)
                               .arg(QString::fromStdString(map_->checkpoint))
                    : reason.isEmpty()
                        ? tr("Run hides one window of patches after the other and maps how the output changes.")
                        : QString());
    words_->setVisible(!words_->text().isEmpty());
    rule_->setText(map_ ? mapScaleRule(MapQuantity::Occlusion) : QString());
}

void OcclusionPage::cancel(const QString& job) {
    if (job.isEmpty() || job == kJob)
        run_.cancel();
}

std::optional<PageFigure> OcclusionPage::figure() const {
    if (!map_)
        return {};
    const Request& request = workbench_.analyses().request();
    return mapFigure(map_, workbench_.masks().settings(),
                     request.checkpoint ? request.checkpoint->report.path : std::string(),
                     request.classifier ? request.classifier->report.path : std::string());
}

QString OcclusionPage::figureAdvice() const {
    return run_.running() ? Workspace::figureAdvice() : tr("Press Run first.");
}

} // namespace tvlt
