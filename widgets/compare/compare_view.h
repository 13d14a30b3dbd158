#pragma once

#include "widgets/compare/compare_canvas.h"
#include "widgets/inspect/inspect_data.h"

#include <vector>

class QButtonGroup;
class QComboBox;
class QSlider;

namespace tvlt {

class CompareAxes;
class ViewState;
struct Grid;
struct Image;

/// One frame, or the spectrogram, as large as the room allows: the clip's own against what the model sees, paints back,
/// or where it is wrong. The frame is the one at the cursor.
class CompareView : public QWidget {
    Q_OBJECT

  public:
    enum Against { Masked, Reconstruction, Pasted, Error };

    explicit CompareView(ViewState& state, QWidget* parent = nullptr);
    void setData(const InspectData& shown);

  protected:
    void showEvent(QShowEvent*) override;
    void changeEvent(QEvent*) override;

  private:
    void buildBar();
    /// Makes the pictures that are asked for; nothing while the view is hidden.
    void refresh();
    void followTime();
    /// Says in the shared hover what lies under the pointer.
    void showPixel(std::optional<QPoint> pixel);
    [[nodiscard]] bool spectrogram() const;
    [[nodiscard]] int frameAtCursor() const;
    [[nodiscard]] Against choice() const;
    [[nodiscard]] CompareSide original() const;
    [[nodiscard]] CompareSide against(const QImage& original) const;
    /// An analysis of the very features that are shown: one of another segment would be compared with what it is not
    /// of.
    [[nodiscard]] const Analysis* analysis() const;
    // What is shown against the original, where analysis() has it.
    [[nodiscard]] const Grid& spectrogramAgainst() const;
    [[nodiscard]] const std::vector<Grid>& frameErrors() const;
    [[nodiscard]] const std::vector<Image>& framesAgainst() const;
    /// A pixel's value in the original, or in what it is compared with.
    [[nodiscard]] QString originalAt(const QPoint& pixel) const;
    [[nodiscard]] QString againstAt(const QPoint& pixel) const;

    ViewState& state_;
    InspectData data_;
    int frame_ = 0;
    bool outdated_ = true; ///< what is shown is older than data_
    QComboBox* what_;
    QComboBox* against_;
    QButtonGroup* modes_;
    QSlider* share_;
    CompareAxes* axes_;
    CompareCanvas* canvas_;
};

} // namespace tvlt
