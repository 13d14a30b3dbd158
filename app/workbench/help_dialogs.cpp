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
    html +=
        row.arg(tr("bf16 on the CPU"), info.multipliesBf16 ? tr("multiplied as it is")
                                                           : tr("multiplied in f32, which this processor does faster"));
    html += row.arg(tr("Qt"), QString::fromLatin1(qVersion()));
    html += "</table>";
    showText(parent, "aboutDialog", tr("About TVLT Workbench"), html);
}

void showShortcutsDialog(QWidget* parent, const QList<QAction*>& actions) {
    QStringList rows;
    const auto row = [&rows](const QString& what, const QString& keys) {
        rows << QStringLiteral("<td style='padding-right:16px; white-space:nowrap'>%1</td>"
                               "<td style='padding-right:32px; white-space:nowrap'><b>%2</b></td>")
                    .arg(what.toHtmlEscaped(), keys.toHtmlEscaped());
    };
    for (const QAction* action : actions) {
        QStringList keys;
        for (const QKeySequence& key : action->shortcuts())
            keys << key.toString(QKeySequence::NativeText);
        if (!keys.isEmpty())
            row(action->iconText(), keys.join(tr(" or ")));
    }
    row(tr("Zoom in time"), tr("Wheel"));
    row(tr("Move in time"), tr("Shift+wheel, middle button"));
    row(tr("Whole segment"), tr("Double click"));
    row(tr("What can be done with a patch"), tr("Right button"));
    // Two columns: all of it fits on a small screen.
    const qsizetype half = (rows.size() + 1) / 2;
    QString html = "<table>";
    for (qsizetype i = 0; i < half; ++i)
        html += "<tr>" + rows[i] + rows.value(i + half) + "</tr>";
    showText(parent, "shortcutsDialog", tr("Keyboard shortcuts"), html + "</table>");
}

} // namespace tvlt
