#pragma once

#include <QStringList>

namespace tvlt {

/// What a person dropped or named, sorted by what it is for.
struct OpenedPaths {
    QStringList clip;   ///< one clip, or the images of a video in order
    QString audio;      ///< sound for the clip
    QString checkpoint; ///< folder or file
    QString batch;      ///< the folder of a run of `tvlt batch`
    QString session;    ///< a file that was saved
};

/// A folder with a ledger is a batch; a .tvlt.json is a session; a folder with a config.json or weights and a file of
/// weights are checkpoints; several images are one clip; a sound file beside a picture, or alone while a clip without
/// sound is open, is that clip's sound; the rest is a clip.
[[nodiscard]] OpenedPaths sortPaths(const QStringList& paths, bool silentClipIsOpen);

} // namespace tvlt
