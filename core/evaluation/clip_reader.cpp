#include "core/evaluation/clip_reader.h"

#include "core/base/error.h"
#include "core/base/result.h"
#include "core/evaluation/clip_trial.h"
#include "core/features/parallel.h"

#include <algorithm>
#include <optional>

namespace tvlt {

ClipReader::ClipReader(const ExampleSource& source, std::uint64_t seed, bool shifts)
    : source_(source), seed_(seed), shifts_(shifts) {}

Example ClipReader::read(std::int64_t index, const Job& job) const {
    ExampleRequest request{index, seed_, shifts_ ? clipShift(seed_, index) : 0.0};
    Example example = source_.example(request, job);
    if (shifts_ && !example.shiftedPixels) {
        request.shift = -request.shift;
        example.shiftedPixels = source_.example(request, job).shiftedPixels;
    }
    return example;
}

std::vector<std::shared_ptr<const ReadClip>> ClipReader::next(int count, const Job& job) {
    const auto todo = static_cast<int>(std::min<std::int64_t>(count, source_.size() - position_));
    std::vector<std::shared_ptr<const ReadClip>> clips(static_cast<std::size_t>(todo));
    std::vector<std::optional<Error>> errors(clips.size());
    const Job quiet{job.stop, {}};
    forEachInParallel(todo, [&](int i) {
        const SerialWork serial;
        const auto at = static_cast<std::size_t>(i);
        auto read = guard([&] { return ReadClip{position_ + i, this->read(position_ + i, quiet)}; });
        if (read.ok())
            clips[at] = std::make_shared<const ReadClip>(std::move(read).value());
        else if (read.error().kind == Error::Kind::Cancelled || read.error().kind == Error::Kind::OutOfMemory)
            throw Exception(read.error());
        else
            errors[at] = read.error();
    });
    for (std::size_t i = 0; i < errors.size(); ++i)
        if (errors[i])
            unused_.push_back({source_.name(position_ + static_cast<std::int64_t>(i)), errors[i]->message()});
    position_ += todo;
    std::erase(clips, nullptr);
    return clips;
}

} // namespace tvlt
