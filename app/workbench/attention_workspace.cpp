#include "app/workbench/attention_workspace.h"

#include "app/workbench/map_figure.h"
#include "app/workbench/workbench.h"
#include "core/analysis/analysis.h"
#include "core/analysis/predictions.h"
#include "core/attention/targets.h"
#include "core/checkpoint/checkpoint.h"
#include "widgets/attention/head_grid.h"
#include "widgets/attention/map_controls.h"
#include "widgets/attention/target_list.h"
#include "widgets/attention/token_map_view.h"
#include "widgets/figure/map_scale.h"
#include "widgets/inspect/inspect_data.h"
#include "widgets/state/hover.h"
#include "widgets/style/spacing.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace tvlt {

AttentionWorkspace::AttentionWorkspace(Workbench& workbench, QWidget* parent)
    : Workspace(parent), workbench_(workbench) {
    setObjectName("attention");
    setWindowTitle(tr("Attention"));
    setToolTip(tr("Which patches attend to which, layer by layer and head by head"));
    build();
    connect(&workbench_, &Workbench::dataChanged, this, &AttentionWorkspace::takeData);
    connect(&workbench_, &Workbench::checkpointChanged, this, &AttentionWorkspace::takeData);
    ViewState& view = workbench_.view();
    connect(&view, &ViewState::tokenChanged, this, &AttentionWorkspace::ask);
    connect(&view, &ViewState::timeChanged, this, [this] {
        if (!workbench_.view().token() && isVisible())
            ask();
    });
    connect(&controller_, &AttentionController::passChanged, this, &AttentionWorkspace::takePass);
    connect(&controller_, &AttentionController::mapChanged, this, &AttentionWorkspace::takeMap);
    connect(&controller_, &AttentionController::progressed, this,
            [this](double fraction, const QString& stage) { emit jobReported(kJob, fraction, stage); });
    connect(&controller_, &AttentionController::idle, this, [this] {
        emit jobFinished(kJob);
        map_->setNote(note());
    });
    connect(grid_, &HeadGrid::chosen, controls_, [this](int layer, int head) { controls_->choose(layer, head); });
    connect(quantity_, &QComboBox::currentIndexChanged, grid_,
            [this](int index) { grid_->setQuantity(static_cast<HeadQuantity>(index)); });
    connect(controls_, &MapControls::changed, this, &AttentionWorkspace::takeData);
    connect(controls_, &MapControls::opacityChanged, map_, &TokenMapView::setOpacity);
    connect(targets_, &TargetList::tokenChosen, this,
            [this](const TokenRef& token) { workbench_.view().setToken(token); });
    connect(targets_, &TargetList::timeChosen, this, [this](double seconds) { workbench_.seek(seconds); });
}

void AttentionWorkspace::build() {
    quantity_ = new QComboBox;
    quantity_->setObjectName("headQuantity");
    quantity_->addItems({tr("video looks at video"), tr("video looks at sound"), tr("sound looks at video"),
                         tr("sound looks at sound"), tr("patches look at cls"), tr("entropy of rows")});
    quantity_->setCurrentIndex(static_cast<int>(HeadQuantity::VideoToAudio));
    quantity_->setToolTip(tr("Mean share of a token's attention that goes there, padding left out; or how widely rows "
                             "are spread: -Σ p log₂ p"));
    quantity_->setAccessibleName(tr("What the colours of heads say"));
    grid_ = new HeadGrid;
    targets_ = new TargetList;
    controls_ = new MapControls;
    question_ = new QLabel;
    question_->setObjectName("attentionQuestion");
    question_->setWordWrap(true);
    rule_ = new QLabel;
    rule_->setObjectName("mapRule");
    rule_->setWordWrap(true);
    rule_->setForegroundRole(QPalette::PlaceholderText);
    map_ = new TokenMapView(workbench_.view());
    map_->setOpacity(controls_->opacity());
    auto* cls = new QPushButton(tr("Ask cls"));
    cls->setObjectName("askCls");
    cls->setToolTip(
        tr("Forget the chosen patch: the question is then about cls, or in a decoder, which has none, about "
           "the middle of the frame at the cursor"));
    connect(cls, &QPushButton::clicked, this, [this] { workbench_.view().setToken(std::nullopt); });

    auto* left = new QWidget;
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(kUnit, kUnit, kUnit / 2, kUnit / 2);
    column->setSpacing(kUnit / 2);
    column->addWidget(quantity_);
    column->addWidget(grid_, 2);
    column->addWidget(targets_, 3);
    auto* right = new QWidget;
    auto* rows = new QVBoxLayout(right);
    rows->setContentsMargins(kUnit / 2, kUnit, kUnit, kUnit / 2);
    rows->setSpacing(kUnit / 2);
    rows->addWidget(controls_);
    auto* line = new QHBoxLayout;
    line->addWidget(question_, 1);
    line->addWidget(cls);
    rows->addLayout(line);
    rows->addWidget(map_, 1);
    rows->addWidget(rule_);
    auto* split = new QSplitter(Qt::Horizontal);
    split->setChildrenCollapsible(false);
    split->addWidget(left);
    split->addWidget(right);
    split->setStretchFactor(0, 0);
    split->setStretchFactor(1, 1);
    split->setSizes({42 * kUnit, 86 * kUnit});
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(split);
}

bool AttentionWorkspace::busy() const {
    return controller_.busy();
}

void AttentionWorkspace::cancel(const QString& job) {
    if (job.isEmpty() || job == kJob)
        controller_.cancel();
}

std::optional<PageFigure> AttentionWorkspace::figure() const {
    const auto map = controller_.map();
    if (!map)
        return {};
    const Request& request = workbench_.analyses().request();
    const MapQuantity quantity = map->question.quantity;
    const bool heads = quantity == MapQuantity::Attention || quantity == MapQuantity::Rollout;
    const auto pass = currentPass();
    return mapFigure(map, workbench_.masks().settings(),
                     request.checkpoint ? request.checkpoint->report.path : std::string(),
                     request.classifier ? request.classifier->report.path : std::string(),
                     heads && pass ? std::optional(pass->overview()) : std::nullopt);
}

void AttentionWorkspace::showEvent(QShowEvent* event) {
    Workspace::showEvent(event);
    controller_.setActive(true);
    takeData();
}

void AttentionWorkspace::hideEvent(QHideEvent* event) {
    Workspace::hideEvent(event);
    controller_.setActive(false);
}

void AttentionWorkspace::takeData() {
    if (!isVisible())
        return;
    const Request& request = workbench_.analyses().request();
    AttentionSubject subject;
    subject.checkpoint = request.checkpoint;
    subject.features = workbench_.features();
    subject.mask = workbench_.masks().mask().value_or(Mask{});
    subject.stack = controls_->stack();
    auto explained = request.checkpoint;
    if (request.classifier && subject.features && reasonAgainstClassifier(request, *subject.features).empty())
        explained = request.classifier;
    QStringList labels;
    if (explained && explained->report.hasClassifier)
        for (const std::string& label : explained->config.id2label)
            labels << QString::fromStdString(label);
    controls_->setLabels(labels);
    // Of a clip without sound, shares that go to sound or come from it say nothing.
    if (subject.features && !subject.features->audio &&
        quantity_->currentIndex() < static_cast<int>(HeadQuantity::PatchesToCls))
        quantity_->setCurrentIndex(static_cast<int>(HeadQuantity::VideoToVideo));
    map_->setFeatures(subject.features);
    told_ = false;
    controller_.setSubject(subject, explained);
    takePass();
}

std::shared_ptr<const AttentionPass> AttentionWorkspace::currentPass() const {
    auto pass = controller_.pass();
    return pass && pass->subject().features == workbench_.features() ? pass : nullptr;
}

void AttentionWorkspace::takePass() {
    const auto pass = currentPass();
    grid_->setOverview(pass ? pass->overview() : AttentionOverview{});
    if (pass)
        controls_->setSize(pass->layers(), pass->heads());
    ask();
}

std::pair<AskedToken, QString> AttentionWorkspace::asked(const AttentionPass& pass) const {
    const SequenceTokens& tokens = pass.tokens();
    const auto& chosen = workbench_.view().token();
    QString why = tr("No patch is chosen: click one.");
    if (chosen) {
        if (tokens.contains(chosen))
            return {chosen, {}};
        why = controls_->stack() == AttentionStack::MaskedEncoder
                  ? tr("The mask hides the chosen patch, or it is padding.")
                  : tr("The chosen patch is of the other modality, or it is padding.");
    }
    if (tokens.contains(std::nullopt))
        return {std::nullopt, why};
    const ClipFeatures& features = *pass.subject().features;
    const double time = workbench_.view().time();
    AskedToken middle = patchAtTime(features, time);
    if (controls_->stack() == AttentionStack::AudioDecoder || !tokens.contains(middle))
        middle = audioPatchAt(features, time, features.melHz.empty() ? 0.0 : features.melHz[features.melHz.size() / 2]);
    if (!tokens.contains(middle) && tokens.size() > 0)
        middle = tokens.all()[tokens.size() / 2].patch;
    return {middle, why};
}

void AttentionWorkspace::ask() {
    const auto pass = currentPass();
    MapQuestion question = controls_->question();
    grid_->setCurrent(question.layer, question.heads.head);
    if (!pass) {
        controller_.setQuestion(std::nullopt);
        return takeMap();
    }
    const auto [token, why] = asked(*pass);
    question.token = token;
    why_ = asksToken(question.quantity) ? why : QString();
    map_->setFramed(asksToken(question.quantity) ? token : workbench_.view().token());
    controller_.setQuestion(question);
    takeMap();
}

QString AttentionWorkspace::questionText(const MapQuestion& question) const {
    QString token = tr("cls");
    if (question.token) {
        InspectData about;
        about.features = workbench_.features();
        token = patchHover(about, *question.token).place;
    }
    QString text;
    switch (question.quantity) {
    case MapQuantity::Attention:
    case MapQuantity::Rollout:
        text = question.direction == AttentionDirection::From ? tr("Where %1 looks.").arg(token)
                                                              : tr("What looks at %1.").arg(token);
        break;
    case MapQuantity::Relevance:
        if (const auto map = controller_.map())
            text = tr("How much each patch speaks for \"%1\" (logit %2), says %3.")
                       .arg(QString::fromStdString(map->output))
                       .arg(map->logit, 0, 'f', 2)
                       .arg(QString::fromStdString(map->checkpoint));
        else
            text = tr("How much each patch speaks for an output.");
        break;
    case MapQuantity::Occlusion:
        break; // the page "Predict" asks for it
    case MapQuantity::Similarity:
        text = tr("How much the states of other patches are like that of %1.").arg(token);
        break;
    case MapQuantity::Norms:
        text = tr("How long the states are.");
        break;
    case MapQuantity::Components:
        text = tr("What the states have in common: like colours are like states.");
        if (const auto map = controller_.map(); map && map->components)
            text += tr(" The three components hold %1 % of the variance.")
                        .arg(100.0 * (map->components->explained[0] + map->components->explained[1] +
                                      map->components->explained[2]),
                             0, 'f', 0);
        break;
    }
    return text;
}

QString AttentionWorkspace::note() const {
    if (!workbench_.features())
        return workbench_.busy() ? tr("reading the clip…") : tr("Open a clip to see what its patches attend to.");
    if (!workbench_.analyses().request().checkpoint)
        return tr("No model is loaded: choose Model ▸ Open checkpoint…");
    if (controller_.failure())
        return QString::fromStdString(controller_.failure()->what);
    if (controller_.busy())
        return tr("computing…");
    if (!controller_.map())
        return tr("Stopped. Choose anything above to ask again.");
    return {};
}

void AttentionWorkspace::takeMap() {
    const auto map = controller_.map();
    // The old map stays until the new one is there: a drag through layers must not flicker.
    if (map || !currentPass() || controller_.failure()) {
        map_->setMap(map);
        targets_->setMap(map);
    }
    const MapQuestion question = map ? map->question : controls_->question();
    QStringList words{questionText(question)};
    if (!why_.isEmpty())
        words << why_;
    question_->setText(controller_.pass() ? words.join(QLatin1Char(' ')) : QString());
    rule_->setText(map ? mapScaleRule(question.quantity) : QString());
    map_->setNote(note());
    if (controller_.failure() && !std::exchange(told_, true))
        emit errorRaised(*controller_.failure(), kJob);
}

} // namespace tvlt
