#pragma once

#include <span>

namespace tvlt {

/// Mono samples for a player, one block after the other.
class SoundSource {
  public:
    virtual ~SoundSource() = default;
    /// Fills `samples`, with silence where there are none (yet); never waits. Any thread, one at a time.
    virtual void read(std::span<float> samples) = 0;
    /// The first block is there: a player that starts now starts in step, not with silence.
    [[nodiscard]] virtual bool primed() = 0;
};

} // namespace tvlt
