// What the window asks a person for.
#include "app/hub/transfer_progress.h"
#include "app/movie/write_movie.h"
#include "app/workbench/actions.h"
#include "app/workbench/checkpoint_dialog.h"
#include "app/workbench/export_dialog.h"
#include "app/workbench/help_dialogs.h"
#include "app/workbench/main_window.h"
#include "app/workbench/page_export_dialog.h"
#include "app/workbench/preferences_dialog.h"
#include "app/workbench/workbench.h"
#include "app/workbench/workspace.h"
#include "core/export/figure_recipe.h"
#include "widgets/chrome/message_bar.h"
#include "widgets/figure/figure_arguments.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMessageBox>
#include <QPainter>
#include <QPushButton>
#include <QTabWidget>

namespace tvlt {

void MainWindow::chooseClip() {
    const QStringList paths = QFileDialog::getOpenFileNames(
        this, tr("Open a clip, or the images of a video"), {},
        tr("Clips (*.mp4 *.mkv *.mov *.avi *.webm *.m4v *.mpg *.mpeg *.ts *.wmv *.flv *.ogv *.3gp *.wav *.mp3 *.flac "
           "*.ogg *.opus *.m4a *.png *.jpg *.jpeg);;All files (*)"));
    if (!paths.isEmpty())
        workbench_->open(paths);
}

void MainWindow::chooseAudio() {
    const QString path = QFileDialog::getOpenFileName(this, tr("Sound for this clip"), {},
                                                      tr("Sound (*.wav *.mp3 *.flac *.ogg *.opus *.m4a *.aac);;"
                                                         "All files (*)"));
    if (!path.isEmpty())
        workbench_->openAudio(path);
}

void MainWindow::chooseCheckpoint() {
    checkpointDialog_->show();
    checkpointDialog_->raise();
    checkpointDialog_->activateWindow();
}

void MainWindow::offerDownload(const HubPlan& plan) {
    QWidget* asking = checkpointDialog_->isVisible() ? static_cast<QWidget*>(checkpointDialog_) : this;
    auto* question = new QMessageBox(QMessageBox::Question, tr("Download a checkpoint?"),
                                     tr("%1 is not in the local cache.").arg(QString::fromStdString(plan.id.text())),
                                     QMessageBox::Cancel, asking);
    question->setObjectName("downloadQuestion");
    question->setTextFormat(Qt::PlainText);
    question->setInformativeText(tr("%1 would be downloaded from %2 to %3.")
                                     .arg(QString::fromStdString(sizeText(plan.missing)),
                                          QString::fromStdString(plan.from),
                                          QString::fromStdString(plan.cache.string())));
    const QAbstractButton* download = question->addButton(tr("&Download"), QMessageBox::AcceptRole);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &QMessageBox::buttonClicked, this, [this, download, plan](const QAbstractButton* button) {
        if (button == download)
            workbench_->checkpoints().download(plan);
    });
    question->open();
}

void MainWindow::chooseClassifier() {
    const QString path = QFileDialog::getExistingDirectory(this, tr("Open a classifier's folder"));
    if (!path.isEmpty())
        workbench_->checkpoints().loadClassifier(path);
}

std::optional<PageFigure> MainWindow::pageFigure() const {
    const auto* page = qobject_cast<const Workspace*>(tabs_->currentWidget());
    return page ? page->figure() : std::nullopt;
}

bool MainWindow::hasFigure() const {
    return qobject_cast<const Workspace*>(tabs_->currentWidget()) ? pageFigure().has_value()
                                                                  : workbench_->analysis() != nullptr;
}

void MainWindow::sayNoFigure() {
    const auto* page = qobject_cast<const Workspace*>(tabs_->currentWidget());
    message_->showText(tr("There is no figure yet."),
                       page ? page->figureAdvice() : tr("Wait until the model has answered."), MessageBar::Level::Info,
                       Workbench::kExportJob);
}

void MainWindow::chooseExport() {
    if (!hasFigure())
        return sayNoFigure();
    const auto* page = qobject_cast<Workspace*>(tabs_->currentWidget());
    const QString clip = QFileInfo(preferences_.recentClips.value(0)).completeBaseName();
    if (page)
        choosePageExport(clip + '-' + page->figureName(), *pageFigure());
    else
        chooseFigure(clip + tr("-reconstruction"));
}

void MainWindow::chooseFigure(const QString& name) {
    auto* dialog = new ExportDialog(workbench_->analysis(), exportChoice_, name, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        exportChoice_ = dialog->choice();
        workbench_->exportTo(dialog->path(), dialog->writer());
    });
    dialog->open();
}

void MainWindow::choosePageExport(const QString& name, const PageFigure& figure) {
    auto* dialog = new PageExportDialog(figure, {pageLook_, pageExtras_, exportChoice_.folder}, name, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const PageExportChoice choice = dialog->choice();
        pageLook_ = choice.look;
        pageExtras_ = choice.extras;
        exportChoice_.folder = choice.folder;
        workbench_->exportTo(dialog->path(), [figure = dialog->figure(), choice](const auto& path, const Job& job) {
            writePageFigure(figure, choice.look, choice.extras, path, job);
        });
    });
    dialog->open();
}

void MainWindow::chooseMovie() {
    const auto analysis = workbench_->analysis();
    if (!analysis)
        return;
    const QString name = QFileInfo(preferences_.recentClips.value(0)).completeBaseName() + tr("-reconstruction.mp4");
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export movie"), QDir(exportChoice_.folder).filePath(name), tr("Movies (*.mp4 *.mkv *.mov)"));
    if (path.isEmpty())
        return;
    exportChoice_.folder = QFileInfo(path).absolutePath();
    MovieOptions options;
    options.sound = workbench_->heard().choice();
    workbench_->exportTo(path, [analysis, options](const std::filesystem::path& to, const Job& job) {
        writeMovie(to, analysis, options, job);
    });
}

void MainWindow::copyFigure() {
    if (!hasFigure())
        return sayNoFigure();
    const auto page = pageFigure();
    copy_.start(
        [page, look = pageLook_, analysis = workbench_->analysis(), options = exportChoice_.options](const Job&) {
            const FigurePage figure =
                page ? page->lay(look) : figurePage(ReconstructionFigure(analysis, options), options);
            constexpr double kDotsPerMm = 8.0; // about 200 dpi
            QImage image((figure.sizeMm * kDotsPerMm).toSize(), QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            figure.paint(painter, QRectF(QPointF(), QSizeF(image.size())));
            painter.end();
            return image;
        },
        [this](Result<QImage> image) {
            if (!image) {
                message_->showError(image.error());
                return;
            }
            QGuiApplication::clipboard()->setImage(*image);
            message_->showText(tr("The figure is in the clipboard."), tr("Paste it into a document."),
                               MessageBar::Level::Info, Workbench::kExportJob);
        });
}

void MainWindow::copyCommandLine() {
    if (!hasFigure())
        return sayNoFigure();
    QString line;
    bool pinned = false;
    if (const auto page = pageFigure()) {
        line = QString::fromStdString(commandLine(*page, pageLook_));
        pinned = page->pinned;
    } else {
        auto arguments = reconstructArguments(*workbench_->analysis(), RecipePaths::Full);
        const auto look = figureArguments(exportChoice_.options);
        arguments.insert(arguments.end(), look.begin(), look.end());
        arguments.insert(arguments.end(), {"-o", "figure.pdf"});
        line = QString::fromStdString(shellLine(arguments));
        pinned = workbench_->masks().pinned();
    }
    QGuiApplication::clipboard()->setText(line);
    message_->showText(tr("The command line is in the clipboard."),
                       pinned ? tr("Patches were set by hand: save the mask (Mask ▸ Save mask…) and add --mask FILE.")
                              : tr("It makes this figure without a window."),
                       MessageBar::Level::Info, Workbench::kExportJob);
}

void MainWindow::choosePreferences() {
    runtimeInfo_.enqueue(
        [](const Job&) { return runtimeInfo(); },
        [this](Result<RuntimeInfo> info) {
            auto* dialog =
                new PreferencesDialog(preferences_, info ? info->devices : std::vector<DeviceChoice>(), this);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            connect(dialog, &QDialog::accepted, this, [this, dialog] { applyPreferences(dialog->edited()); });
            dialog->open();
        });
}

void MainWindow::applyPreferences(const Preferences& edited) {
    const Preferences before = std::exchange(preferences_, edited);
    // A restyle touches every widget: not for nothing.
    if (edited.theme != before.theme)
        applyTheme(*qApp, edited.theme);
    workbench_->checkpoints().setHubCache(edited.hubCache);
    workbench_->view().setDisplay(edited.display);
    if (edited.display.colors != before.display.colors)
        exportChoice_.options.colors = edited.display.colors;
    workbench_->playback().setVolume(edited.volume);
    workbench_->analyses().setRecipe(edited.recipe);
    if (edited.device == before.device && edited.dtype == before.dtype)
        return;
    CheckpointController& checkpoints = workbench_->checkpoints();
    checkpoints.setDevice(edited.device, edited.dtype);
    checkpoints.load(checkpoints.source());
}

void MainWindow::showDevice() {
    runtimeInfo_.enqueue(
        [](const Job&) { return runtimeInfo(); },
        [this](Result<RuntimeInfo> info) {
            if (!info)
                return;
            const QString runsOn = workbench_->checkpoints().runsOn();
            const QString threads = info->threads == 1 ? tr("1 thread") : tr("%1 threads").arg(info->threads);
            deviceLabel_->setText(tr("%1, %2").arg(runsOn.isEmpty() ? preferences_.device : runsOn, threads));
            deviceLabel_->setToolTip(tr("LibTorch %1").arg(QString::fromStdString(info->libtorch)));
        });
}

void MainWindow::showAbout() {
    runtimeInfo_.enqueue([](const Job&) { return runtimeInfo(); },
                         [this](Result<RuntimeInfo> info) {
                             if (info)
                                 showAboutDialog(this, *info);
                             else
                                 message_->showError(info.error());
                         });
}

void MainWindow::showShortcuts() {
    showShortcutsDialog(this, findChildren<QAction*>());
}

} // namespace tvlt
