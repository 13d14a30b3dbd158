#pragma once

#include "app/workbench/background.h"
#include "widgets/figure/figure.h"

#include <QImage>
#include <QTimer>
#include <QWidget>

namespace tvlt {

/// A figure as it will be, painted off the GUI thread while the last one stays on screen.
class FigurePreview : public QWidget {
    Q_OBJECT

  public:
    explicit FigurePreview(std::shared_ptr<const Analysis> analysis, QWidget* parent = nullptr);
    void setOptions(const FigureOptions& options);
    [[nodiscard]] bool busy() const { return soon_.isActive() || work_.running(); }
    [[nodiscard]] const QImage& image() const { return image_; }

  signals:
    /// Of the figure now previewed, in millimetres.
    void sized(QSizeF millimetres);
    /// These options make no figure: why.
    void refused(const QString& why);

  protected:
    void paintEvent(QPaintEvent*) override;
    void resizeEvent(QResizeEvent*) override;

  private:
    void render();

    std::shared_ptr<const Analysis> analysis_;
    FigureOptions options_;
    QImage image_;
    QString problem_;
    QTimer soon_;
    Background work_;
};

} // namespace tvlt
