#pragma once

#include "widgets/inspect/inspect_data.h"

#include <QWidget>

#include <vector>

class QLabel;
class QSplitter;

namespace tvlt {

class CompareView;
class FrameRows;
class SpectrogramRows;
class TimeRuler;
class ViewState;

/// What stands above the rows. Tooltips say more.
struct InspectHeader {
    QString text;    ///< clip, segment, recipe; cut in the middle where there is no room
    QString rule;    ///< tooltip: which frames and which seconds these are
    QString warning; ///< the checkpoint's label ("untrained"), which stands out; empty: none
    QString warningHelp;
};

/// Frames above, spectrogram below, one time axis between them, and a line above that says what all this is. Or, in
/// their place, one frame or the spectrogram alone and large (CompareView).
class InspectView : public QWidget {
    Q_OBJECT

  public:
    explicit InspectView(ViewState& state, QWidget* parent = nullptr);
    void setData(const InspectData& shown);
    void setHeader(const InspectHeader& header);
    void setLarge(bool large);
    [[nodiscard]] bool isLarge() const { return large_; }
    /// The frames' share of the height as a person set it with the handle; none: as the clip suggests.
    [[nodiscard]] std::optional<double> framesShare() const { return share_; }
    void setFramesShare(std::optional<double> share);

  signals:
    void seekRequested(double seconds);
    // Of either modality's rows: see RowsView.
    void strokeBegan();
    void strokePainted(const std::vector<tvlt::TokenRef>& touched);
    void strokeEnded();
    void menuRequested(const tvlt::TokenRef& token, const QPoint& globalPosition);

  protected:
    void resizeEvent(QResizeEvent*) override;
    void changeEvent(QEvent*) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void arrange();
    [[nodiscard]] int framesHeight(int room) const;
    void styleWarning();

    QString text_;
    QLabel* header_;
    QLabel* warning_;
    FrameRows* frames_;
    TimeRuler* ruler_;
    SpectrogramRows* spectrogram_;
    QSplitter* split_;
    CompareView* compare_;
    bool large_ = false;
    std::optional<double> share_;
};

} // namespace tvlt
