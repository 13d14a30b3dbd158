#include "app/workbench/opened_paths.h"

#include "core/checkpoint/shard_index.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace tvlt {
namespace {

bool hasSuffix(const QString& path, const QStringList& suffixes) {
    return suffixes.contains(QFileInfo(path).suffix().toLower());
}

bool hasWeights(const QString& path) {
    return hasWeightsEnding(path.toLower().toStdString());
}

/// Of a folder: others, such as .pt, may be anything beside frames.
bool makesCheckpoint(const QString& name) {
    static const QStringList weights{"safetensors", "bin", "ckpt"};
    return name == QLatin1String("config.json") || hasSuffix(name, weights);
}

bool isLedger(const QString& name) {
    return name.startsWith(QLatin1String("ledger"), Qt::CaseInsensitive) &&
           name.endsWith(QLatin1String(".sqlite"), Qt::CaseInsensitive);
}

bool isSession(const QString& path) {
    return path.endsWith(QLatin1String(".tvlt.json"), Qt::CaseInsensitive);
}

bool isSound(const QString& path) {
    static const QStringList sounds{"wav", "mp3", "flac", "ogg", "oga", "opus", "m4a", "aac", "wma", "aif", "aiff"};
    return hasSuffix(path, sounds);
}

bool isImage(const QString& path) {
    static const QStringList images{"png", "jpg", "jpeg", "bmp", "tif", "tiff", "webp", "ppm"};
    return hasSuffix(path, images);
}

/// frame9 comes before frame10, in every locale.
bool naturallyLess(const QString& a, const QString& b) {
    const auto digitsAt = [](const QString& text, qsizetype from) {
        qsizetype end = from;
        while (end < text.size() && text[end].isDigit())
            ++end;
        return end;
    };
    qsizetype i = 0;
    qsizetype j = 0;
    while (i < a.size() && j < b.size()) {
        const qsizetype endA = digitsAt(a, i);
        const qsizetype endB = digitsAt(b, j);
        if (endA > i && endB > j) {
            const qulonglong numberA = a.mid(i, endA - i).toULongLong();
            const qulonglong numberB = b.mid(j, endB - j).toULongLong();
            if (numberA != numberB)
                return numberA < numberB;
            i = endA;
            j = endB;
        } else if (a[i] != b[j]) {
            return a[i] < b[j];
        } else {
            ++i;
            ++j;
        }
    }
    return a.size() - i < b.size() - j;
}

/// Listed once: it may lie on another machine, and hold ten thousand frames.
void sortFolder(const QString& path, OpenedPaths& opened, QStringList& images) {
    const QDir folder(path);
    const QStringList names = folder.entryList(QDir::Files, QDir::Name);
    const auto holds = [&](auto&& is) { return std::any_of(names.begin(), names.end(), is); };
    if (holds(isLedger))
        opened.batch = path;
    else if (holds(makesCheckpoint))
        opened.checkpoint = path;
    else
        for (const QString& name : names)
            if (isImage(name))
                images << folder.filePath(name);
}

} // namespace

OpenedPaths sortPaths(const QStringList& paths, bool silentClipIsOpen) {
    OpenedPaths opened;
    QStringList images;
    for (const QString& path : paths) {
        if (QFileInfo(path).isDir())
            sortFolder(path, opened, images);
        else if (isSession(path))
            opened.session = path;
        else if (hasWeights(path))
            opened.checkpoint = path;
        else if (isImage(path))
            images << path;
        else if (isSound(path) && opened.audio.isEmpty())
            opened.audio = path;
        else if (opened.clip.isEmpty())
            opened.clip << path;
    }
    if (opened.clip.isEmpty()) {
        std::sort(images.begin(), images.end(), naturallyLess);
        opened.clip = images;
    }
    if (opened.clip.isEmpty() && !opened.audio.isEmpty() && !silentClipIsOpen)
        opened.clip << std::exchange(opened.audio, QString());
    return opened;
}

} // namespace tvlt
