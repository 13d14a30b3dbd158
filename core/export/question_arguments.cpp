#include "core/export/question_arguments.h"

#include "core/analysis/analysis.h"
#include "core/attention/token_map.h"
#include "core/prediction/sync.h"
#include "core/sweep/sweep.h"
#include "core/sweep/sweep_summary.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace tvlt {

namespace {

using Arguments = std::vector<std::string>;

void append(Arguments& arguments, const Arguments& more) {
    arguments.insert(arguments.end(), more.begin(), more.end());
}

/// A subcommand about the clip.
Arguments asked(const char* command, const AskedModel& model, RecipePaths paths) {
    Arguments arguments{command};
    append(arguments, clipArguments(model.features, model.checkpoint, paths));
    return arguments;
}

void addClassifier(Arguments& arguments, const AskedModel& model, RecipePaths paths) {
    if (!model.classifier.empty())
        append(arguments, {"--classifier", pathArgument(model.classifier, paths)});
}

std::string listed(const std::vector<double>& values) {
    std::string list;
    for (const double value : values)
        list += (list.empty() ? "" : ",") + numberArgument(value);
    return list;
}

std::string headName(const HeadChoice& heads) {
    return heads.head ? std::to_string(*heads.head) : std::string(headFusionName(heads.fusion));
}

void addAttention(Arguments& arguments, const TokenMap& map) {
    const MapQuestion& q = map.question;
    append(arguments, {"--token", tokenName(map.features->layout, q.token)});
    if (q.direction == AttentionDirection::To)
        arguments.emplace_back("--column");
    if (q.quantity == MapQuantity::Attention) {
        append(arguments, {"--layer", std::to_string(q.layer), "--head", headName(q.heads)});
        return;
    }
    append(arguments, {"--rollout", std::string(headFusionName(q.rollout.fusion)), "--discard",
                       numberArgument(q.rollout.discard), "--first-layer", std::to_string(q.rollout.firstLayer)});
    if (q.rollout.lastLayer)
        append(arguments, {"--last-layer", std::to_string(*q.rollout.lastLayer)});
}

/// Of which output: by its name, since numbers mean nothing to a reader.
void addOutput(Arguments& arguments, const AskedModel& model, const TokenMap& map, RecipePaths paths) {
    if (map.report.hasClassifier)
        append(arguments, {"--class", map.output});
    else
        arguments.emplace_back("--matching");
    addClassifier(arguments, model, paths);
}

void addOcclusion(Arguments& arguments, const OcclusionOptions& options) {
    append(arguments, {"--over", std::string(occlusionOverName(options.over)), "--window",
                       std::to_string(options.window), "--stride", std::to_string(options.stride)});
    if (options.allFrames)
        arguments.emplace_back("--all-frames");
}

/// Whether a sweep ran through this modality's ratios.
bool varies(const Sweep& sweep, Modality modality) {
    const double fixed = modality == Modality::Pixel ? sweep.base.audioRatio : sweep.base.pixelRatio;
    const auto drawn = [&](SweepMeasure measure) {
        return sweepCurve(sweep.samples, modality, fixed, measure).size() > 1;
    };
    return drawn(SweepMeasure::PixelLoss) || drawn(SweepMeasure::AudioLoss);
}

Arguments withMask(Arguments arguments, const MaskSettings& mask) {
    append(arguments, maskArguments(mask));
    return arguments;
}

} // namespace

std::vector<std::string> sweepArguments(const AskedModel& model, const Sweep& sweep, RecipePaths paths) {
    Arguments arguments = withMask(asked("sweep", model, paths), sweep.base);
    append(arguments, {"--ratios", listed(sweep.ratios)});
    std::set<std::uint64_t> seeds;
    for (const SweepSample& sample : sweep.samples)
        seeds.insert(sample.point.seed);
    append(arguments, {"--seeds", std::to_string(std::max<std::size_t>(1, seeds.size()))});
    const bool pixel = varies(sweep, Modality::Pixel), audio = varies(sweep, Modality::Audio);
    if (isGrid(sweep.samples, sweep.base))
        arguments.emplace_back("--grid");
    else if (pixel != audio)
        append(arguments, {"--vary", pixel ? "pixel" : "audio"});
    return arguments;
}

std::vector<std::string> mapArguments(const AskedModel& model, const TokenMap& map, const MaskSettings& mask,
                                      RecipePaths paths) {
    const MapQuestion& q = map.question;
    if (q.quantity == MapQuantity::Occlusion) {
        Arguments arguments = asked("occlude", model, paths);
        addOutput(arguments, model, map, paths);
        addOcclusion(arguments, q.occlusion);
        return arguments;
    }
    Arguments arguments = asked(asksState(q.quantity) ? "hidden" : "attention", model, paths);
    if (q.quantity == MapQuantity::Relevance) {
        arguments.emplace_back("--relevance");
        addOutput(arguments, model, map, paths);
        return arguments;
    }
    append(arguments, {"--of", std::string(attentionStackName(map.stack))});
    if (!seesWholeClip(map.stack))
        append(arguments, maskArguments(mask));
    if (!asksState(q.quantity)) {
        addAttention(arguments, map);
        return arguments;
    }
    append(arguments, {"--show", std::string(mapQuantityName(q.quantity)), "--layer", std::to_string(q.layer)});
    if (asksToken(q.quantity))
        append(arguments, {"--token", tokenName(map.features->layout, q.token)});
    return arguments;
}

std::vector<std::string> compareArguments(const AskedModel& model, const MaskSettings& mask,
                                          const std::vector<double>& ratios, const std::string& ratioOf,
                                          RecipePaths paths) {
    Arguments arguments = withMask(asked("compare", model, paths), mask);
    append(arguments, {"--ratios", listed(ratios), "--ratio-of", ratioOf});
    return arguments;
}

std::vector<std::string> compareArguments(const AskedModel& model, const MaskSettings& mask,
                                          const std::filesystem::path& otherCheckpoint,
                                          const std::filesystem::path& otherClip, RecipePaths paths) {
    Arguments arguments = withMask(asked("compare", model, paths), mask);
    if (!otherCheckpoint.empty())
        append(arguments, {"--with-checkpoint", pathArgument(otherCheckpoint, paths)});
    else
        append(arguments, {"--with-clip", pathArgument(otherClip, paths)});
    return arguments;
}

std::vector<std::string> classifyArguments(const AskedModel& model, int most, RecipePaths paths) {
    Arguments arguments = asked("classify", model, paths);
    addClassifier(arguments, model, paths);
    append(arguments, {"--top", std::to_string(most)});
    return arguments;
}

std::vector<std::string> matchArguments(const AskedModel& model, const SyncCurve& sync,
                                        const std::filesystem::path& other, int classes, RecipePaths paths) {
    Arguments arguments = asked("match", model, paths);
    if (sync.points.size() > 1)
        append(arguments, {"--reach", numberArgument(std::abs(sync.points.front().shift)), "--step",
                           numberArgument(sync.points[1].shift - sync.points[0].shift)});
    if (!other.empty())
        append(arguments, {"--with", pathArgument(other, paths)});
    if (classes > 0) {
        append(arguments, {"--classes", std::to_string(classes)});
        addClassifier(arguments, model, paths);
    }
    return arguments;
}

std::vector<std::string> retrieveArguments(const AskedModel& model, const std::vector<std::filesystem::path>& among,
                                           const std::string& by, int most, RecipePaths paths) {
    Arguments arguments = asked("retrieve", model, paths);
    arguments.emplace_back("--among");
    for (const auto& path : among)
        arguments.push_back(pathArgument(path, paths));
    append(arguments, {"--by", by, "--top", std::to_string(most)});
    return arguments;
}

std::vector<std::string> plotArguments(const std::vector<std::filesystem::path>& batches, const std::string& across,
                                       const std::string& up, RecipePaths paths) {
    Arguments arguments{"plot"};
    for (const auto& path : batches)
        arguments.push_back(pathArgument(path, paths));
    append(arguments, {"--across", across, "--up", up});
    return arguments;
}

std::vector<std::string> scatterArguments(const AskedModel& model, const std::vector<std::filesystem::path>& clips,
                                          RecipePaths paths) {
    Arguments arguments{"scatter"};
    for (const auto& path : clips)
        arguments.push_back(pathArgument(path, paths));
    if (!model.checkpoint.empty())
        append(arguments, {"--checkpoint", pathArgument(model.checkpoint, paths)});
    addClassifier(arguments, model, paths);
    return arguments;
}

} // namespace tvlt
