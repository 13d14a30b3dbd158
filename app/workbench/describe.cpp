#include "app/workbench/describe.h"

#include "core/analysis/analysis.h"
#include "core/checkpoint/checkpoint.h"
#include "core/synth/drawn_clip.h"
#include "widgets/state/hover.h"

#include <QCoreApplication>
#include <QStringList>

namespace tvlt {
namespace {

QString tr(const char* text, int n = -1) {
    return QCoreApplication::translate("Describe", text, nullptr, n);
}

QString dot() {
    return QStringLiteral("  ·  ");
}

} // namespace

QString headerText(const ClipInfo* clip, const ClipFeatures* features) {
    if (!clip)
        return {};
    QStringList parts{QString::fromStdString(clip->path.filename().string())};
    if (!clip->audioPath.empty() && clip->audioPath != clip->path)
        parts.back() += tr(" with %1").arg(QString::fromStdString(clip->audioPath.filename().string()));
    if (clip->video)
        parts << tr("%1 × %2").arg(clip->video->width).arg(clip->video->height);
    if (features) {
        parts << tr("%1 – %2").arg(clockText(features->segment.start), clockText(features->segment.end()));
        const std::string_view recipe = recipeName(features->recipe);
        parts << tr("recipe %1").arg(QString::fromLatin1(recipe.data(), qsizetype(recipe.size())));
    } else {
        parts << clockText(clip->duration);
    }
    return parts.join(dot());
}

QString segmentRule(const ClipFeatures* features) {
    if (!features)
        return {};
    const bool hf = features->recipe == Recipe::Hf;
    QStringList lines;
    lines << tr("Segment: starts at %1 s, lasts %2 s. Drag its handles in the timeline below.")
                 .arg(features->segment.start, 0, 'f', 3)
                 .arg(features->segment.duration, 0, 'f', 3);
    lines << tr("It lasts by default min(what is left of the clip, spectrogram_length · hop / sampling rate).");
    if (const auto n = features->frameTimes.size(); n > 0)
        lines
            << (hf ? tr("Frame i of %1 is the one on screen at start + i · duration / %1, i from 0.").arg(n)
                   : tr("Of the N frames that begin in it, the model gets those numbered trunc(i · N / %1), i from 0.")
                         .arg(n));
    if (features->audio && features->audio->samplingRate > 0)
        lines << tr("Spectrogram: %1 columns, one each %2 / %3 Hz = %4 ms.")
                     .arg(features->columnTimes.size())
                     .arg(features->audio->hopLength)
                     .arg(features->audio->samplingRate)
                     .arg(1000.0 * features->audio->hopLength / features->audio->samplingRate, 0, 'f', 2);
    lines << (hf ? tr("Recipe hf: pictures and sound prepared as Hugging Face's TvltProcessor does.")
                 : tr("Recipe original: pictures and sound prepared as the authors' code does."));
    return lines.join(QLatin1Char('\n'));
}

QString checkpointWarning(const Checkpoint* checkpoint) {
    return checkpoint ? QString::fromStdString(checkpoint->report.label) : QString();
}

QString checkpointWarning(const Checkpoint* checkpoint, const ClipInfo* clip) {
    QString label = checkpointWarning(checkpoint);
    // Clips that `tvlt synth` drew are what it knows; the one that comes along was drawn before they said so.
    if (!clip || !label.startsWith(QLatin1String("demo model")) || isDrawnClip(*clip) ||
        clip->path.filename() == "demo.mp4")
        return label;
    return tr("%1, poor on a real clip").arg(label);
}

QString checkpointWarningHelp(const Checkpoint* checkpoint) {
    const QString label = checkpointWarning(checkpoint);
    if (label.isEmpty())
        return {};
    const QString meaning =
        label == QLatin1String("untrained")
            ? tr("The weights are random numbers drawn from a seed: what they paint back has no meaning.")
            : tr("It knows its own kind of clips and will be poor on real ones.");
    return meaning + tr("\nTo open real weights: Model ▸ Open checkpoint… (a folder, a file, or the hub id "
                        "ZinengTang/tvlt-base), or start with --checkpoint.");
}

QString checkpointText(const Checkpoint* checkpoint) {
    if (!checkpoint)
        return tr("no checkpoint");
    const QString name = QString::fromStdString(checkpoint->name);
    const QString label = checkpointWarning(checkpoint);
    return label.isEmpty() || name.contains(label) ? name : name + dot() + label;
}

QString notesText(const ClipInfo* clip, const ClipFeatures* features) {
    QStringList lines;
    const auto add = [&lines](const std::vector<std::string>& notes) {
        for (const auto& note : notes)
            if (const QString line = QString::fromStdString(note); !lines.contains(line))
                lines << line;
    };
    if (clip)
        add(clip->warnings);
    if (features)
        add(features->notes);
    return lines.join(QLatin1Char('\n'));
}

} // namespace tvlt
