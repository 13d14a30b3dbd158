#include "app/workbench/page_export_dialog.h"

#include "app/workbench/figure_file_row.h"
#include "app/workbench/figure_preview.h"
#include "widgets/style/spacing.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace tvlt {
namespace {

constexpr double kOneColumn = 85.0; // mm
constexpr double kTwoColumns = 180.0;

int kindOf(double mm) {
    return mm == kOneColumn ? 0 : mm == kTwoColumns ? 1 : 2;
}

} // namespace

PageExportDialog::PageExportDialog(PageFigure figure, const PageExportChoice& choice, const QString& name,
                                   QWidget* parent)
    : QDialog(parent), figure_(std::move(figure)), preview_(new FigurePreview), widthKind_(new QComboBox),
      width_(new QDoubleSpinBox), font_(new QDoubleSpinBox), dpi_(new QSpinBox), size_(new QLabel) {
    setObjectName("pageExportDialog");
    setWindowTitle(tr("Export figure"));
    file_ = new FigureFileRow(QDir(choice.folder.isEmpty() ? QDir::homePath() : choice.folder).filePath(name + ".pdf"));
    widthKind_->setObjectName("figureWidthKind");
    widthKind_->addItems({tr("one column"), tr("two columns"), tr("own width")});
    width_->setObjectName("figureWidth");
    width_->setRange(80.0, 1000.0);
    width_->setDecimals(0);
    width_->setSuffix(tr(" mm"));
    width_->setValue(choice.look.widthMm);
    widthKind_->setCurrentIndex(kindOf(choice.look.widthMm));
    font_->setObjectName("figureFont");
    font_->setRange(4.0, 14.0);
    font_->setDecimals(1);
    font_->setSingleStep(0.5);
    font_->setSuffix(tr(" pt"));
    font_->setValue(choice.look.fontPt);
    dpi_->setRange(30, 1200);
    dpi_->setSingleStep(50);
    dpi_->setSuffix(tr(" dpi"));
    dpi_->setValue(choice.look.dpi);
    dpi_->setToolTip(tr("Of a PNG; raised where cells would be lost"));
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
    auto* widths = new QHBoxLayout;
    widths->addWidget(widthKind_);
    widths->addWidget(width_);
    form->addRow(tr("Width"), widths);
    auto* sizes = new QHBoxLayout;
    sizes->addWidget(font_);
    sizes->addWidget(dpi_);
    form->addRow(tr("Text, dots"), sizes);
    for (QCheckBox* option : {recipe_, arrays_, table_})
        form->addRow(option);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    write_ = buttons->addButton(tr("Export"), QDialogButtonBox::AcceptRole);
    write_->setObjectName("writeFigure");
    write_->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
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

    connect(widthKind_, &QComboBox::currentIndexChanged, this, [this](int kind) {
        if (kind < 2)
            width_->setValue(kind == 0 ? kOneColumn : kTwoColumns);
    });
    connect(width_, &QDoubleSpinBox::valueChanged, this, [this](double mm) {
        widthKind_->setCurrentIndex(kindOf(mm));
        edited();
    });
    connect(font_, &QDoubleSpinBox::valueChanged, this, &PageExportDialog::edited);
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
    return {{width_->value(), font_->value(), dpi_->value()},
            {recipe_->isChecked(), arrays_->isChecked(), table_->isChecked()},
            QFileInfo(path()).absolutePath()};
}

QString PageExportDialog::path() const {
    return file_->path();
}

} // namespace tvlt
