#include "widgets/panels/metrics_panel.h"

#include "core/analysis/analysis.h"
#include "core/analysis/hidden_loss.h"
#include "core/prediction/matching.h"
#include "widgets/panels/error_curves.h"
#include "widgets/panels/moment_table.h"
#include "widgets/panels/number_text.h"
#include "widgets/panels/score_bars.h"
#include "widgets/state/view_state.h"
#include "widgets/style/spacing.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QTableWidget>
#include <QVBoxLayout>

#include <cmath>

namespace tvlt {
namespace {

enum Line {
    Loss,
    MseMasked,
    MseVisible,
    PsnrMasked,
    PsnrVisible,
    SsimMasked,
    SsimVisible,
    MaeMasked,
    MaeVisible,
    LineCount
};
enum Scope { Whole, ByFrame, BySecond };

/// Names and numbers in two columns: nobody knows the scale's ends, so there is no bar.
QString valuesTable(const std::vector<NamedValue>& values) {
    QString rows;
    for (const NamedValue& v : values)
        rows += QStringLiteral("<tr><td style='padding-right:16px'>%1</td><td align='right'>%2</td></tr>")
                    .arg(QString::fromStdString(v.name).toHtmlEscaped(), QString::number(v.value, 'g', 5));
    return QStringLiteral("<table>%1</table>").arg(rows);
}

} // namespace

MetricsPanel::MetricsPanel(ViewState& state, QWidget* parent)
    : QWidget(parent), state_(state), scope_(new QComboBox), table_(new QTableWidget(LineCount, 2)),
      moments_(new MomentTable), curves_(new ErrorCurves(state)), missing_(new QLabel), matching_(new QLabel),
      classesTitle_(new QLabel), classes_(new ScoreBars), values_(new QLabel) {
    setObjectName("metricsPanel");
    table_->setObjectName("metricsTable");
    table_->setAccessibleName(tr("Errors of the reconstruction"));
    table_->setHorizontalHeaderLabels({tr("Pixels"), tr("Audio")});
    table_->setVerticalHeaderLabels({tr("Loss"), tr("MSE, masked"), tr("MSE, visible"), tr("PSNR, masked (dB)"),
                                     tr("PSNR, visible (dB)"), tr("SSIM, masked"), tr("SSIM, visible"),
                                     tr("Mean error, masked (dB)"), tr("Mean error, visible (dB)")});
    table_->setToolTip(
        tr("MSE in model units; masked equals the autoencoder's loss. PSNR and SSIM on pictures in [0, 1]. "
           "Padding is never counted."));
    scope_->setObjectName("metricsScope");
    scope_->setAccessibleName(tr("Errors of what"));
    scope_->addItems({tr("Whole segment"), tr("Picture, by frame"), tr("Sound, by second")});
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setFrameShape(QFrame::NoFrame);
    table_->setShowGrid(false);
    table_->setFocusPolicy(Qt::TabFocus);
    table_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    table_->horizontalHeader()->setHighlightSections(false);
    table_->verticalHeader()->setHighlightSections(false);
    table_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + kUnit / 2);
    table_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table_->setFixedHeight(table_->horizontalHeader()->sizeHint().height() +
                           LineCount * table_->verticalHeader()->defaultSectionSize() + 2);
    for (int line = 0; line < LineCount; ++line)
        for (int column = 0; column < 2; ++column) {
            auto* item = new QTableWidgetItem("–");
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            table_->setItem(line, column, item);
        }
    missing_->setText(tr("No reconstruction, so no errors to measure."));
    missing_->setForegroundRole(QPalette::PlaceholderText);
    missing_->setWordWrap(true);
    matching_->setObjectName("matchingScore");
    matching_->setWordWrap(true);
    classesTitle_->setObjectName("classesTitle");
    values_->setObjectName("regressionValues");
    values_->setTextFormat(Qt::RichText);
    values_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    values_->setToolTip(tr("On the scale of the labels that the checkpoint was trained on"));

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kUnit, kUnit, kUnit, kUnit);
    column->setSpacing(kUnit);
    column->addWidget(scope_);
    column->addWidget(table_);
    column->addWidget(moments_);
    column->addWidget(missing_);
    column->addWidget(matching_);
    column->addWidget(classesTitle_);
    column->addWidget(classes_);
    column->addWidget(values_);
    column->addWidget(curves_, 1);
    column->addStretch();
    connect(scope_, &QComboBox::currentIndexChanged, this, &MetricsPanel::setScope);
    connect(moments_, &MomentTable::timeChosen, this, &MetricsPanel::timeChosen);
    connect(&state_, &ViewState::timeChanged, moments_, &MomentTable::showTime);
    setAnalysis(nullptr, false);
}

void MetricsPanel::setScope() {
    const bool measured = analysis_ && (analysis_->pixel || analysis_->audio);
    const int scope = scope_->currentIndex();
    scope_->setVisible(measured);
    table_->setVisible((!analysis_ || measured) && (!measured || scope == Whole));
    moments_->setVisible(measured && scope != Whole);
    missing_->setVisible(analysis_ && !measured);
    if (!measured || scope == Whole)
        return;
    const auto& side = scope == ByFrame ? analysis_->pixel : analysis_->audio;
    const std::vector<MomentMetrics> moments = side ? side->moments : std::vector<MomentMetrics>();
    if (scope == ByFrame)
        moments_->setFrames(moments);
    else
        moments_->setSeconds(moments);
    moments_->showTime(state_.time());
}

void MetricsPanel::setAnalysis(const std::shared_ptr<const Analysis>& analysis, bool updating) {
    setEnabled(!updating);
    if (analysis && analysis == analysis_)
        return;
    analysis_ = analysis;
    setNumbers(analysis.get());
    setPredictions(analysis.get());
    curves_->setAnalysis(analysis.get());
    const bool measured = analysis && (analysis->pixel || analysis->audio);
    curves_->setVisible(measured);
    setScope();
}

void MetricsPanel::setNumbers(const Analysis* analysis) {
    const auto put = [this](Line line, int column, const QString& text) { table_->item(line, column)->setText(text); };
    for (int column = 0; column < 2; ++column) {
        const auto* side = !analysis     ? nullptr
                           : column == 0 ? (analysis->pixel ? &*analysis->pixel : nullptr)
                                         : (analysis->audio ? &*analysis->audio : nullptr);
        const ModalityMetrics metrics = side ? side->metrics : ModalityMetrics{};
        const auto loss = side ? hiddenLoss(*side) : std::nullopt;
        put(Loss, column, numberText(loss && std::isfinite(*loss) ? loss : std::nullopt, 4));
        put(MseMasked, column, numberText(metrics.masked.mse, 4));
        put(MseVisible, column, numberText(metrics.visible.mse, 4));
        put(PsnrMasked, column, numberText(metrics.masked.psnr, 2));
        put(PsnrVisible, column, numberText(metrics.visible.psnr, 2));
        put(SsimMasked, column, numberText(metrics.masked.ssim, 3));
        put(SsimVisible, column, numberText(metrics.visible.ssim, 3));
        put(MaeMasked, column, numberText(metrics.masked.maeDb, 2));
        put(MaeVisible, column, numberText(metrics.visible.maeDb, 2));
    }
}

void MetricsPanel::setPredictions(const Analysis* analysis) {
    const bool matching = analysis && analysis->matchingLogit;
    matching_->setVisible(matching);
    if (matching) {
        const double logit = *analysis->matchingLogit;
        QString text = tr("Matching: sound and picture belong together with probability %1 (logit %2)")
                           .arg(logistic(logit), 0, 'f', 3)
                           .arg(logit, 0, 'f', 2);
        if (!analysis->matchingNote.empty())
            text += QStringLiteral("\n⚠ ") + QString::fromStdString(analysis->matchingNote);
        matching_->setText(text);
    }
    const bool regression = analysis && !analysis->regression.empty();
    values_->setText(regression ? valuesTable(analysis->regression) : QString());
    values_->setVisible(regression);
    std::vector<ScoreBars::Score> scores;
    if (analysis)
        for (const ClassScore& score : analysis->classes)
            scores.push_back({QString::fromStdString(score.label), score.probability});
    const bool companion = analysis && analysis->classifier;
    const QString title = regression ? tr("Regression") : tr("Classes");
    classesTitle_->setText(companion ? tr("%1, by %2").arg(title, QString::fromStdString(analysis->classifier->name))
                                     : title);
    classesTitle_->setVisible(regression || !scores.empty());
    classes_->setVisible(!scores.empty());
    classes_->setScores(std::move(scores));
}

} // namespace tvlt
