#include "widgets/figure/comparison_figure.h"

#include "core/analysis/analysis.h"
#include "core/base/error.h"
#include "core/export/comparison_export.h"
#include "widgets/figure/figure_content.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace tvlt {
namespace {

constexpr std::size_t kOriginal = 0, kReconstruction = 2, kError = 3; // rows of figureContent()

/// The rows of one answer, out of its own figure.
void addRows(FigureSection& section, const FigureSection& from, const ComparedAnalysis& compared, bool withOriginal,
             bool namesClip) {
    if (from.rows.empty())
        return;
    if (withOriginal) {
        section.rows.push_back(from.rows[kOriginal]);
        if (namesClip)
            section.rows.back().details.insert(
                section.rows.back().details.begin(),
                QString::fromStdString(compared.analysis->features->clip.path.filename().string()));
    }
    if (from.rows.size() <= kError)
        return;
    FigureRow row = from.rows[kReconstruction];
    row.label = compared.name;
    // The share that is hidden, and the errors; whose they are and the mask's type the caption says of all rows.
    const auto& hidden = from.rows[kReconstruction - 1].details;
    row.details.assign(hidden.begin(), hidden.begin() + std::min<std::ptrdiff_t>(1, std::ssize(hidden)));
    for (const QString& error : from.rows[kError].details)
        if (!error.startsWith(QLatin1Char('(')))
            row.details.push_back(error);
    section.rows.push_back(std::move(row));
}

/// Each checkpoint and clip once, then the mask that all share.
std::vector<TextRun> captionOf(const std::vector<ComparedAnalysis>& compared) {
    std::vector<TextRun> runs;
    QStringList clips, checkpoints;
    for (const ComparedAnalysis& c : compared) {
        const Analysis& analysis = *c.analysis;
        const ClipFeatures& features = *analysis.features;
        const QString clip = QStringLiteral("%1, %2–%3 s")
                                 .arg(QString::fromStdString(features.clip.path.filename().string()))
                                 .arg(features.segment.start, 0, 'f', 2)
                                 .arg(features.segment.end(), 0, 'f', 2);
        if (!clips.contains(clip))
            clips << clip;
        const QString name = QString::fromStdString(analysis.checkpointName);
        if (checkpoints.contains(name))
            continue;
        checkpoints << name;
        runs.push_back({runs.empty() ? name : QStringLiteral(" and ") + name, true});
        if (!analysis.report.label.empty())
            runs.push_back(
                {QStringLiteral(" (%1)").arg(QString::fromStdString(analysis.report.label)), true, palette::kWarning});
    }
    const MaskSettings& mask = compared.front().analysis->maskSettings;
    const bool oneMask = std::all_of(compared.begin(), compared.end(), [&](const ComparedAnalysis& c) {
        return c.analysis->maskSettings.pixelRatio == mask.pixelRatio &&
               c.analysis->maskSettings.audioRatio == mask.audioRatio;
    });
    QString words = QStringLiteral(" on %1. Reconstructions with visible patches pasted in; errors are those of hidden "
                                   "patches. ")
                        .arg(clips.join(QStringLiteral(" and ")));
    words += oneMask ? QStringLiteral("Pixel ratio %1, audio ratio %2, ").arg(mask.pixelRatio).arg(mask.audioRatio)
                     : QStringLiteral("Ratios as named, ");
    words += QStringLiteral("%1 audio masks, seed %2: one noise field for all.")
                 .arg(QString::fromStdString(std::string(audioMaskTypeName(mask.audioType))))
                 .arg(mask.seed);
    runs.push_back({words});
    return runs;
}

[[noreturn]] void throwNoCommonAxis(const ClipFeatures& one, const ClipFeatures& first) {
    const std::string place = one.clip.path.filename().string();
    if (one.clip.path != first.clip.path)
        throwBadInput("has another segment than " + first.clip.path.filename().string() +
                          ", so they have no time axis in common",
                      place, "Choose segments of the same start and length.");
    // Of one clip: each checkpoint took as much as it hears.
    const auto seconds = [](double value) { return QString::number(value, 'g', 4).toStdString(); };
    throwBadInput("one checkpoint hears " + seconds(first.segment.duration) + " s of it, the other " +
                      seconds(one.segment.duration) + " s, so they have no time axis in common",
                  place, "Choose a duration that both hear.");
}

} // namespace

FigureContent comparisonContent(const std::vector<ComparedAnalysis>& compared) {
    if (compared.empty())
        throwBadInput("nothing is there to compare", "comparison");
    const ClipFeatures& first = *compared.front().analysis->features;
    const bool clips = std::any_of(compared.begin(), compared.end(), [&](const ComparedAnalysis& c) {
        return c.analysis->features->clip.path != first.clip.path;
    });
    FigureContent content = figureContent(*compared.front().analysis);
    content.caption = captionOf(compared);
    content.title = QStringLiteral("Comparison of masked audio-visual reconstructions");
    const FigureSection levels = content.spectrograms;
    content.frames = content.spectrograms = {};
    const ClipFeatures* before = nullptr;
    for (const ComparedAnalysis& c : compared) {
        const ClipFeatures& features = *c.analysis->features;
        if (std::abs(features.segment.start - first.segment.start) > 1e-3 ||
            std::abs(features.segment.duration - first.segment.duration) > 1e-3)
            throwNoCommonAxis(features, first);
        const FigureContent own = figureContent(*c.analysis);
        const bool another = !before || before->clip.path != features.clip.path;
        addRows(content.frames, own.frames, c, another, clips);
        addRows(content.spectrograms, own.spectrograms, c, another, clips);
        before = &features;
    }
    // Every row of a spectrogram is levels: one bar along all of them.
    if (!content.spectrograms.rows.empty() && !levels.bars.empty())
        content.spectrograms.bars.push_back(
            {levels.bars.front().bar, 0, static_cast<int>(content.spectrograms.rows.size()) - 1});
    return content;
}

QString ratioColumnName(const QString& ratioOf, double ratio) {
    const QString name =
        ratioOf == QLatin1String("both") ? QStringLiteral("ratio") : ratioOf + QStringLiteral(" ratio");
    return name + QLatin1Char(' ') + QString::number(ratio);
}

std::vector<NamedAnalysis> namedAnalyses(const std::vector<ComparedAnalysis>& compared) {
    std::vector<NamedAnalysis> named;
    for (const ComparedAnalysis& one : compared)
        named.push_back({one.name.toStdString(), one.analysis});
    return named;
}

} // namespace tvlt
