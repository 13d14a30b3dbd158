#pragma once

#include "core/base/grid.h"
#include "core/base/job.h"
#include "core/features/inputs.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tvlt {

/// What an example is for besides its picture and sound.
struct ExampleRequest {
    std::int64_t index = 0; ///< of the clip
    /// Chooses the segment where a clip is longer than one: an epoch, or any other number.
    std::uint64_t draw = 0;
    /// Also the picture of the same clip this many seconds later or earlier: a matching example that nothing but time
    /// tells apart. 0: none.
    double shift = 0.0;
};

/// One clip as the model takes it.
struct Example {
    PixelInput pixels;
    AudioInput audio;
    std::optional<PixelInput> shiftedPixels; ///< where one was asked for and the clip is long enough
    std::vector<float> target;               ///< class number, or the values of a regression; empty without labels
};

/// Clips to train on or to be measured by. Const functions may be called from several threads.
class ExampleSource {
  public:
    virtual ~ExampleSource() = default;
    /// Number of clips; an endless stream says the largest std::int64_t.
    [[nodiscard]] virtual std::int64_t size() const = 0;
    /// For messages: a path, or "synth:7".
    [[nodiscard]] virtual std::string name(std::int64_t index) const = 0;
    /// The same request gives the same example. Throws Exception for a clip that cannot be used.
    [[nodiscard]] virtual Example example(const ExampleRequest& request, const Job& job = {}) const = 0;
    /// Text that is equal for two requests only where their examples are, however much time lies between. Empty: not
    /// worth keeping. Throws as example() does.
    [[nodiscard]] virtual std::string fingerprint(const ExampleRequest&, const Job& = {}) const { return {}; }
    /// Of each frame of that example, how much of each pixel something that sounds covers, 0 to 1. Empty: nobody knows.
    [[nodiscard]] virtual std::vector<Grid> soundingCover(const ExampleRequest&) const { return {}; }
};

} // namespace tvlt
