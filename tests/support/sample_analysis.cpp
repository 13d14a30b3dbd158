#include "tests/support/sample_analysis.h"

#include <algorithm>
#include <cmath>

namespace tvlt {
namespace {

constexpr int kPatch = 16;
constexpr int kBrighter = 30;   ///< levels
constexpr float kLouder = 6.0F; ///< dB
constexpr double kTopHz = 22050.0;

/// A disc that moves over a gradient.
Image drawFrame(const SampleOptions& options, int frame) {
    Image image(options.frameWidth, options.frameHeight);
    const double at = (frame + 0.5) / options.frames;
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            const double u = (x + 0.5) / image.width;
            const double v = (y + 0.5) / image.height;
            const bool inside = std::hypot(u - at, v - 0.5) < 0.2;
            std::uint8_t* p = image.pixel(x, y);
            p[0] = static_cast<std::uint8_t>(inside ? 210 : 40 + 90 * u);
            p[1] = static_cast<std::uint8_t>(inside ? 160 : 60 + 90 * v);
            p[2] = static_cast<std::uint8_t>(inside ? 60 : 110);
        }
    }
    return image;
}

/// A rising tone with an overtone over a floor that falls towards high bands.
Grid drawSpectrogram(const SampleOptions& options) {
    Grid grid(options.columns, options.mels);
    for (int column = 0; column < grid.rows; ++column) {
        for (int band = 0; band < grid.cols; ++band) {
            const double t = (column + 0.5) / grid.rows;
            const double f = (band + 0.5) / grid.cols;
            const auto ridge = [&](double centre) { return std::exp(-std::pow((f - centre) / 0.05, 2.0)); };
            const double db = -35.0 - 20.0 * f + 45.0 * ridge(0.15 + 0.3 * t) + 25.0 * ridge(0.3 + 0.6 * t);
            grid.at(column, band) = static_cast<float>(std::clamp(db, -60.0, 20.0));
        }
    }
    return grid;
}

/// Evenly spaced on Slaney's mel scale, without the two outer edges.
std::vector<double> melCentres(int mels) {
    const double top = 15.0 + 27.0 * std::log(kTopHz / 1000.0) / std::log(6.4);
    std::vector<double> centres;
    for (int band = 0; band < mels; ++band) {
        const double mel = top * (band + 1) / (mels + 1);
        centres.push_back(mel < 15.0 ? 200.0 * mel / 3.0 : 1000.0 * std::exp((mel - 15.0) * std::log(6.4) / 27.0));
    }
    return centres;
}

PixelInput pixelInput(const std::vector<Image>& frames) {
    PixelInput input;
    input.frames = static_cast<int>(frames.size());
    input.width = frames.front().width;
    input.height = frames.front().height;
    for (const Image& frame : frames)
        for (int channel = 0; channel < 3; ++channel)
            for (std::size_t i = static_cast<std::size_t>(channel); i < frame.rgb.size(); i += 3)
                input.values.push_back(static_cast<float>(frame.rgb[i]) / 127.5F - 1.0F);
    return input;
}

AudioInput audioInput(const Grid& spectrogram) {
    AudioInput input;
    input.realRows = spectrogram.rows;
    input.rows = (spectrogram.rows + kPatch - 1) / kPatch * kPatch;
    input.mels = spectrogram.cols;
    for (const float db : spectrogram.values)
        input.values.push_back((db - 20.0F) / 40.0F + 1.0F);
    input.values.resize(static_cast<std::size_t>(input.rows) * static_cast<std::size_t>(input.mels), 0.0F);
    return input;
}

Reconstruction reconstructionOf(const TokenMask& mask, double patchMse, int valuesPerPatch) {
    Reconstruction result;
    result.valuesPerPatch = valuesPerPatch;
    result.logits.resize(mask.hidden.size() * static_cast<std::size_t>(valuesPerPatch));
    result.patchError.assign(mask.hidden.size(), patchMse);
    result.loss = patchMse;
    const auto hidden = static_cast<int>(std::count(mask.hidden.begin(), mask.hidden.end(), 1));
    result.metrics.masked.patches = hidden;
    result.metrics.masked.mse = patchMse;
    result.metrics.visible.patches = static_cast<int>(mask.hidden.size()) - hidden;
    result.metrics.visible.mse = patchMse;
    return result;
}

void addFrames(Analysis& analysis, const ClipFeatures& features) {
    const PatchLayout& layout = features.layout;
    const double mistake = kBrighter / 127.5;
    analysis.pixel = reconstructionOf(analysis.mask.pixel, mistake * mistake, kPatch * kPatch * 3);
    analysis.pixel->metrics.masked.psnr = -20.0 * std::log10(kBrighter / 255.0);
    analysis.pixel->metrics.visible.psnr = analysis.pixel->metrics.masked.psnr;
    for (int f = 0; f < static_cast<int>(features.frames.size()); ++f) {
        const Image& original = features.frames[static_cast<std::size_t>(f)];
        Image whole = original;
        Image pasted = original;
        for (int y = 0; y < original.height; ++y) {
            for (int x = 0; x < original.width; ++x) {
                const int token = layout.pixelToken({f, y / kPatch, x / kPatch});
                const bool hidden = analysis.mask.pixel.hidden[static_cast<std::size_t>(token)] != 0;
                for (int c = 0; c < 3; ++c) {
                    const auto value = static_cast<std::uint8_t>(std::min(255, original.pixel(x, y)[c] + kBrighter));
                    whole.pixel(x, y)[c] = value;
                    if (hidden)
                        pasted.pixel(x, y)[c] = value;
                }
            }
        }
        analysis.reconstructedFrames.push_back(std::move(whole));
        analysis.pastedFrames.push_back(std::move(pasted));
        analysis.frameDifference.emplace_back(original.height, original.width, static_cast<float>(mistake));
        analysis.frameError.emplace_back(original.height, original.width, static_cast<float>(mistake * mistake));
    }
}

void addSpectrograms(Analysis& analysis, const ClipFeatures& features) {
    const PatchLayout& layout = features.layout;
    const double mistake = static_cast<double>(kLouder) / 40.0;
    analysis.audio = reconstructionOf(analysis.mask.audio, mistake * mistake, kPatch * kPatch);
    analysis.audio->metrics.masked.maeDb = static_cast<double>(kLouder);
    analysis.audio->metrics.visible.maeDb = static_cast<double>(kLouder);
    const Grid& original = features.spectrogram;
    analysis.reconstructedSpectrogram = original;
    analysis.pastedSpectrogram = original;
    analysis.spectrogramError = Grid(original.rows, original.cols, kLouder);
    analysis.spectrogramDifference = analysis.spectrogramError;
    for (int column = 0; column < original.rows; ++column) {
        for (int band = 0; band < original.cols; ++band) {
            const int token = layout.audioToken({column / kPatch, band / kPatch});
            analysis.reconstructedSpectrogram.at(column, band) += kLouder;
            if (analysis.mask.audio.hidden[static_cast<std::size_t>(token)] != 0)
                analysis.pastedSpectrogram.at(column, band) += kLouder;
        }
    }
}

} // namespace

MaskSettings sampleMask() {
    MaskSettings settings;
    settings.pixelRatio = 0.5;
    settings.audioRatio = 0.5;
    settings.audioType = AudioMaskType::PatchLevel;
    settings.seed = 7;
    return settings;
}

std::shared_ptr<ClipFeatures> sampleFeatures(const SampleOptions& options) {
    auto features = std::make_shared<ClipFeatures>();
    features->clip.path = "sample.mp4";
    features->clip.container = "mov,mp4";
    features->clip.duration = options.start + options.duration;
    features->segment = {options.start, options.duration};
    PatchLayout& layout = features->layout;
    if (options.frames > 0) {
        layout.frames = options.frames;
        layout.patchRows = options.frameHeight / kPatch;
        layout.patchCols = options.frameWidth / kPatch;
        for (int f = 0; f < options.frames; ++f) {
            features->frames.push_back(drawFrame(options, f));
            features->frameTimes.push_back(frameTime(features->segment, f, options.frames));
            features->framePts.push_back(f * 512);
        }
        features->pixels = pixelInput(features->frames);
        features->paddedPixel.assign(static_cast<std::size_t>(layout.pixelTokens()), 0);
        features->clip.video.emplace();
        features->clip.video->codec = "h264";
        features->clip.video->width = options.frameWidth;
        features->clip.video->height = options.frameHeight;
    }
    if (options.columns > 0) {
        features->spectrogram = drawSpectrogram(options);
        features->audio = audioInput(features->spectrogram);
        layout.timeSteps = features->audio->rows / kPatch;
        layout.bands = options.mels / kPatch;
        for (int column = 0; column < features->audio->rows; ++column)
            features->columnTimes.push_back(options.start + columnTime(column, 512, 44100));
        features->melHz = melCentres(options.mels);
        features->paddedAudio.assign(static_cast<std::size_t>(layout.audioTokens()), 0);
        features->clip.audio.emplace();
        features->clip.audio->codec = "aac";
        features->clip.audio->sampleRate = 44100;
        features->clip.audio->channels = 2;
    }
    return features;
}

std::shared_ptr<Analysis> sampleAnalysis(const SampleOptions& options, std::shared_ptr<const ClipFeatures> features) {
    auto analysis = std::make_shared<Analysis>();
    analysis->requestId = 1;
    analysis->features = features ? std::move(features) : sampleFeatures(options);
    analysis->maskSettings = options.mask;
    analysis->mask = makeMask(analysis->features->layout, options.mask);
    analysis->checkpointName = "sample-checkpoint";
    analysis->report.label = options.label;
    analysis->report.architecture = "TvltForPreTraining";
    analysis->report.hasMae = options.reconstruct;
    analysis->device = "cpu";
    analysis->dtype = "f32";
    if (options.reconstruct && !analysis->features->frames.empty())
        addFrames(*analysis, *analysis->features);
    if (options.reconstruct && !analysis->features->spectrogram.empty())
        addSpectrograms(*analysis, *analysis->features);
    return analysis;
}

} // namespace tvlt
