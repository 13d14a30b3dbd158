#pragma once

#include "app/workbench/page_figure.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace tvlt {

class FigureFileRow;
class FigurePreview;

/// What of a page's figure may be wanted again: kept by the window from one export to the next.
struct PageExportChoice {
    FigureLook look;
    PageExtras extras;
    QString folder;
};

/// Chooses how a page's figure looks and what is written beside it, with a live preview.
class PageExportDialog : public QDialog {
    Q_OBJECT

  public:
    PageExportDialog(PageFigure figure, const PageExportChoice& choice, const QString& name, QWidget* parent = nullptr);

    [[nodiscard]] PageExportChoice choice() const;
    /// Where the figure goes; its ending says the format.
    [[nodiscard]] QString path() const;
    [[nodiscard]] const PageFigure& figure() const { return figure_; }
    [[nodiscard]] FigurePreview& preview() { return *preview_; }

  private:
    void edited();

    PageFigure figure_;
    FigurePreview* preview_;
    FigureFileRow* file_;
    QComboBox* widthKind_;
    QDoubleSpinBox* width_;
    QDoubleSpinBox* font_;
    QSpinBox* dpi_;
    QCheckBox* recipe_;
    QCheckBox* arrays_;
    QCheckBox* table_;
    QLabel* size_;
    QPushButton* write_;
};

} // namespace tvlt
