#include "app/workbench/help_dialogs.h"

#include "core/base/version.h"
#include "core/model/device.h"
#include "widgets/style/icon.h"

#include <QAction>
#include <QCoreApplication>
#include <QMessageBox>
#include <QStringList>

namespace tvlt {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("HelpDialogs", text);
}

void showText(QWidget* parent, const QString& name, const QString& title, const QString& html) {
    auto* box = new QMessageBox(QMessageBox::NoIcon, title, html, QMessageBox::Close, parent);
    box->setObjectName(name);
    box->setTextFormat(Qt::RichText);
    box->setTextInteractionFlags(Qt::TextSelectableByMouse);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setModal(false);
    box->show();
}

} // namespace

void showAboutDialog(QWidget* parent, const RuntimeInfo& info) {
    QStringList devices;
    for (const DeviceChoice& device : info.devices)
        devices << QString::fromStdString(device.name + ": " + device.description).toHtmlEscaped();
    const QString row = QStringLiteral("<tr><td style='padding-right:16px'>%1</td><td>%2</td></tr>");
    QString html = tr("<h3>TVLT Workbench %1</h3><p>Shows what an audio-visual masked autoencoder sees of a clip, and "
                      "what it paints back.</p>")
                       .arg(QString::fromLatin1(version()));
    html += "<table>";
    html += row.arg(tr("LibTorch"), QString::fromStdString(info.libtorch).toHtmlEscaped());
    html += row.arg(tr("BLAS"), QString::fromStdString(info.blas).toHtmlEscaped());
    html += row.arg(tr("Devices"), devices.join("<br>"));
    html += row.arg(tr("Threads"), QString::number(info.threads));
    html += row.arg(tr("Qt"), QString::fromLatin1(qVersion()));
    html += "</table>";
    showText(parent, "aboutDialog", tr("About TVLT Workbench"), html);
}

void showShortcutsDialog(QWidget* parent, const QList<QAction*>& actions) {
    QString html = "<table>";
    for (const QAction* action : actions) {
        QStringList keys;
        for (const QKeySequence& key : action->shortcuts())
            keys << key.toString(QKeySequence::NativeText);
        if (!keys.isEmpty())
            html += QStringLiteral("<tr><td style='padding-right:24px'>%1</td><td><b>%2</b></td></tr>")
                        .arg(action->iconText().toHtmlEscaped(), keys.join(tr(" or ")).toHtmlEscaped());
    }
    for (const auto& [gesture, meaning] :
         {std::pair{tr("Zoom in time"), tr("Wheel")}, std::pair{tr("Move in time"), tr("Shift+wheel, middle button")},
          std::pair{tr("Whole segment"), tr("Double click")}})
        html += QStringLiteral("<tr><td>%1</td><td><b>%2</b></td></tr>").arg(gesture, meaning);
    showText(parent, "shortcutsDialog", tr("Keyboard shortcuts"), html + "</table>");
}

} // namespace tvlt
