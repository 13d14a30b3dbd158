#pragma once

#include "app/workbench/sound_source.h"
#include "core/analysis/heard_sound.h"

#include <memory>

namespace tvlt {

/// A made sound from a time on, interpolated to the player's rate.
class SegmentSoundFeed : public SoundSource {
  public:
    /// `from`: clip time, seconds; before or after the sound there is silence.
    SegmentSoundFeed(std::shared_ptr<const SegmentSound> sound, double from, int sampleRate);
    void read(std::span<float> samples) override;
    [[nodiscard]] bool primed() override { return true; }

  private:
    std::shared_ptr<const SegmentSound> sound_;
    double position_; ///< in the sound's samples
    double step_;
};

} // namespace tvlt
