#include "core/training/example_plan.h"

#include "core/base/random.h"
#include "core/training/shuffle.h"

#include <cmath>
#include <limits>

namespace tvlt {

namespace {

/// Independent streams of random numbers of one run.
enum Stream : std::uint64_t { kOrder = 0x6f72, kPairing = 0x7061, kKind = 0x6b69, kShift = 0x7368, kSign = 0x7369 };

double draw(const TrainOptions& options, Stream stream, std::int64_t number) {
    return uniformAt(mix64(options.seed) ^ stream, static_cast<std::uint64_t>(number));
}

} // namespace

ExamplePlan::ExamplePlan(const TrainOptions& options, std::int64_t clips) : options_(options), clips_(clips) {}

ExampleRequest ExamplePlan::request(std::int64_t number) const {
    ExampleRequest request;
    if (clips_ == std::numeric_limits<std::int64_t>::max()) {
        request.index = number; // an endless stream is read in its own order: no clip comes twice
    } else {
        const std::int64_t epoch = number / clips_;
        const Shuffle shuffle(clips_, mix64(options_.seed ^ kOrder) ^ static_cast<std::uint64_t>(epoch));
        request.index = shuffle(number % clips_);
        request.draw = static_cast<std::uint64_t>(epoch);
    }
    if (pairing(number) == Pairing::Shifted) {
        const auto& m = options_.matching;
        const double seconds = m.leastShift + (m.mostShift - m.leastShift) * draw(options_, kShift, number);
        request.shift = draw(options_, kSign, number) < 0.5 ? -seconds : seconds;
    }
    return request;
}

Pairing ExamplePlan::pairing(std::int64_t number) const {
    const auto& m = options_.matching;
    if (options_.task != TrainTask::PreTraining || options_.weights.matching == 0.0)
        return Pairing::Unmatched;
    const auto matched = static_cast<std::int64_t>(std::ceil(m.batchShare * static_cast<double>(options_.batch)));
    if (number % options_.batch >= matched)
        return Pairing::Unmatched;
    if (draw(options_, kPairing, number) >= m.mixedShare)
        return Pairing::True;
    return draw(options_, kKind, number) < m.shiftedShare ? Pairing::Shifted : Pairing::Swapped;
}

} // namespace tvlt
