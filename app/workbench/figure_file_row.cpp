#include "app/workbench/figure_file_row.h"

#include "widgets/style/spacing.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace tvlt {

FigureFileRow::FigureFileRow(const QString& path, QWidget* parent)
    : QWidget(parent), path_(new QLineEdit(path)), format_(new QComboBox) {
    path_->setObjectName("figurePath");
    path_->setMinimumWidth(32 * kUnit);
    path_->setAccessibleName(tr("File"));
    format_->setObjectName("figureFormat");
    format_->addItems({"pdf", "svg", "png"});
    format_->setToolTip(tr("PDF and SVG keep text as text; cells stay exact in all three"));
    auto* browse = new QPushButton(tr("Browse…"));
    auto* line = new QHBoxLayout;
    line->addWidget(format_);
    line->addWidget(browse);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kUnit);
    column->addWidget(path_);
    column->addLayout(line);
    setFocusProxy(path_);
    connect(browse, &QPushButton::clicked, this, &FigureFileRow::browse);
    connect(format_, &QComboBox::currentTextChanged, this, &FigureFileRow::setFormat);
}

QString FigureFileRow::path() const {
    return path_->text();
}

void FigureFileRow::browse() {
    const QString path =
        QFileDialog::getSaveFileName(this, tr("Export figure"), path_->text(), tr("Figures (*.pdf *.svg *.png)"));
    if (path.isEmpty())
        return;
    path_->setText(path);
    if (const int known = format_->findText(QFileInfo(path).suffix().toLower()); known >= 0)
        format_->setCurrentIndex(known);
    else
        setFormat(format_->currentText());
}

void FigureFileRow::setFormat(const QString& ending) {
    const QFileInfo file(path_->text());
    path_->setText(file.dir().filePath(file.completeBaseName() + '.' + ending));
}

} // namespace tvlt
