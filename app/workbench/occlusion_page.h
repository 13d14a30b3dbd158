#pragma once

#include "app/workbench/background.h"
#include "app/workbench/workspace.h"
#include "core/attention/token_map.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QSlider;
class QSpinBox;

namespace tvlt {

class TargetList;
class TokenMapView;
class Workbench;

/// Slides a window that hides patches over the open segment and maps how a chosen output changes.
class OcclusionPage : public Workspace {
    Q_OBJECT

  public:
    static constexpr QLatin1String kJob{"occlusion"};

    explicit OcclusionPage(Workbench& workbench, QWidget* parent = nullptr);

    [[nodiscard]] bool busy() const override { return run_.running(); }
    void cancel(const QString& job) override;
    [[nodiscard]] std::optional<PageFigure> figure() const override;
    [[nodiscard]] QString figureAdvice() const override;

  protected:
    void showEvent(QShowEvent*) override;

  private:
    QWidget* buildControls();
    void refresh();
    void fillOutputs();
    void start();
    void showMap();
    /// Whose output, and which.
    [[nodiscard]] std::pair<std::shared_ptr<const Checkpoint>, std::optional<int>> output() const;
    /// Why nothing can be asked, for people; empty: it can.
    [[nodiscard]] QString reasonAgainst() const;

    Workbench& workbench_;
    std::shared_ptr<const ClipFeatures> features_; ///< what the map is about
    std::shared_ptr<const Checkpoint> matcher_;    ///< the open checkpoint, where it has a matching head
    std::shared_ptr<const Checkpoint> classifier_;
    std::shared_ptr<const TokenMap> map_;
    Background run_;
    bool chosen_ = false; ///< a person chose the output
    QWidget* left_;
    QComboBox* output_;
    QComboBox* over_;
    QSpinBox* window_;
    QSpinBox* stride_;
    QCheckBox* allFrames_;
    QSlider* cover_;
    QPushButton* start_;
    QLabel* words_;
    QLabel* rule_;
    TokenMapView* view_;
    TargetList* targets_;
};

} // namespace tvlt
