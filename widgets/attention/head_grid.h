#pragma once

#include "core/attention/attention_pass.h"
#include "widgets/figure/color_map.h"

#include <QWidget>

#include <optional>

namespace tvlt {

/// What of a head the grid's colours say.
enum class HeadQuantity { VideoToVideo, VideoToAudio, AudioToVideo, AudioToAudio, PatchesToCls, Entropy };

/// NaN where the sequence has no such tokens. Shares from 0 to 1; entropy in bits.
[[nodiscard]] double headQuantity(const HeadSummary& summary, HeadQuantity quantity);

/// All heads of all layers as a heat map: a column a head, a row a layer, the lowest layer below. A click or the arrow
/// keys choose a head; Home and End lead to the first and last of a layer.
class HeadGrid : public QWidget {
    Q_OBJECT

  public:
    explicit HeadGrid(QWidget* parent = nullptr);

    /// Of no layers: there is nothing to show.
    void setOverview(AttentionOverview overview);
    void setQuantity(HeadQuantity quantity);
    /// The layer and head that are looked into; no head: all of the layer's.
    void setCurrent(int layer, std::optional<int> head);
    [[nodiscard]] QRectF cellRect(int layer, int head) const;
    [[nodiscard]] const ColorScale& scale() const { return scale_; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  signals:
    void chosen(int layer, int head);

  protected:
    void paintEvent(QPaintEvent*) override;
    void mousePressEvent(QMouseEvent*) override;
    void keyPressEvent(QKeyEvent*) override;
    bool event(QEvent*) override;

  private:
    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] std::optional<std::pair<int, int>> cellAt(const QPointF& position) const;
    [[nodiscard]] QString describe(int layer, int head) const;
    void fitScale();

    AttentionOverview overview_;
    HeadQuantity quantity_ = HeadQuantity::VideoToAudio;
    ColorScale scale_;
    int layer_ = 0;
    std::optional<int> head_;
};

} // namespace tvlt
