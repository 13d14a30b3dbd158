#pragma once

#include "core/attention/token_map.h"
#include "widgets/figure/color_bar.h"
#include "widgets/style/painted_content.h"

#include <QImage>
#include <QWidget>

#include <memory>
#include <optional>

namespace tvlt {

class ViewState;

/// Frames above and the spectrogram below, with a map laid over both on one scale; its colour bar stands to the right.
/// A click chooses the patch under it (ViewState::token), the arrow keys the one beside it.
class TokenMapView : public QWidget {
    Q_OBJECT

  public:
    explicit TokenMapView(ViewState& state, QWidget* parent = nullptr);

    /// What the map lies on; none: nothing is open.
    void setFeatures(std::shared_ptr<const ClipFeatures> features);
    /// None: nothing is laid over. A map of other features is not shown.
    void setMap(std::shared_ptr<const TokenMap> map);
    /// Stands in the middle while there are no features, or in a corner while the map is being computed; empty:
    /// nothing.
    void setNote(const QString& note);
    /// The patch that is framed; it need not be the view state's, which may have none.
    void setFramed(std::optional<TokenRef> token);
    /// Of the map over the pictures, 0 to 1.
    void setOpacity(double opacity);

    [[nodiscard]] QRectF frameRect(int frame) const;
    [[nodiscard]] QRectF spectrogramRect() const;
    [[nodiscard]] QRectF patchRect(const TokenRef& token) const;
    [[nodiscard]] const ColorScale& scale() const { return bar_.scale; }
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent*) override;
    void resizeEvent(QResizeEvent*) override;
    void changeEvent(QEvent*) override;
    void mousePressEvent(QMouseEvent*) override;
    void mouseMoveEvent(QMouseEvent*) override;
    void leaveEvent(QEvent*) override;
    void keyPressEvent(QKeyEvent*) override;
    bool event(QEvent*) override;

  private:
    void changed();
    void paintContent(QPainter& painter) const;
    void paintAxes(QPainter& painter) const;
    void paintBar(QPainter& painter) const;
    [[nodiscard]] int frameColumns() const;
    [[nodiscard]] bool hasSound() const;
    [[nodiscard]] QRectF framesArea() const;
    [[nodiscard]] std::optional<TokenRef> tokenAt(const QPointF& position) const;

    ViewState& state_;
    std::shared_ptr<const ClipFeatures> features_;
    std::shared_ptr<const TokenMap> map_;
    QString note_;
    std::optional<TokenRef> framed_;
    double opacity_ = 0.6;
    ColorBar bar_;
    std::vector<QImage> frames_;
    QImage spectrogram_;
    std::vector<QImage> frameMaps_;
    QImage spectrogramMap_;
    PaintedContent content_;
};

} // namespace tvlt
