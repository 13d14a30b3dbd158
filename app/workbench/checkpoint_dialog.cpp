#include "app/workbench/checkpoint_dialog.h"

#include "widgets/chrome/message_bar.h"
#include "widgets/panels/model_panel.h"
#include "widgets/style/icon.h"
#include "widgets/style/spacing.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace tvlt {

CheckpointDialog::CheckpointDialog(QWidget* parent)
    : QDialog(parent), line_(new QLineEdit), recent_(new QListWidget), load_(new QPushButton(tr("&Load"))),
      message_(new MessageBar), report_(new ModelPanel) {
    setObjectName("checkpointDialog");
    setWindowTitle(tr("Open checkpoint"));
    resize(90 * kUnit, 70 * kUnit);
    line_->setObjectName("checkpointLine");
    line_->setPlaceholderText(tr("Folder, file, or hub id such as ZinengTang/tvlt-base"));
    line_->setClearButtonEnabled(true);
    line_->setAccessibleName(tr("Checkpoint"));
    auto* folder = new QPushButton(themedIcon("open"), tr("F&older…"));
    folder->setToolTip(tr("A Hugging Face folder: config.json and weights"));
    auto* file = new QPushButton(tr("&File…"));
    file->setToolTip(tr("A .safetensors or .bin file, or the authors' .ckpt"));
    auto* hint = new QLabel(tr("A hub id is looked up in the local Hugging Face cache. What is not there can be "
                               "downloaded; you are asked first."));
    hint->setForegroundRole(QPalette::PlaceholderText);
    hint->setWordWrap(true);
    message_->setObjectName("checkpointMessage");
    recent_->setObjectName("recentCheckpoints");
    recent_->setMaximumHeight(14 * kUnit);
    recent_->setAccessibleName(tr("Recent checkpoints"));
    load_->setObjectName("loadCheckpoint");
    load_->setDefault(true);
    load_->setEnabled(false);

    auto* row = new QHBoxLayout;
    row->addWidget(line_, 1);
    row->addWidget(folder);
    row->addWidget(file);
    row->addWidget(load_);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(kUnit);
    column->addLayout(row);
    column->addWidget(hint);
    column->addWidget(message_);
    column->addWidget(new QLabel(tr("Recent")));
    column->addWidget(recent_);
    column->addWidget(new QLabel(tr("In use")));
    column->addWidget(report_, 1);

    connect(line_, &QLineEdit::textChanged, this, [this](const QString& text) { load_->setEnabled(!text.isEmpty()); });
    connect(load_, &QPushButton::clicked, this, &CheckpointDialog::request);
    connect(recent_, &QListWidget::itemClicked, this, [this](QListWidgetItem* item) { line_->setText(item->text()); });
    connect(recent_, &QListWidget::itemActivated, this, &CheckpointDialog::request);
    connect(folder, &QPushButton::clicked, this, [this] {
        if (const QString path = QFileDialog::getExistingDirectory(this, tr("Checkpoint folder")); !path.isEmpty())
            line_->setText(path);
    });
    connect(file, &QPushButton::clicked, this, [this] {
        const QString path = QFileDialog::getOpenFileName(
            this, tr("Checkpoint file"), {}, tr("Checkpoints (*.safetensors *.bin *.ckpt *.pt *.pth);;All files (*)"));
        if (!path.isEmpty())
            line_->setText(path);
    });
}

void CheckpointDialog::setRecent(const QStringList& recent) {
    recent_->clear();
    recent_->addItems(recent);
}

void CheckpointDialog::setReport(const QString& name, const LoadReport& report, const QString& runsOn) {
    message_->clear();
    report_->setReport(name, report, runsOn);
}

void CheckpointDialog::showError(const Error& error) {
    message_->showError(error);
}

void CheckpointDialog::request() {
    message_->clear();
    if (!line_->text().isEmpty())
        emit loadRequested(line_->text().trimmed());
}

} // namespace tvlt
