#include "core/analysis/engine.h"
#include "core/base/error.h"
#include "core/base/result.h"
#include "core/batch/clip_answers.h"
#include "core/checkpoint/trained_mask.h"
#include "core/media/probe.h"

namespace tvlt {

namespace {

/// What `work` throws, as text. Throws Cancelled, which is nobody's fault.
template <class Work> std::string errorOf(Work work) {
    const auto done = guard(work);
    if (done)
        return {};
    if (done.error().kind == Error::Kind::Cancelled)
        throwCancelled();
    return done.error().message();
}

void read(BatchClip& clip, const BatchSettings& settings, const Job& job) {
    Request& request = clip.request;
    request.clip = probe({{clip.path}, {}, 1.0}, job);
    request.segment.reset();
    if (settings.start || settings.duration) {
        const double start = settings.start.value_or(0.0);
        request.segment = Segment{start, settings.duration.value_or(defaultDuration(request, start))};
    }
    clip.features = makeFeatures(request, job);
    request.mask =
        chosenMask(settings.mask, clip.features->layout, clip.features->soundSteps(), trainedMask(*request.checkpoint));
}

} // namespace

BatchClip readBatchClip(const BatchSettings& settings, std::int64_t number, const std::filesystem::path& path,
                        const Job& job) {
    BatchClip clip{number, path, settings.request, nullptr, {}, {}, {}};
    clip.error = errorOf([&] { read(clip, settings, job); });
    if (!clip.features || !settings.asks(BatchQuestion::Match))
        return clip;
    clip.shiftedError = errorOf([&] {
        for (const double shift : syncShifts(settings.reach, settings.step))
            clip.shifted.push_back(shiftedSound(*clip.features, shift, job));
    });
    if (!clip.shiftedError.empty())
        clip.shifted.clear();
    return clip;
}

} // namespace tvlt
