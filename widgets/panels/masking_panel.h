#pragma once

#include "widgets/inspect/inspect_data.h"

#include <QList>
#include <QWidget>

class QAction;
class QCheckBox;
class QFormLayout;
class QLabel;
class QMenu;
class QSlider;

namespace tvlt {

class ViewState;

/// How much is hidden, in patches, by what hand, and how the mask is drawn.
class MaskingPanel : public QWidget {
    Q_OBJECT

  public:
    explicit MaskingPanel(ViewState& state, QWidget* parent = nullptr);
    void setData(const InspectData& shown);
    /// Rows of buttons above the rest: what the brush does, what it takes, and what can be done with the whole mask.
    void setTools(const QList<QAction*>& brushes, const QList<QAction*>& shapes, const QList<QAction*>& commands,
                  QMenu* presets);

  private:
    void showSelected();
    void readState();
    void writeState();

    ViewState& state_;
    InspectData data_;
    QFormLayout* form_;
    QLabel* selected_;
    QLabel* pixels_;
    QLabel* audio_;
    QLabel* hint_;
    QSlider* opacity_;
    QLabel* opacityValue_;
    QCheckBox* grid_;
    QCheckBox* allRows_;
    QCheckBox* signed_;
    QCheckBox* paste_;
};

} // namespace tvlt
