#pragma once

#include "core/base/job.h"
#include "widgets/figure/figure.h"

#include <QDialog>

#include <array>
#include <filesystem>
#include <functional>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace tvlt {

/// Writes a figure of values that it holds to a .png, .svg or .pdf; for any thread. Throws Exception.
using FigureWriter = std::function<void(const std::filesystem::path&, const Job&)>;

class FigureFileRow;
class FigurePreview;
class LookRows;

/// What is asked for once may be wanted again: kept by the window from one export to the next.
struct ExportChoice {
    FigureOptions options;
    bool recipe = true;
    bool arrays = false; ///< an .npz beside the figure
    bool table = false;  ///< a .csv
    QString folder;
};

/// Chooses what a figure of an analysis shows and how, with a live preview.
class ExportDialog : public QDialog {
    Q_OBJECT

  public:
    ExportDialog(std::shared_ptr<const Analysis> analysis, const ExportChoice& choice, const QString& name,
                 QWidget* parent = nullptr);

    [[nodiscard]] ExportChoice choice() const;
    /// Where the figure goes; its ending says the format.
    [[nodiscard]] QString path() const;
    /// Writes the figure and what was asked for beside it.
    [[nodiscard]] FigureWriter writer() const;
    [[nodiscard]] FigurePreview& preview() { return *preview_; }

    /// Stays open, and says why, where nothing can be written.
    void accept() override;

  private:
    QWidget* buildControls(const ExportChoice& choice);
    void edited();
    [[nodiscard]] FigureOptions options() const;

    std::shared_ptr<const Analysis> analysis_;
    FigurePreview* preview_;
    FigureFileRow* file_;
    LookRows* look_ = nullptr;
    std::array<QCheckBox*, 4> panels_{};
    QCheckBox* picture_;
    QCheckBox* sound_;
    QLineEdit* frames_;
    QComboBox* levels_;
    QComboBox* errors_;
    QCheckBox* grid_;
    QCheckBox* caption_;
    QCheckBox* recipe_;
    QCheckBox* arrays_;
    QCheckBox* table_;
    QLabel* size_;
    QPushButton* write_ = nullptr;
    bool framesRead_ = true; ///< what stands in the field of frames is understood
};

} // namespace tvlt
