#include "widgets/style/theme.h"

#include "widgets/style/view_colors.h"

#include <QApplication>
#include <QPalette>
#include <QStyle>
#include <QStyleFactory>

namespace tvlt {
namespace {

QPalette makePalette(bool dark) {
    const QColor window = dark ? QColor(0x22, 0x25, 0x2b) : QColor(0xf3, 0xf4, 0xf6);
    const QColor base = dark ? QColor(0x18, 0x1a, 0x1f) : QColor(0xff, 0xff, 0xff);
    const QColor button = dark ? QColor(0x2d, 0x31, 0x39) : QColor(0xe8, 0xea, 0xee);
    const QColor text = dark ? QColor(0xdd, 0xe1, 0xe8) : QColor(0x1d, 0x21, 0x28);
    // Still text: 4.5 to 1 against the window.
    const QColor hint = dark ? QColor(0x93, 0x9a, 0xa7) : QColor(0x63, 0x6a, 0x76);
    const QColor faint = dark ? QColor(0x74, 0x7b, 0x88) : QColor(0x9a, 0xa1, 0xad);
    const QColor accent = dark ? QColor(0x3d, 0xa5, 0x8f) : QColor(0x12, 0x80, 0x6a);

    QPalette palette(button, window);
    palette.setColor(QPalette::Window, window);
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::AlternateBase, dark ? QColor(0x1e, 0x21, 0x27) : QColor(0xf7, 0xf8, 0xfa));
    palette.setColor(QPalette::Button, button);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText})
        palette.setColor(role, text);
    palette.setColor(QPalette::ToolTipBase, dark ? QColor(0x30, 0x34, 0x3d) : QColor(0xff, 0xff, 0xff));
    palette.setColor(QPalette::PlaceholderText, hint);
    palette.setColor(QPalette::Highlight, accent);
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, accent);
    palette.setColor(QPalette::LinkVisited, accent);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, faint);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, faint);
    return palette;
}

// Only what Fusion cannot say by palette: hairlines instead of frames, and flat docks and tool buttons.
QString styleSheet(const QPalette& palette) {
    const QString line = viewColors(palette).line.name();
    const QString accent = palette.color(QPalette::Highlight).name();
    return QStringLiteral(R"(
QToolBar { border: none; border-bottom: 1px solid %1; spacing: 4px; padding: 4px; }
QToolBar::separator { background: %1; width: 1px; margin: 4px; }
QToolBar QToolButton { border: 1px solid transparent; border-radius: 4px; padding: 3px; }
QToolBar QToolButton:hover { border-color: %1; background: palette(button); }
QToolBar QToolButton:checked, QToolBar QToolButton:pressed { background: palette(button); border-color: %2; }
QToolBar QToolButton::menu-button { border: none; }
QStatusBar { border-top: 1px solid %1; }
QStatusBar::item { border: none; }
QMainWindow::separator { background: %1; width: 1px; height: 1px; }
QDockWidget::title { padding: 4px 8px; }
QHeaderView::section { background: transparent; border: none; padding: 1px 4px; }
QTableView { background: transparent; }
QHeaderView, QTableCornerButton::section { background: transparent; border: none; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QToolTip { border: 1px solid %1; padding: 4px; }
)")
        .arg(line, accent);
}

} // namespace

void applyTheme(QApplication& application, Theme theme) {
    // The desktop's own palette, read before ours replaces it.
    static const bool desktopIsDark = isDark(application.palette());
    const bool dark = theme == Theme::Dark || (theme == Theme::System && desktopIsDark);
    application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    const QPalette palette = makePalette(dark);
    application.setPalette(palette);
    application.setStyleSheet(styleSheet(palette));
}

} // namespace tvlt
