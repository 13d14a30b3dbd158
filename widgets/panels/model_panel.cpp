#include "widgets/panels/model_panel.h"

#include "core/checkpoint/load_report.h"
#include "widgets/style/spacing.h"

#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace tvlt {
namespace {

constexpr int kMostKeys = 40; // of one list; the rest is counted

QString escaped(const std::string& text) {
    return QString::fromStdString(text).toHtmlEscaped();
}

QString row(const QString& name, const QString& value) {
    return value.isEmpty()
               ? QString()
               : QStringLiteral("<tr><td style='padding-right:12px'>%1</td><td>%2</td></tr>").arg(name, value);
}

QString shapeText(const std::vector<std::int64_t>& shape) {
    QStringList sizes;
    for (const auto size : shape)
        sizes << QString::number(size);
    return QStringLiteral("(%1)").arg(sizes.join(QStringLiteral(", ")));
}

QString list(const QString& title, const QStringList& lines) {
    if (lines.isEmpty())
        return {};
    QString html = QStringLiteral("<p><b>%1</b> (%2)<br>").arg(title).arg(lines.size());
    html += lines.mid(0, kMostKeys).join(QStringLiteral("<br>"));
    if (lines.size() > kMostKeys)
        html += ModelPanel::tr("<br>… and %1 more").arg(lines.size() - kMostKeys);
    return html + QStringLiteral("</p>");
}

QStringList keys(const std::vector<std::string>& names) {
    QStringList lines;
    for (const auto& name : names)
        lines << escaped(name);
    return lines;
}

QString headsText(const LoadReport& report) {
    QStringList heads;
    heads << (report.hasMae ? ModelPanel::tr("MAE decoder") : ModelPanel::tr("no MAE decoder"));
    heads << (report.hasMatching ? ModelPanel::tr("matching") : ModelPanel::tr("no matching"));
    heads << (!report.hasClassifier ? ModelPanel::tr("no classifier")
              : report.isRegression ? ModelPanel::tr("regression")
                                    : ModelPanel::tr("classifier"));
    return heads.join(QStringLiteral(", "));
}

} // namespace

QString parameterText(std::int64_t parameters) {
    if (parameters >= 1'000'000)
        return ModelPanel::tr("%1 M parameters").arg(double(parameters) / 1e6, 0, 'f', 1);
    return ModelPanel::tr("%1 k parameters").arg(double(parameters) / 1e3, 0, 'f', 1);
}

QString reportHtml(const QString& name, const LoadReport& report, const QString& runsOn) {
    QString html = QStringLiteral("<h3 style='margin-bottom:4px'>%1</h3>").arg(name.toHtmlEscaped());
    if (!report.label.empty())
        html +=
            ModelPanel::tr("<p><b>⚠ %1</b><br>It will be poor on real clips. Real weights: Model ▸ Open checkpoint…, a "
                           "folder or the hub id ZinengTang/tvlt-base, or --checkpoint.</p>")
                .arg(escaped(report.label));
    QString attention = QString::number(report.heads);
    if (report.decoderHeads > 0)
        attention += ModelPanel::tr(", decoder %1").arg(report.decoderHeads);
    if (report.headsAssumed)
        attention += ModelPanel::tr(" (by rule: the file does not say)");
    html += QStringLiteral("<table>");
    html += row(ModelPanel::tr("Architecture"), escaped(report.architecture));
    html += row(ModelPanel::tr("Size"), parameterText(report.parameters));
    html += row(ModelPanel::tr("Heads"), headsText(report));
    html += row(ModelPanel::tr("Attention heads"), report.heads > 0 ? attention : QString());
    html += row(ModelPanel::tr("Weights"), escaped(report.dtype));
    html += row(ModelPanel::tr("Runs on"), runsOn.toHtmlEscaped());
    html += row(ModelPanel::tr("Format"), escaped(report.format));
    html += row(ModelPanel::tr("Path"), escaped(report.path));
    html += QStringLiteral("</table>");

    QStringList wrong;
    for (const auto& entry : report.wrongShape)
        wrong << ModelPanel::tr("%1: expected %2, found %3")
                     .arg(escaped(entry.key), shapeText(entry.expected), shapeText(entry.found));
    html += list(ModelPanel::tr("Notes"), keys(report.notes));
    html += list(ModelPanel::tr("Missing keys"), keys(report.missing));
    html += list(ModelPanel::tr("Unexpected keys"), keys(report.unexpected));
    html += list(ModelPanel::tr("Wrongly shaped keys"), wrong);
    html += list(ModelPanel::tr("Weights that are not finite"), keys(report.nonFinite));
    if (report.missing.empty() && report.unexpected.empty() && report.wrongShape.empty() && report.nonFinite.empty())
        html += ModelPanel::tr("<p>All keys are there, of the right shape, and finite.</p>");
    return html;
}

ModelPanel::ModelPanel(QWidget* parent) : QWidget(parent), text_(new QLabel) {
    setObjectName("modelPanel");
    text_->setObjectName("modelReport");
    text_->setTextFormat(Qt::RichText);
    text_->setWordWrap(true);
    text_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text_->setContentsMargins(kUnit, kUnit, kUnit, kUnit);
    text_->setText(tr("No checkpoint is loaded."));
    auto* area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidget(text_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(area);
}

void ModelPanel::setReport(const QString& name, const LoadReport& report, const QString& runsOn) {
    html_ = reportHtml(name, report, runsOn);
    hash_.clear();
    refresh();
}

void ModelPanel::setClassifier(const QString& name, const LoadReport* report) {
    classifier_.clear();
    if (report != nullptr) {
        classifier_ = QStringLiteral("<p><b>%1</b><br>%2")
                          .arg(report->isRegression ? tr("Regression") : tr("Classifier"), name.toHtmlEscaped());
        if (!report->label.empty())
            classifier_ += QStringLiteral("<br><b>⚠ %1</b>").arg(escaped(report->label));
        classifier_ +=
            QStringLiteral("<br>%1, %2<br>%3</p>")
                .arg(escaped(report->architecture), parameterText(report->parameters), escaped(report->path));
    }
    refresh();
}

void ModelPanel::setHash(const QString& sha256) {
    hash_ = sha256;
    refresh();
}

void ModelPanel::refresh() {
    // A word of 64 letters does not wrap: give it places to break at.
    QString broken = hash_;
    for (int i = int(broken.size()) - 16; i > 0; i -= 16)
        broken.insert(i, QChar(0x200B));
    QString text = html_ + classifier_;
    if (!hash_.isEmpty())
        text += tr("<p><b>SHA-256</b><br>%1</p>").arg(broken);
    text_->setText(text);
}

} // namespace tvlt
