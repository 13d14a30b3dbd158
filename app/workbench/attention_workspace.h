#pragma once

#include "app/workbench/attention_controller.h"
#include "app/workbench/workspace.h"

class QComboBox;
class QLabel;

namespace tvlt {

class HeadGrid;
class MapControls;
class TargetList;
class TokenMapView;
class Workbench;

/// The page "Attention": which patches attend to which, and what the states between the layers say. On the left all
/// heads at a glance and the largest targets, on the right the map over frames and spectrogram.
class AttentionWorkspace : public Workspace {
    Q_OBJECT

  public:
    static constexpr QLatin1String kJob{"attention pass"};

    explicit AttentionWorkspace(Workbench& workbench, QWidget* parent = nullptr);

    [[nodiscard]] bool busy() const override;
    void cancel(const QString& job) override;
    [[nodiscard]] std::optional<PageFigure> figure() const override;

  protected:
    void showEvent(QShowEvent*) override;
    void hideEvent(QHideEvent*) override;

  private:
    void build();
    void takeData();
    void takePass();
    /// The controller's; null while the workbench is at another clip already and says so next.
    [[nodiscard]] std::shared_ptr<const AttentionPass> currentPass() const;
    void takeMap();
    void ask();
    /// The token that is asked about, and why it is not the one that was chosen; empty: it is.
    [[nodiscard]] std::pair<AskedToken, QString> asked(const AttentionPass& pass) const;
    [[nodiscard]] QString note() const;
    [[nodiscard]] QString questionText(const MapQuestion& question) const;

    Workbench& workbench_;
    AttentionController controller_;
    QComboBox* quantity_;
    HeadGrid* grid_;
    TargetList* targets_;
    MapControls* controls_;
    QLabel* question_;
    QLabel* rule_;
    TokenMapView* map_;
    QString why_;       ///< the token asked about is not the one that was chosen
    bool told_ = false; ///< of the failure that the controller holds
};

} // namespace tvlt
