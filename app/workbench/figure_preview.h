#pragma once

#include "app/workbench/background.h"
#include "widgets/figure/figure_file.h"

#include <QImage>
#include <QTimer>
#include <QWidget>

#include <functional>

namespace tvlt {

/// A figure as it will be, painted off the GUI thread while the last one stays on screen.
class FigurePreview : public QWidget {
    Q_OBJECT

  public:
    explicit FigurePreview(QWidget* parent = nullptr);
    /// What lays it out, on another thread; it may throw.
    void setFigure(std::function<FigurePage()> lay);
    [[nodiscard]] bool busy() const { return soon_.isActive() || work_.running(); }
    [[nodiscard]] const QImage& image() const { return image_; }

  signals:
    /// Of the figure now previewed, in millimetres.
    void sized(QSizeF millimetres);
    /// There is no such figure: why.
    void refused(const QString& why);

  protected:
    void paintEvent(QPaintEvent*) override;
    void resizeEvent(QResizeEvent*) override;

  private:
    void render();

    std::function<FigurePage()> lay_;
    QImage image_;
    QString problem_;
    QTimer soon_;
    Background work_;
};

} // namespace tvlt
