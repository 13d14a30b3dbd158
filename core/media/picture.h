#pragma once

#include "core/base/image.h"
#include "core/media/ffmpeg.h"

namespace tvlt {

/// How a player turns the coded picture: first along the diagonal, then mirrored. From the display matrix.
struct Orientation {
    bool transpose = false;
    bool flipX = false; ///< of the shown picture
    bool flipY = false;
    /// Clockwise degrees nearest to it.
    [[nodiscard]] int clockwise() const;
};

[[nodiscard]] Orientation orientationOf(const AVStream& stream);

/// Turns decoded frames of any pixel format into shown pictures: the frame's own colour matrix and range (BT.601,
/// limited where it names none, as FFmpeg's tools), alpha over black, width × sample aspect ratio, then orientation.
class PictureConverter {
  public:
    /// Size before orientation, square pixels; frames of another size are scaled to it.
    PictureConverter(int width, int height, Orientation orientation);
    [[nodiscard]] Image convert(const AVFrame& frame);

  private:
    void prepare(const AVFrame& frame);

    int width_;
    int height_;
    Orientation orientation_;
    UniqueScaler scaler_;
    UniqueFrame scaled_;
    struct Source {
        int width = 0, height = 0, format = -1, colorspace = -1, range = -1;
        bool operator==(const Source&) const = default;
    } source_; ///< what scaler_ was made for
};

} // namespace tvlt
