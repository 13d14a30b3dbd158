#include "core/analysis/feature_plan.h"

#include "core/analysis/request.h"
#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace tvlt {

namespace {

// The authors' loading code keeps this much of a spectrogram, whatever the position table could take.
constexpr int kOriginalRows = 1024;
constexpr int kOriginalHop = 512;
constexpr int kOriginalRate = 44100;
// Frames that the authors' demos give to their models, which do not store the number themselves.
constexpr int kOriginalClassifierFrames = 8;
constexpr int kOriginalMaeFrames = 1;

std::string seconds(double value) {
    char text[48];
    std::snprintf(text, sizeof text, "%.3f s", value);
    return text;
}

/// Of a file that is not there: its path alone. Reading it will say so.
FileStamp stampOf(const std::filesystem::path& path) {
    std::error_code ec;
    FileStamp stamp{path, std::filesystem::file_size(path, ec), {}};
    if (ec)
        return {path, 0, {}};
    stamp.changed = std::filesystem::last_write_time(path, ec);
    return stamp;
}

/// The spectrogram holds whole patches, at most as many as the model's table.
void fitAudio(FeaturePlan& plan, const TvltConfig& config) {
    FeatureExtractorConfig& audio = plan.audio;
    if (plan.recipe == Recipe::Original) {
        audio.spectrogramLength = kOriginalRows;
        audio.hopLength = kOriginalHop;
        audio.samplingRate = kOriginalRate;
    }
    const int patch = audio.patchSize[0];
    audio.spectrogramLength = std::min(audio.spectrogramLength / patch, config.maxTimeSteps()) * patch;
}

int chooseFrames(const Request& request) {
    const TvltConfig& config = request.checkpoint->config;
    if (request.frames) {
        if (*request.frames < 1 || *request.frames > config.num_frames)
            throwBadInput(std::to_string(*request.frames) + " frames were asked for, but this model takes 1 to " +
                              std::to_string(config.num_frames),
                          "frames", "Give a number in this range.");
        return *request.frames;
    }
    int frames = config.num_frames;
    if (config.mode == ModelMode::Original)
        frames = std::min(frames, request.checkpoint->report.hasMae ? kOriginalMaeFrames : kOriginalClassifierFrames);
    if (request.clip.still)
        return 1;
    return request.clip.images.empty() ? frames : std::min(frames, static_cast<int>(request.clip.images.size()));
}

/// The plan but for its segment, and so without anything that could be wrong with it.
FeaturePlan settingsOf(const Request& request) {
    if (!request.checkpoint)
        throwBadInput("no checkpoint was given", "request");
    const Checkpoint& checkpoint = *request.checkpoint;
    FeaturePlan plan;
    for (const auto& image : request.clip.images)
        plan.files.push_back(stampOf(image));
    if (plan.files.empty())
        plan.files.push_back(stampOf(request.clip.path));
    plan.files.push_back(stampOf(request.clip.audioPath));
    plan.recipe = effectiveRecipe(request);
    plan.original = checkpoint.config.mode == ModelMode::Original;
    plan.image = checkpoint.preprocessor.image;
    plan.audio = checkpoint.preprocessor.audio;
    fitAudio(plan, checkpoint.config);
    return plan;
}

double lengthFrom(const FeaturePlan& plan, const ClipInfo& clip, double start) {
    if (clip.duration > 0.0)
        return std::min(clip.duration - start, spectrogramSeconds(plan));
    return clip.still ? 0.0 : spectrogramSeconds(plan);
}

Segment chooseSegment(FeaturePlan& plan, const Request& request) {
    const ClipInfo& clip = request.clip;
    if (!request.segment)
        return {0.0, lengthFrom(plan, clip, 0.0)};
    Segment segment = *request.segment;
    if (!std::isfinite(segment.start) || segment.start < 0.0)
        throwBadInput("is not a time in the clip", "start", "Give seconds from 0 on.");
    if (clip.duration > 0.0 && segment.start >= clip.duration)
        throwBadInput(seconds(segment.start) + " lies past the end of the clip, which lasts " + seconds(clip.duration),
                      "start", "Give an earlier start.");
    if (!std::isfinite(segment.duration) || segment.duration < 0.0 || (segment.duration == 0.0 && !clip.still))
        throwBadInput("is not a length", "duration", "Give a number of seconds greater than 0.");
    if (clip.duration > 0.0 && segment.end() > clip.duration) {
        if (segment.end() > clip.duration + 1e-3)
            plan.notes.push_back("The clip ends at " + seconds(clip.duration) + ": the segment was cut there.");
        segment.duration = clip.duration - segment.start;
    }
    return segment;
}

} // namespace

double spectrogramSeconds(const FeaturePlan& plan) {
    return static_cast<double>(plan.audio.spectrogramLength) * static_cast<double>(plan.audio.hopLength) /
           static_cast<double>(plan.audio.samplingRate);
}

FeaturePlan planFeatures(const Request& request) {
    FeaturePlan plan = settingsOf(request);
    plan.frames = chooseFrames(request);
    plan.segment = chooseSegment(plan, request);
    if (request.clip.audio && plan.segment.duration > spectrogramSeconds(plan) + 1e-3)
        plan.notes.push_back("The spectrogram holds the first " + seconds(spectrogramSeconds(plan)) +
                             " of the segment; the frames come from all of it.");
    return plan;
}

double defaultDuration(const Request& request, double start) {
    return lengthFrom(settingsOf(request), request.clip, start);
}

Recipe effectiveRecipe(const Request& request) {
    if (request.recipe != Recipe::Auto)
        return request.recipe;
    return request.checkpoint && request.checkpoint->config.mode == ModelMode::Original ? Recipe::Original : Recipe::Hf;
}

} // namespace tvlt
