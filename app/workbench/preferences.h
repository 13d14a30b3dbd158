#pragma once

#include "core/features/recipe.h"
#include "core/model/device.h"
#include "widgets/state/view_state.h"
#include "widgets/style/theme.h"

#include <QString>
#include <QStringList>

class QSettings;

namespace tvlt {

/// All that is remembered from one start to the next, but the windows' places.
struct Preferences {
    Theme theme = Theme::System;
    QString device = QStringLiteral("auto"); ///< as chooseDevice() takes it
    Dtype dtype = Dtype::F32;
    int threads = 0; ///< 0: one per core; takes effect with the next start
    Recipe recipe = Recipe::Auto;
    double volume = 0.8;
    QString
        hubCache; ///< where checkpoints of the hub are looked for; empty: as the environment and Hugging Face have it
    DisplayOptions display;
    bool started = false;    ///< the program has been here before
    QStringList recentClips; ///< newest first
    QStringList recentCheckpoints;
};

/// Values that are not understood are the defaults.
[[nodiscard]] Preferences loadPreferences(const QSettings& settings);
void savePreferences(const Preferences& preferences, QSettings& settings);
/// Puts `entry` first, once, and keeps the list short.
void remember(QStringList& list, const QString& entry);

} // namespace tvlt
