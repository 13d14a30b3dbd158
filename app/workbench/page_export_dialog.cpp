#include "app/workbench/page_export_dialog.h"

#include "app/workbench/figure_file_row.h"
#include "app/workbench/figure_preview.h"
#include "app/workbench/look_rows.h"
#include "widgets/style/spacing.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace tvlt {

PageExportDialog::PageExportDialog(PageFigure figure, const PageExportChoice& choice, const QString& name,
                                   QWidget* parent)
    : QDialog(parent), figure_(std::move(figure)), preview_(new FigurePreview), size_(new QLabel) {
    setObjectName("pageExportDialog");
    setWindowTitle(tr("Export figure"));
    file_ = new FigureFileRow(QDir(choice.folder.isEmpty() ? QDir::homePath() : choice.folder).filePath(name + ".pdf"));
    const auto check = [](const char* object, const QString& text, bool on, const QString& help) {
        auto* box = new QCheckBox(text);
        box->setObjectName(object);
        box->setChecked(on);
        box->setToolTip(help);
        return box;
    };
    recipe_ = check("figureRecipe", tr("Recipe in the metadata"), choice.extras.recipe,
                    tr("Clip's name and SHA-256, checkpoint, version and the tvlt arguments. Never a folder."));
    arrays_ =
        check("figureArrays", tr("Arrays beside it (.npz)"), choice.extras.arrays, tr("For NumPy: all that is shown"));
    table_ = check("figureTable", tr("Table beside it (.csv)"), choice.extras.table, tr("The numbers that are shown"));
    auto* form = new QFormLayout;
    form->setSpacing(kUnit);
    form->addRow(tr("&File"), file_);
    look_ = new LookRows(choice.look, *form, this);
    file_->addBeside(arrays_, "npz");
    file_->addBeside(table_, "csv");
    for (QCheckBox* option : {recipe_, arrays_, table_})
        form->addRow(option);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    write_ = buttons->addButton(tr("Export"), QDialogButtonBox::AcceptRole);
    write_->setObjectName("writeFigure");
    write_->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &PageExportDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* side = new QVBoxLayout;
    side->addLayout(form);
    side->addStretch(1);
    side->addWidget(buttons);
    auto* shown = new QVBoxLayout;
    shown->addWidget(preview_, 1);
    shown->addWidget(size_);
    auto* row = new QHBoxLayout(this);
    row->addLayout(shown, 1);
    row->addLayout(side);

    connect(look_, &LookRows::edited, this, &PageExportDialog::edited);
    connect(preview_, &FigurePreview::sized, this, [this](QSizeF mm) {
        size_->setText(tr("%1 × %2 mm").arg(mm.width(), 0, 'f', 0).arg(mm.height(), 0, 'f', 0));
        write_->setEnabled(true);
    });
    connect(preview_, &FigurePreview::refused, this, [this] {
        size_->clear();
        write_->setEnabled(false);
    });
    resize(1000, 600);
    edited();
}

void PageExportDialog::edited() {
    preview_->setFigure([lay = figure_.lay, look = choice().look] { return lay(look); });
}

PageExportChoice PageExportDialog::choice() const {
    return {look_->look(),
            {recipe_->isChecked(), arrays_->isChecked(), table_->isChecked()},
            QFileInfo(path()).absolutePath()};
}

QString PageExportDialog::path() const {
    return file_->path();
}

void PageExportDialog::accept() {
    if (const QString problem = file_->problem(); !problem.isEmpty())
        return size_->setText(QStringLiteral("⚠ ") + problem);
    QDialog::accept();
}

} // namespace tvlt
