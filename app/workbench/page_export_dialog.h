#pragma once

#include "app/workbench/page_figure.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QPushButton;

namespace tvlt {

class FigureFileRow;
class FigurePreview;
class LookRows;

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

    /// Stays open, and says why, where nothing can be written.
    void accept() override;

  private:
    void edited();

    PageFigure figure_;
    FigurePreview* preview_;
    FigureFileRow* file_;
    LookRows* look_;
    QCheckBox* recipe_;
    QCheckBox* arrays_;
    QCheckBox* table_;
    QLabel* size_;
    QPushButton* write_;
};

} // namespace tvlt
