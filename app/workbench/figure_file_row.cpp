#include "app/workbench/figure_file_row.h"

#include "widgets/style/spacing.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace tvlt {

FigureFileRow::FigureFileRow(const QString& path, QWidget* parent)
    : QWidget(parent), path_(new QLineEdit(path)), format_(new QComboBox), replaced_(new QLabel) {
    path_->setObjectName("figurePath");
    path_->setMinimumWidth(32 * kUnit);
    path_->setAccessibleName(tr("File"));
    format_->setObjectName("figureFormat");
    format_->addItems({"pdf", "svg", "png"});
    format_->setToolTip(tr("PDF and SVG keep text as text; cells stay exact in all three"));
    auto* browse = new QPushButton(tr("Browse…"));
    browse->setAutoDefault(false); // Enter in the path exports
    auto* line = new QHBoxLayout;
    line->addWidget(format_);
    line->addWidget(browse);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kUnit);
    column->addWidget(path_);
    column->addLayout(line);
    column->addWidget(replaced_);
    replaced_->setObjectName("figureReplaced");
    setFocusProxy(path_);
    connect(browse, &QPushButton::clicked, this, &FigureFileRow::browse);
    connect(format_, &QComboBox::currentTextChanged, this, &FigureFileRow::setFormat);
    connect(path_, &QLineEdit::textEdited, this, [this](const QString& text) {
        const int known = format_->findText(QFileInfo(text).suffix().toLower());
        const QSignalBlocker block(format_); // what is typed stays as it is
        if (known >= 0)
            format_->setCurrentIndex(known);
    });
    connect(path_, &QLineEdit::textChanged, this, &FigureFileRow::sayReplaced);
    replaced_->setTextFormat(Qt::PlainText);
    replaced_->setWordWrap(true);
    sayReplaced();
}

void FigureFileRow::addBeside(const QCheckBox* box, const QString& ending) {
    beside_.emplace_back(box, ending);
    connect(box, &QCheckBox::toggled, this, &FigureFileRow::sayReplaced);
    sayReplaced();
}

void FigureFileRow::sayReplaced() {
    const QFileInfo figure(path_->text());
    QStringList files{figure.fileName()};
    for (const auto& [box, ending] : beside_)
        if (box->isChecked())
            files << figure.completeBaseName() + '.' + ending;
    files.removeIf([&](const QString& name) { return !QFileInfo(figure.dir(), name).isFile(); });
    replaced_->setText(files.size() == 1
                           ? tr("%1 is there already: it will be replaced.").arg(files.front())
                           : tr("These are there already and will be replaced: %1.").arg(files.join(", ")));
    replaced_->setVisible(!files.isEmpty());
}

QString FigureFileRow::path() const {
    return path_->text();
}

QString FigureFileRow::problem() const {
    const QFileInfo file(path());
    if (file.fileName().isEmpty() || file.isDir())
        return tr("Name a file.");
    if (format_->findText(file.suffix().toLower()) < 0)
        return tr("The name must end in .pdf, .svg or .png.");
    const QFileInfo folder(file.absolutePath());
    if (!folder.isDir())
        return tr("There is no folder %1.").arg(QDir::toNativeSeparators(folder.filePath()));
    return folder.isWritable() ? QString() : tr("Nothing can be written to %1.").arg(folder.filePath());
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
