#pragma once

#include "widgets/style/theme.h"

#include <QCommandLineOption>
#include <QList>
#include <QSize>
#include <QString>
#include <QStringList>

#include <optional>
#include <span>

class QCommandLineParser;

namespace tvlt {

/// What the command line asks for.
struct LaunchOptions {
    QStringList paths;  ///< clips, sound, checkpoints, a session
    QString checkpoint; ///< empty: the default one
    QString audio;
    QString mask;       ///< a file that was saved; empty: the checkpoint's ratios
    QString session;    ///< a file that was saved; empty: none
    QString workspace;  ///< the page to begin with, by its objectName(); empty: inspect
    QString screenshot; ///< save the window's picture here when the analysis is there, and quit
    QSize size;         ///< of the window; empty: as it was last time
    std::optional<Theme> theme;
};

/// Tells `parser` what the program takes, and returns all its options.
QList<QCommandLineOption> addLaunchOptions(QCommandLineParser& parser);

/// Exit code of a command line that is wrong.
constexpr int kWrongUsage = 2;

/// Whether help or the version is all that `arguments` ask for: parseLaunchOptions() then ends the program, and needs
/// no more than a QCoreApplication.
[[nodiscard]] bool asksForHelp(std::span<char* const> arguments);

/// Parses the program's arguments; prints help or an error and exits where those are asked for or due.
[[nodiscard]] LaunchOptions parseLaunchOptions(const QStringList& arguments);

} // namespace tvlt
