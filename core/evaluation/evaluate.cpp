#include "core/evaluation/evaluate.h"

#include "core/analysis/model_pass.h"
#include "core/analysis/patch_pictures.h"
#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/trained_mask.h"
#include "core/evaluation/batch_pass.h"
#include "core/evaluation/clip_reader.h"
#include "core/evaluation/clip_trial.h"
#include "core/evaluation/example_layout.h"

#include <algorithm>
#include <limits>

namespace tvlt {

namespace {

using Clip = std::shared_ptr<const ReadClip>;

struct Pair {
    Clip clip;
    Clip other; ///< null where the source has one usable clip
};

template <class Fill> PaintScore scoreWith(std::span<const Fill> fills) {
    PaintScore score;
    for (const Fill fill : fills)
        score.fills.push_back({std::string(fillName(fill)), {}});
    return score;
}

/// 1 for tokens that are not hidden and hold something.
std::vector<std::uint8_t> visibleTokens(const TokenMask& mask, std::size_t realTokens) {
    std::vector<std::uint8_t> visible(mask.hidden.size());
    for (std::size_t token = 0; token < visible.size(); ++token)
        visible[token] = mask.hidden[token] == 0 && token < realTokens ? 1 : 0;
    return visible;
}

/// Takes away the flags of patches that hold no shape.
void keepShapes(std::vector<std::uint8_t>& scored, const std::vector<Grid>& covers, const PatchLayout& layout) {
    for (int token = 0; token < layout.pixelTokens(); ++token) {
        const PixelPlace place = layout.pixelPlace(token);
        const Grid& cover = covers.at(static_cast<std::size_t>(place.frame));
        bool holds = false;
        for (int y = place.row * layout.patchHeight; y < (place.row + 1) * layout.patchHeight; ++y)
            for (int x = place.col * layout.patchWidth; x < (place.col + 1) * layout.patchWidth; ++x)
                holds = holds || cover.at(y, x) > 0.5F;
        if (!holds)
            scored[static_cast<std::size_t>(token)] = 0;
    }
}

class Evaluation {
  public:
    Evaluation(const Checkpoint& pretrained, const Checkpoint* classifier, const ExampleSource& source,
               const MaskSettings& mask)
        : pretrained_(pretrained), classifier_(classifier), source_(source) {
        table_.mask = mask;
    }

    void take(const std::vector<Pair>& pairs, const Job& job);
    [[nodiscard]] EvaluationTable finish();

  private:
    void paint(const std::vector<Pair>& pairs, const Job& job);
    void listen(const std::vector<Pair>& pairs, const Job& job);
    void match(const std::vector<Pair>& pairs, const Job& job);
    void classify(const std::vector<Pair>& pairs, const Job& job);
    [[nodiscard]] ClipTrial trial(const Clip& clip) const { return clipTrial(layout_, table_.mask, clip->index); }

    const Checkpoint& pretrained_;
    const Checkpoint* classifier_;
    const ExampleSource& source_;
    PatchLayout layout_;
    EvaluationTable table_;
    std::vector<double> ownErrors_, otherErrors_; ///< of each clip's hidden frames
};

/// How the model paints, and what anyone would.
void Evaluation::paint(const std::vector<Pair>& pairs, const Job& job) {
    ClipBatch batch;
    std::vector<Mask> masks;
    for (const Pair& pair : pairs) {
        batch.pixels.push_back(&pair.clip->example.pixels);
        batch.audio.push_back(&pair.clip->example.audio);
        masks.push_back(trial(pair.clip).mask);
    }
    const MaeErrors errors = maeErrors(pretrained_, batch, masks, true, job);
    if (!table_.pixel) {
        table_.pixel = scoreWith(std::span<const PixelFill>(kPixelFills));
        table_.audio = scoreWith(std::span<const AudioFill>(kAudioFills));
    }
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        table_.pixel->model += sumOfErrors(errors.pixel.error[i], errors.pixel.scored[i]);
        table_.audio->model += sumOfErrors(errors.audio.error[i], errors.audio.scored[i]);
        const PixelInput& pixels = *batch.pixels[i];
        const auto frames = patchesFromFrames(pixels.values, layout_, pixels.channels);
        const auto seen = visibleTokens(masks[i].pixel, masks[i].pixel.hidden.size());
        for (std::size_t f = 0; f < kPixelFills.size(); ++f)
            table_.pixel->fills[f].error +=
                patchErrors(fillPixels(kPixelFills[f], frames, layout_, seen), frames, errors.pixel.scored[i]);
        const AudioInput& audio = *batch.audio[i];
        const auto rows = patchesFromSpectrogram(audio.values, layout_);
        const auto heard =
            visibleTokens(masks[i].audio, static_cast<std::size_t>(realSteps(audio, layout_) * layout_.bands));
        for (std::size_t f = 0; f < kAudioFills.size(); ++f)
            table_.audio->fills[f].error +=
                patchErrors(fillAudio(kAudioFills[f], rows, layout_, heard), rows, errors.audio.scored[i]);
    }
}

/// Does a clip's own sound help to paint the frames that are hidden?
void Evaluation::listen(const std::vector<Pair>& pairs, const Job& job) {
    ClipBatch own, other;
    std::vector<Mask> masks;
    for (const Pair& pair : pairs) {
        if (!pair.other)
            return;
        own.pixels.push_back(&pair.clip->example.pixels);
        own.audio.push_back(&pair.clip->example.audio);
        other.audio.push_back(&pair.other->example.audio);
        masks.push_back(trial(pair.clip).hiddenFrames);
    }
    other.pixels = own.pixels;
    MaeErrors withOwn = maeErrors(pretrained_, own, masks, false, job);
    const MaeErrors withOther = maeErrors(pretrained_, other, masks, false, job);
    if (!table_.hearing)
        table_.hearing.emplace();
    HearingScore& score = *table_.hearing;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        std::vector<std::uint8_t>& scored = withOwn.pixel.scored[i];
        const auto covers = source_.soundingCover({pairs[i].clip->index, table_.mask.seed, 0.0});
        score.onShapes = !covers.empty();
        if (score.onShapes)
            keepShapes(scored, covers, layout_);
        const ErrorSum ownError = sumOfErrors(withOwn.pixel.error[i], scored);
        const ErrorSum otherError = sumOfErrors(withOther.pixel.error[i], scored);
        score.ownSound += ownError;
        score.otherSound += otherError;
        ownErrors_.push_back(ownError.sum);
        otherErrors_.push_back(otherError.sum);
    }
}

void Evaluation::match(const std::vector<Pair>& pairs, const Job& job) {
    ClipBatch own, swapped, shifted;
    std::vector<std::size_t> canShift; // which of the pairs
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const Example& example = pairs[i].clip->example;
        own.pixels.push_back(&example.pixels);
        own.audio.push_back(&example.audio);
        if (pairs[i].other)
            swapped.pixels.push_back(&pairs[i].other->example.pixels);
        if (example.shiftedPixels) {
            shifted.pixels.push_back(&*example.shiftedPixels);
            shifted.audio.push_back(&example.audio);
            canShift.push_back(i);
        }
    }
    const std::vector<double> logits = matchingLogits(pretrained_, own, job);
    const auto count = [&](std::optional<Accuracy>& accuracy, const ClipBatch& wrong, auto&& pairOf) {
        if (wrong.pixels.empty())
            return;
        if (!accuracy)
            accuracy.emplace();
        const std::vector<double> wrongLogits = matchingLogits(pretrained_, wrong, job);
        for (std::size_t i = 0; i < wrongLogits.size(); ++i) {
            accuracy->count(logits[pairOf(i)] > 0.0);
            accuracy->count(wrongLogits[i] <= 0.0);
        }
    };
    if (!swapped.pixels.empty())
        swapped.audio = own.audio;
    count(table_.matchingSwapped, swapped, [](std::size_t i) { return i; });
    count(table_.matchingShifted, shifted, [&](std::size_t i) { return canShift[i]; });
}

void Evaluation::classify(const std::vector<Pair>& pairs, const Job& job) {
    ClipBatch batch;
    std::vector<int> labels;
    for (const Pair& pair : pairs) {
        const Example& example = pair.clip->example;
        if (example.target.empty())
            continue;
        const float label = example.target.front();
        if (example.target.size() != 1 ||
            !(label >= 0.0F && label < static_cast<float>(classifier_->config.num_labels())))
            throwBadInput("its label is none of the classifier's " + std::to_string(classifier_->config.num_labels()) +
                              " classes",
                          source_.name(pair.clip->index), "Give a classifier that was trained on these classes.");
        labels.push_back(static_cast<int>(label));
        batch.pixels.push_back(&example.pixels);
        batch.audio.push_back(&example.audio);
    }
    if (labels.empty())
        return;
    if (!table_.classification)
        table_.classification.emplace();
    const std::vector<int> classes = predictedClasses(*classifier_, batch, job);
    for (std::size_t i = 0; i < labels.size(); ++i)
        table_.classification->count(classes[i] == labels[i]);
}

void Evaluation::take(const std::vector<Pair>& pairs, const Job& job) {
    if (pairs.empty())
        return;
    layout_ = exampleLayout(pretrained_.config, pairs.front().clip->example);
    if (pretrained_.report.hasMae) {
        paint(pairs, job);
        if (layout_.frames > 1)
            listen(pairs, job);
    }
    if (pretrained_.report.hasMatching)
        match(pairs, job);
    if (classifier_ != nullptr)
        classify(pairs, job);
    table_.clips += static_cast<std::int64_t>(pairs.size());
}

EvaluationTable Evaluation::finish() {
    if (table_.hearing)
        table_.hearing->test = signTest(ownErrors_, otherErrors_);
    table_.checkpoint = pretrained_.name;
    table_.paints = pretrained_.report.hasMae;
    table_.matches = pretrained_.report.hasMatching;
    table_.label = pretrained_.report.label;
    table_.classifier = classifier_ != nullptr ? classifier_->name : std::string();
    const RunsOn place = whereItRuns(pretrained_);
    table_.device = place.device;
    table_.dtype = place.dtype;
    return std::move(table_);
}

void check(const Checkpoint& pretrained, const Checkpoint* classifier, const ExampleSource& source,
           const EvaluationOptions& options) {
    if (source.size() == std::numeric_limits<std::int64_t>::max())
        throwBadInput("the clips have no end", source.name(0), "Say how many to measure: synth:SEED:COUNT.");
    if (options.batch < 1)
        throwBadInput("is " + std::to_string(options.batch) + ", which takes no clip", "batch");
    if (classifier == nullptr && !pretrained.report.hasMae && !pretrained.report.hasMatching)
        throwUnsupported("has no head that could be measured", pretrained.name,
                         "Give a checkpoint of TvltForPreTraining, or a classifier.");
    if (classifier != nullptr)
        checkClassifier(*classifier);
}

} // namespace

void checkClassifier(const Checkpoint& checkpoint) {
    if (!checkpoint.report.hasClassifier || checkpoint.config.loss_type != LossType::Classification)
        throwUnsupported("is no classifier", checkpoint.name, "Give a checkpoint that was fine-tuned to classes.");
}

MaskSettings maskSettings(const Checkpoint& checkpoint, const EvaluationOptions& options) {
    MaskSettings settings = trainedMask(checkpoint);
    settings.pixelRatio = options.pixelRatio.value_or(settings.pixelRatio);
    settings.audioRatio = options.audioRatio.value_or(settings.audioRatio);
    settings.audioType = options.audioType.value_or(settings.audioType);
    settings.seed = options.seed;
    return settings;
}

EvaluationTable evaluate(const Checkpoint& pretrained, const Checkpoint* classifier, const ExampleSource& clips,
                         const EvaluationOptions& options, const Job& job) {
    check(pretrained, classifier, clips, options);
    Evaluation evaluation(pretrained, classifier, clips, maskSettings(pretrained, options));
    ClipReader reader(clips, options.seed, pretrained.report.hasMatching);
    const std::string of = " of " + std::to_string(clips.size());
    Clip first, previous;
    while (!reader.atEnd()) {
        job.progress(static_cast<double>(reader.position()) / static_cast<double>(clips.size()),
                     "clip " + std::to_string(reader.position() + 1) + of);
        std::vector<Pair> pairs;
        for (Clip& clip : reader.next(options.batch, job)) {
            if (!first)
                first = clip; // waits for the last clip, its other one
            else
                pairs.push_back({clip, previous});
            previous = std::move(clip);
        }
        evaluation.take(pairs, job);
    }
    if (!first) {
        if (reader.unused().empty())
            throwBadInput("there are no clips to measure by", "data");
        throwBadInput("none of the " + std::to_string(clips.size()) +
                          " clips can be used; the first one because: " + reader.unused().front().reason,
                      reader.unused().front().name);
    }
    evaluation.take({{first, first == previous ? nullptr : previous}}, job);
    EvaluationTable table = evaluation.finish();
    table.unused = reader.unused();
    job.progress(1.0, "done");
    return table;
}

} // namespace tvlt
