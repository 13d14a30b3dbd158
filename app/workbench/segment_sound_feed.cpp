#include "app/workbench/segment_sound_feed.h"

#include <cmath>

namespace tvlt {

SegmentSoundFeed::SegmentSoundFeed(std::shared_ptr<const SegmentSound> sound, double from, int sampleRate)
    : sound_(std::move(sound)), position_((from - sound_->start) * sound_->sampleRate),
      step_(double(sound_->sampleRate) / sampleRate) {}

void SegmentSoundFeed::read(std::span<float> samples) {
    const auto& made = sound_->samples;
    const auto at = [&made](double index) {
        return index >= 0.0 && index < double(made.size()) ? made[std::size_t(index)] : 0.0F;
    };
    for (float& sample : samples) {
        const double before = std::floor(position_);
        const auto share = float(position_ - before);
        sample = (1.0F - share) * at(before) + share * at(before + 1.0);
        position_ += step_;
    }
}

} // namespace tvlt
