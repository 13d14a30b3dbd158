#include "widgets/figure/figure_caption.h"

#include "core/analysis/analysis.h"

#include <QStringList>

namespace tvlt {
namespace {

QString number(double value) {
    return QString::number(value, 'g', 3);
}

QString seconds(double value) {
    return QString::number(value, 'f', 2);
}

/// "a, b and c".
QString listed(const QStringList& parts) {
    if (parts.size() < 2)
        return parts.join(QString());
    return parts.first(parts.size() - 1).join(QStringLiteral(", ")) + QStringLiteral(" and ") + parts.last();
}

QString clipSentence(const ClipFeatures& features) {
    QStringList parts;
    const auto name = features.clip.path.filename().string();
    parts << (name.empty() ? QStringLiteral("Clip") : QStringLiteral("Clip ") + QString::fromStdString(name));
    parts << QStringLiteral("%1–%2 s").arg(seconds(features.segment.start), seconds(features.segment.end()));
    if (!features.frames.empty())
        parts << QStringLiteral("%1 %2")
                     .arg(features.frames.size())
                     .arg(features.frames.size() == 1 ? "frame" : "frames");
    if (!features.spectrogram.empty())
        parts << QStringLiteral("%1 spectrogram columns").arg(features.spectrogram.rows);
    const auto recipe = recipeName(features.recipe);
    parts << QStringLiteral("recipe ") + QString::fromUtf8(recipe.data(), static_cast<qsizetype>(recipe.size()));
    return parts.join(QStringLiteral(", ")) + QStringLiteral(".");
}

QString maskSentence(const Analysis& analysis) {
    const ClipFeatures& features = *analysis.features;
    const MaskSettings& settings = analysis.maskSettings;
    QStringList parts;
    if (!features.frames.empty())
        parts << QStringLiteral("pixel ratio ") + number(settings.pixelRatio);
    if (!features.spectrogram.empty())
        parts << QStringLiteral("audio ratio %1 (%2)")
                     .arg(number(settings.audioRatio),
                          QString::fromStdString(std::string(audioMaskTypeName(settings.audioType))));
    parts << QStringLiteral("seed %1").arg(settings.seed);
    if (!(settings.pixelPins == Pins{}) || !(settings.audioPins == Pins{}))
        parts << QStringLiteral("some patches set by hand");
    return QStringLiteral("Masking: ") + parts.join(QStringLiteral(", ")) +
           QStringLiteral("; hatched patches are hidden from the model.");
}

/// "PSNR 12.3 dB on the 147 hidden patches". `loss` stands first where it is given: it is their MSE.
QString statsText(const ErrorStats& stats, const QString& which, std::optional<double> loss = {}) {
    if (stats.patches == 0)
        return QStringLiteral("no %1 patches").arg(which);
    QStringList parts;
    if (loss)
        parts << QStringLiteral("loss ") + number(*loss);
    else if (stats.mse)
        parts << QStringLiteral("MSE ") + number(*stats.mse);
    if (stats.psnr)
        parts << QStringLiteral("PSNR %1 dB").arg(number(*stats.psnr));
    if (stats.ssim)
        parts << QStringLiteral("SSIM ") + number(*stats.ssim);
    if (stats.maeDb)
        parts << QStringLiteral("mean absolute error %1 dB").arg(number(*stats.maeDb));
    return QStringLiteral("%1 on %2 %3 %4")
        .arg(listed(parts))
        .arg(stats.patches)
        .arg(which, stats.patches == 1 ? QStringLiteral("patch") : QStringLiteral("patches"));
}

QString errorSentence(const QString& modality, const Reconstruction& reconstruction) {
    const ModalityMetrics& metrics = reconstruction.metrics;
    return QStringLiteral("%1: %2; %3.")
        .arg(modality, statsText(metrics.masked, QStringLiteral("hidden"), reconstruction.loss),
             statsText(metrics.visible, QStringLiteral("visible")));
}

QString asSentence(const std::string& note) {
    const QString text = QString::fromStdString(note).trimmed();
    return text.isEmpty() || text.endsWith(QLatin1Char('.')) ? text : text + QLatin1Char('.');
}

} // namespace

std::vector<TextRun> figureCaption(const Analysis& analysis) {
    const ClipFeatures& features = *analysis.features;
    std::vector<TextRun> runs;
    const QString name = QString::fromStdString(analysis.checkpointName);
    const QString label = QString::fromStdString(analysis.report.label);
    runs.push_back({label.isEmpty() ? name + QLatin1Char('.') : name, true});
    if (!label.isEmpty())
        runs.push_back({QStringLiteral("(%1).").arg(label), true, palette::kWarning});

    if (analysis.classifier) {
        const QString by = QString::fromStdString(analysis.classifier->name);
        const QString its = QString::fromStdString(analysis.classifier->report.label);
        const QString said = analysis.regression.empty() ? QStringLiteral("Classes") : QStringLiteral("Values");
        runs.push_back({(its.isEmpty() ? QStringLiteral("%1 by %2.").arg(said, by)
                                       : QStringLiteral("%1 by %2 (%3).").arg(said, by, its))});
    }
    QStringList sentences{clipSentence(features), maskSentence(analysis)};
    if (analysis.pixel || analysis.audio)
        sentences << QStringLiteral("Reconstructions show visible patches as given, error maps leave them blank.");
    if (analysis.pixel)
        sentences << errorSentence(QStringLiteral("Pixels"), *analysis.pixel) +
                         QStringLiteral(" Their error map is squared, in model units, mean of the channels.");
    if (analysis.audio)
        sentences << errorSentence(QStringLiteral("Audio"), *analysis.audio) +
                         QStringLiteral(" Its error map is absolute.");
    QStringList run;
    for (const std::string& part : {analysis.report.architecture, analysis.device, analysis.dtype})
        if (!part.empty())
            run << QString::fromStdString(part);
    if (!run.isEmpty())
        sentences << run.join(QStringLiteral(", ")) + QLatin1Char('.');
    for (const auto& notes : {features.notes, analysis.notes})
        for (const std::string& note : notes)
            sentences << asSentence(note);
    runs.push_back({sentences.join(QLatin1Char(' '))});
    return runs;
}

std::vector<TextRun> figureStatement(const Analysis& analysis) {
    const ClipFeatures& features = *analysis.features;
    QStringList sentences;
    if (features.frames.empty())
        sentences << QStringLiteral("The clip has no picture.");
    if (features.spectrogram.empty())
        sentences << QStringLiteral("The clip has no sound.");
    QStringList missing;
    if (!features.frames.empty() && !analysis.pixel)
        missing << QStringLiteral("frames");
    if (!features.spectrogram.empty() && !analysis.audio)
        missing << QStringLiteral("spectrogram");
    if (!missing.isEmpty())
        sentences << (analysis.report.hasMae
                          ? QStringLiteral("The %1 were not reconstructed.").arg(listed(missing))
                          : QStringLiteral("Nothing is reconstructed: the checkpoint has no MAE head."));
    if (sentences.isEmpty())
        return {};
    return {{sentences.join(QLatin1Char(' ')), false, palette::kWarning}};
}

} // namespace tvlt
