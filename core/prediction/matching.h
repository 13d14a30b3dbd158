#pragma once

#include "core/base/job.h"

#include <string>

namespace tvlt {

struct AudioInput;
struct Checkpoint;
struct ClipFeatures;

// What the matching head says of a picture and a sound, whether or not they are of one clip. Above 0: they belong
// together; the logistic function of it is the head's probability.

/// Throws Unsupported where `checkpoint` has no matching head.
void checkMatching(const Checkpoint& checkpoint);
/// One clip's picture with a sound, as one clip to ask a model about: what the model takes, and nothing to show.
/// Throws BadInput where there is no picture.
[[nodiscard]] ClipFeatures pairOf(const ClipFeatures& picture, const AudioInput& sound);
/// The matching logit of a pair. Throws as checkMatching() and pairOf().
[[nodiscard]] double matchingLogit(const Checkpoint& checkpoint, const ClipFeatures& picture, const AudioInput& sound,
                                   const Job& job = {});
/// logit to probability.
[[nodiscard]] double logistic(double logit);

/// A clip beside another one: who goes with whom.
struct SwapMatch {
    std::string name;          ///< the other clip's file name
    double own = 0.0;          ///< logits: this clip's picture with its own sound,
    double otherSound = 0.0;   ///< with the other's,
    double otherPicture = 0.0; ///< the other's picture with this one's sound,
    double other = 0.0;        ///< and the other with itself
};
/// Throws as matchingLogit(); BadInput naming the clip that lacks picture or sound.
[[nodiscard]] SwapMatch matchSwapped(const Checkpoint& checkpoint, const ClipFeatures& clip, const ClipFeatures& other,
                                     const Job& job = {});

} // namespace tvlt
