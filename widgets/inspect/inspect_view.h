#pragma once

#include "widgets/inspect/inspect_data.h"

#include <QWidget>

class QLabel;

namespace tvlt {

class FrameRows;
class SpectrogramRows;
class TimeRuler;
class ViewState;

/// Frames above, spectrogram below, one time axis between them, and a line above that says what all this is.
class InspectView : public QWidget {
    Q_OBJECT

  public:
    explicit InspectView(ViewState& state, QWidget* parent = nullptr);
    void setData(const InspectData& shown);
    /// Clip, segment, recipe, and the checkpoint with its label ("untrained"), which stands out.
    void setHeader(const QString& text, const QString& warning);

  signals:
    void seekRequested(double seconds);

  protected:
    void resizeEvent(QResizeEvent*) override;
    void changeEvent(QEvent*) override;

  private:
    void arrange();
    void styleWarning();

    QLabel* header_;
    QLabel* warning_;
    FrameRows* frames_;
    TimeRuler* ruler_;
    SpectrogramRows* spectrogram_;
};

} // namespace tvlt
