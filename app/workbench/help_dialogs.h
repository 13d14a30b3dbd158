#pragma once

#include <QList>

class QAction;
class QWidget;

namespace tvlt {

struct RuntimeInfo;

/// Version, LibTorch, devices, threads.
void showAboutDialog(QWidget* parent, const RuntimeInfo& info);
/// Every action that has a shortcut.
void showShortcutsDialog(QWidget* parent, const QList<QAction*>& actions);

} // namespace tvlt
