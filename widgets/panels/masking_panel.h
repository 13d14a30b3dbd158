#pragma once

#include <QWidget>

class QCheckBox;
class QLabel;
class QSlider;

namespace tvlt {

struct InspectData;
class ViewState;

/// How much is hidden, in patches, and how the mask is drawn.
class MaskingPanel : public QWidget {
    Q_OBJECT

  public:
    explicit MaskingPanel(ViewState& state, QWidget* parent = nullptr);
    void setData(const InspectData& shown);

  private:
    void readState();
    void writeState();

    ViewState& state_;
    QLabel* pixels_;
    QLabel* audio_;
    QLabel* hint_;
    QSlider* opacity_;
    QLabel* opacityValue_;
    QCheckBox* grid_;
    QCheckBox* allRows_;
    QCheckBox* paste_;
};

} // namespace tvlt
