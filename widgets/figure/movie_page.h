#pragma once

#include "core/base/image.h"

#include <QImage>
#include <QString>

#include <memory>
#include <vector>

class QPainter;

namespace tvlt {

struct Analysis;

/// The pictures of a movie of an analysis: original, masked and reconstruction (visible patches pasted) side by side,
/// each with its frame on screen at that time and its spectrogram below, a cursor running through. All of one size,
/// with even sides. Needs a QGuiApplication; any thread that may use QPainter, one at a time.
class MoviePage {
  public:
    /// `width`: of the movie, pixels, 480 to 3840. Throws BadInput beyond that, or where nothing was reconstructed.
    explicit MoviePage(std::shared_ptr<const Analysis> analysis, int width = 1280);

    [[nodiscard]] QSize size() const { return size_; }
    /// The picture at `time`, clip time in seconds.
    [[nodiscard]] Image at(double time) const;

  private:
    struct Panel {
        QString title;
        std::vector<QImage> frames; ///< empty: no picture
        QImage spectrogram;         ///< null: no sound
        bool masked = false;
    };
    void paintPanel(QPainter& painter, const Panel& panel, int index, double time) const;
    [[nodiscard]] QRectF panelRect(int index) const;

    std::shared_ptr<const Analysis> analysis_;
    std::vector<Panel> panels_;
    QSize size_;
    double title_ = 0.0; ///< height of the line above a panel
    double frame_ = 0.0; ///< side of a frame
    double sound_ = 0.0; ///< height of a spectrogram
    double foot_ = 0.0;  ///< of the line below all
};

} // namespace tvlt
