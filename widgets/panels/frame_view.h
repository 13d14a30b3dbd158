#pragma once

#include <QImage>
#include <QWidget>

namespace tvlt {

/// The clip's own frame at the cursor, in full resolution, with its time below.
class FrameView : public QWidget {
    Q_OBJECT

  public:
    explicit FrameView(QWidget* parent = nullptr);
    void setFrame(QImage image, double time);
    /// No picture: says why.
    void setMessage(const QString& message);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

  protected:
    void paintEvent(QPaintEvent*) override;

  private:
    QImage image_;
    double time_ = 0.0;
    QString message_;
};

} // namespace tvlt
