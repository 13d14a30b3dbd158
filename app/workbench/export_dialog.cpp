#include "app/workbench/export_dialog.h"

#include "app/workbench/color_map_box.h"
#include "app/workbench/figure_file_row.h"
#include "app/workbench/figure_preview.h"
#include "app/workbench/look_rows.h"
#include "core/analysis/analysis.h"
#include "core/base/file.h"
#include "core/export/analysis_export.h"
#include "core/export/clip_hash.h"
#include "core/export/figure_recipe.h"
#include "core/export/info_json.h"
#include "core/export/patch_table.h"
#include "widgets/figure/figure_arguments.h"
#include "widgets/style/spacing.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace tvlt {
namespace {

QString panelText(FigurePanel panel) {
    switch (panel) {
    case FigurePanel::Original:
        return ExportDialog::tr("Original");
    case FigurePanel::Masked:
        return ExportDialog::tr("Masked");
    case FigurePanel::Reconstruction:
        return ExportDialog::tr("Reconstruction");
    case FigurePanel::Error:
        return ExportDialog::tr("Error");
    }
    return {};
}

QCheckBox* check(const char* name, const QString& text, bool on, const QString& help = {}) {
    auto* box = new QCheckBox(text);
    box->setObjectName(name);
    box->setChecked(on);
    box->setToolTip(help);
    return box;
}

/// "1, 3-5" as indices from 0; none where it is not understood. Nothing means all frames.
std::optional<std::vector<int>> readFrames(const QString& text, int count) {
    std::vector<int> frames;
    for (const QString& part : text.split(',', Qt::SkipEmptyParts)) {
        const QStringList ends = part.trimmed().split('-');
        bool fine = false, alsoFine = true;
        const int first = ends.front().trimmed().toInt(&fine);
        const int last = ends.size() == 2 ? ends.back().trimmed().toInt(&alsoFine) : first;
        if (!fine || !alsoFine || ends.size() > 2 || first < 1 || last < first || last > count)
            return std::nullopt;
        for (int frame = first; frame <= last; ++frame)
            frames.push_back(frame - 1);
    }
    std::sort(frames.begin(), frames.end());
    frames.erase(std::unique(frames.begin(), frames.end()), frames.end());
    return frames;
}

QString framesText(const std::vector<int>& frames) {
    QStringList numbers;
    for (const int frame : frames)
        numbers << QString::number(frame + 1);
    return numbers.join(QStringLiteral(", "));
}

} // namespace

ExportDialog::ExportDialog(std::shared_ptr<const Analysis> analysis, const ExportChoice& choice, const QString& name,
                           QWidget* parent)
    : QDialog(parent), analysis_(std::move(analysis)), preview_(new FigurePreview),
      file_(
          new FigureFileRow(QDir(choice.folder.isEmpty() ? QDir::homePath() : choice.folder).filePath(name + ".pdf"))),
      size_(new QLabel) {
    setObjectName("exportDialog");
    setWindowTitle(tr("Export figure"));
    auto* side = new QVBoxLayout;
    side->setSpacing(kUnit);
    side->addWidget(buildControls(choice));
    side->addStretch(1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    write_ = buttons->addButton(tr("Export"), QDialogButtonBox::AcceptRole);
    write_->setObjectName("writeFigure");
    write_->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    side->addWidget(buttons);
    auto* shown = new QVBoxLayout;
    shown->addWidget(preview_, 1);
    shown->addWidget(size_);
    auto* row = new QHBoxLayout(this);
    row->addLayout(shown, 1);
    row->addLayout(side);
    connect(preview_, &FigurePreview::sized, this, [this](QSizeF mm) {
        size_->setText(tr("%1 × %2 mm").arg(mm.width(), 0, 'f', 0).arg(mm.height(), 0, 'f', 0));
        write_->setEnabled(framesRead_);
    });
    connect(preview_, &FigurePreview::refused, this, [this] {
        size_->clear();
        write_->setEnabled(false);
    });
    resize(1100, 680);
    edited();
}

QWidget* ExportDialog::buildControls(const ExportChoice& choice) {
    const FigureOptions& o = choice.options;
    const ClipFeatures& features = *analysis_->features;
    auto* box = new QWidget;
    auto* form = new QFormLayout(box);
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(kUnit);

    form->addRow(tr("&File"), file_);

    look_ = new LookRows({o.widthMm, o.fontPt, o.dpi}, *form, this);

    auto* panels = new QGridLayout;
    for (std::size_t i = 0; i < kFigurePanels.size(); ++i) {
        const bool on =
            std::find(o.choice.panels.begin(), o.choice.panels.end(), kFigurePanels[i]) != o.choice.panels.end();
        panels_[i] = check("figurePanel", panelText(kFigurePanels[i]), on);
        panels->addWidget(panels_[i], int(i) / 2, int(i) % 2);
    }
    form->addRow(tr("Rows"), panels);
    picture_ = check("figurePicture", tr("Picture"), o.choice.picture && features.pixels.has_value());
    sound_ = check("figureSound", tr("Sound"), o.choice.sound && features.audio.has_value());
    picture_->setEnabled(features.pixels.has_value());
    sound_->setEnabled(features.audio.has_value());
    auto* modalities = new QHBoxLayout;
    modalities->addWidget(picture_);
    modalities->addWidget(sound_);
    form->addRow(tr("Of"), modalities);
    frames_ = new QLineEdit(framesText(o.choice.frames));
    frames_->setObjectName("figureFrames");
    frames_->setPlaceholderText(features.frames.size() == 1 ? tr("the one frame")
                                                            : tr("all %1 frames").arg(features.frames.size()));
    frames_->setToolTip(tr("Which frames, from 1 on: 1, 3-5"));
    form->addRow(tr("F&rames"), frames_);
    levels_ = colorMapBox("levelColors", o.colors.level);
    errors_ = colorMapBox("errorColors", o.colors.error);
    form->addRow(tr("&Level colours"), levels_);
    form->addRow(tr("&Error colours"), errors_);
    grid_ = check("figureGrid", tr("Patch grid"), o.patchGrid);
    caption_ = check("figureCaption", tr("Caption"), o.choice.caption);
    recipe_ = check("figureRecipe", tr("Recipe in the metadata"), choice.recipe,
                    tr("Clip's name and SHA-256, checkpoint, mask, versions and the tvlt arguments. Never a folder."));
    arrays_ = check("figureArrays", tr("Arrays beside it (.npz)"), choice.arrays, tr("For NumPy: all that is shown"));
    table_ = check("figureTable", tr("Table beside it (.csv)"), choice.table, tr("One line a patch, with its errors"));
    file_->addBeside(arrays_, "npz");
    file_->addBeside(table_, "csv");
    for (QCheckBox* option : {grid_, caption_, recipe_, arrays_, table_})
        form->addRow(option);

    connect(look_, &LookRows::edited, this, &ExportDialog::edited);
    connect(frames_, &QLineEdit::textChanged, this, &ExportDialog::edited);
    for (QComboBox* map : {levels_, errors_})
        connect(map, &QComboBox::currentIndexChanged, this, &ExportDialog::edited);
    for (QCheckBox* option : {panels_[0], panels_[1], panels_[2], panels_[3], picture_, sound_, grid_, caption_})
        connect(option, &QCheckBox::toggled, this, &ExportDialog::edited);
    return box;
}

FigureOptions ExportDialog::options() const {
    FigureOptions options;
    const FigureLook look = look_->look();
    options.widthMm = look.widthMm;
    options.fontPt = look.fontPt;
    options.dpi = look.dpi;
    options.patchGrid = grid_->isChecked();
    options.colors = {ColorMap(levels_->currentData().toInt()), ColorMap(errors_->currentData().toInt())};
    options.choice.panels.clear();
    for (std::size_t i = 0; i < panels_.size(); ++i)
        if (panels_[i]->isChecked())
            options.choice.panels.push_back(kFigurePanels[i]);
    options.choice.picture = picture_->isChecked();
    options.choice.sound = sound_->isChecked();
    options.choice.caption = caption_->isChecked();
    options.choice.frames =
        readFrames(frames_->text(), int(analysis_->features->frames.size())).value_or(std::vector<int>());
    return options;
}

void ExportDialog::edited() {
    framesRead_ = readFrames(frames_->text(), int(analysis_->features->frames.size())).has_value();
    frames_->setStyleSheet(framesRead_ ? QString() : QStringLiteral("border: 1px solid #b3261e"));
    if (!framesRead_) {
        write_->setEnabled(false);
        size_->setText(tr("⚠ Frames run from 1 to %1, written as 1, 3-5.").arg(analysis_->features->frames.size()));
        return;
    }
    preview_->setFigure([analysis = analysis_, options = options()] {
        return figurePage(ReconstructionFigure(analysis, options), options);
    });
}

ExportChoice ExportDialog::choice() const {
    return {options(), recipe_->isChecked(), arrays_->isChecked(), table_->isChecked(),
            QFileInfo(path()).absolutePath()};
}

QString ExportDialog::path() const {
    return file_->path();
}

FigureWriter ExportDialog::writer() const {
    return [analysis = analysis_, choice = choice()](const std::filesystem::path& path, const Job& job) {
        FigureOptions options = choice.options;
        if (choice.recipe)
            options.recipe =
                jsonText(figureRecipe(*analysis, clipHash(analysis->features->clip, job), figureArguments(options)));
        exportFigure(analysis, path, options);
        const auto beside = [&](const char* ending) { return std::filesystem::path(path).replace_extension(ending); };
        if (choice.arrays)
            writeNpz(beside(".npz"), analysisArrays(*analysis));
        if (choice.table)
            writeFileAtomically(beside(".csv"), patchTable(*analysis));
    };
}

void ExportDialog::accept() {
    if (const QString problem = file_->problem(); !problem.isEmpty())
        return size_->setText(QStringLiteral("⚠ ") + problem);
    QDialog::accept();
}

} // namespace tvlt
