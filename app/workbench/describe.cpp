#include "app/workbench/describe.h"

#include "core/analysis/analysis.h"
#include "core/checkpoint/checkpoint.h"
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

QString checkpointWarning(const Checkpoint* checkpoint) {
    return checkpoint ? QString::fromStdString(checkpoint->report.label) : QString();
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
