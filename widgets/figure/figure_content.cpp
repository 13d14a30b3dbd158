#include "widgets/figure/figure_content.h"

#include "core/analysis/analysis.h"
#include "widgets/figure/figure_caption.h"
#include "widgets/figure/image_convert.h"
#include "widgets/figure/level_scale.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace tvlt {
namespace {

/// Share of values that an error's scale leaves above its top, so that a few outliers do not darken all the others.
constexpr double kErrorTail = 0.005;

struct Range {
    float low = 0.0F;
    float high = 0.0F;
};

Range rangeOf(const std::vector<const Grid*>& grids) {
    Range range{INFINITY, -INFINITY};
    for (const Grid* grid : grids) {
        for (const float value : grid->values) {
            range.low = std::min(range.low, value);
            range.high = std::max(range.high, value);
        }
    }
    return range;
}

/// Zero to a round number that all but the largest values stay below.
ColorBar errorBar(const std::vector<const Grid*>& grids, QString title, ColorMap map) {
    std::vector<float> values;
    for (const Grid* grid : grids)
        std::copy_if(grid->values.begin(), grid->values.end(), std::back_inserter(values),
                     [](float value) { return std::isfinite(value); });
    float top = 0.0F;
    if (!values.empty()) {
        const auto rank = static_cast<std::ptrdiff_t>((1.0 - kErrorTail) * static_cast<double>(values.size() - 1));
        std::nth_element(values.begin(), values.begin() + rank, values.end());
        top = values[static_cast<std::size_t>(rank)];
    }
    ColorBar bar{{map, 0.0F, static_cast<float>(niceCeiling(static_cast<double>(top)))}, std::move(title)};
    bar.clippedAbove = rangeOf(grids).high > bar.scale.high;
    return bar;
}

/// The model's whole range of levels, the same in every figure.
ColorBar levelBar(const std::vector<const Grid*>& grids, ColorMap map) {
    ColorBar bar{kLevelScale, QStringLiteral("level (dB)")};
    bar.scale.map = map;
    const Range range = rangeOf(grids);
    bar.clippedBelow = range.low < bar.scale.low;
    bar.clippedAbove = range.high > bar.scale.high;
    return bar;
}

QString number(double value) {
    return QString::number(value, 'g', 3);
}

std::vector<QString> errorDetails(const ErrorStats& stats) {
    std::vector<QString> details;
    if (stats.maeDb)
        details.push_back(QStringLiteral("off by %1 dB").arg(number(*stats.maeDb)));
    else if (stats.mse)
        details.push_back(QStringLiteral("MSE %1").arg(number(*stats.mse)));
    if (stats.psnr)
        details.push_back(QStringLiteral("PSNR %1 dB").arg(number(*stats.psnr)));
    if (!details.empty())
        details.push_back(QStringLiteral("(hidden patches)"));
    return details;
}

/// Where what is shown comes from, besides the model.
std::vector<QString> reconstructionDetails(const Analysis& analysis) {
    std::vector<QString> details{QStringLiteral("visible pasted")};
    if (analysis.borrowedStatistics)
        details.push_back(QStringLiteral("mean, contrast borrowed"));
    return details;
}

std::vector<QString> hiddenDetails(const TokenMask& mask, const std::vector<std::uint8_t>& padded) {
    return {number(std::round(1000.0 * hiddenShare(mask, padded)) / 10.0) + QStringLiteral(" % hidden")};
}

std::vector<QImage> toQImages(const std::vector<Image>& images) {
    std::vector<QImage> result;
    result.reserve(images.size());
    for (const Image& image : images)
        result.push_back(toQImage(image));
    return result;
}

template <class T> std::vector<const T*> pointers(const std::vector<T>& values) {
    std::vector<const T*> result;
    for (const T& value : values)
        result.push_back(&value);
    return result;
}

FigureSection frameSection(const Analysis& analysis, const FigureColors& colors) {
    const ClipFeatures& features = *analysis.features;
    if (features.frames.empty())
        return {};
    std::vector<PatchCells> cells;
    if (features.layout.patchesPerFrame() > 0)
        for (int frame = 0; frame < static_cast<int>(features.frames.size()); ++frame)
            cells.push_back(frameCells(features.layout, analysis.mask.pixel, features.paddedPixel, frame));
    const auto originals = toQImages(features.frames);
    const QImage& first = originals.front();
    FigureSection section;
    section.rows.push_back({QStringLiteral("Original"),
                            {},
                            {QStringLiteral("%1 × %2 px").arg(first.width()).arg(first.height())},
                            originals,
                            cells});
    section.rows.push_back({QStringLiteral("Masked"),
                            {},
                            hiddenDetails(analysis.mask.pixel, features.paddedPixel),
                            originals,
                            cells,
                            true});
    if (!analysis.pixel)
        return section;
    section.rows.push_back({QStringLiteral("Reconstruction"), QString::fromStdString(analysis.report.label),
                            reconstructionDetails(analysis), toQImages(analysis.pastedFrames), cells});
    const ColorBar bar = errorBar(pointers(analysis.frameError), QStringLiteral("sq. error"), colors.error);
    std::vector<QImage> errors;
    for (const Grid& error : analysis.frameError)
        errors.push_back(gridImage(error, bar.scale));
    section.rows.push_back(
        {QStringLiteral("Error"), {}, errorDetails(analysis.pixel->metrics.masked), errors, cells, false, true, true});
    section.bars.push_back({bar, 3, 3});
    return section;
}

FigureSection spectrogramSection(const Analysis& analysis, const FigureColors& colors) {
    const ClipFeatures& features = *analysis.features;
    if (features.spectrogram.empty())
        return {};
    const bool reconstructed = analysis.audio && !analysis.pastedSpectrogram.empty();
    std::vector<const Grid*> levels{&features.spectrogram};
    if (reconstructed)
        levels.push_back(&analysis.pastedSpectrogram);
    const ColorBar level = levelBar(levels, colors.level);
    std::vector<PatchCells> cells;
    if (features.layout.audioTokens() > 0)
        cells.push_back(
            spectrogramCells(features.layout, analysis.mask.audio, features.paddedAudio, features.spectrogram.rows));
    const QImage original = spectrogramImage(features.spectrogram, level.scale);
    auto masked = hiddenDetails(analysis.mask.audio, features.paddedAudio);
    masked.push_back(QString::fromStdString(std::string(audioMaskTypeName(analysis.maskSettings.audioType))));
    FigureSection section;
    section.rows.push_back({QStringLiteral("Original"),
                            {},
                            {QStringLiteral("%1 mel bands").arg(features.spectrogram.cols)},
                            {original},
                            cells,
                            false,
                            true});
    section.rows.push_back({QStringLiteral("Masked"), {}, masked, {original}, cells, true, true});
    section.bars.push_back({level, 0, reconstructed ? 2 : 1});
    if (!reconstructed)
        return section;
    section.rows.push_back({QStringLiteral("Reconstruction"),
                            QString::fromStdString(analysis.report.label),
                            reconstructionDetails(analysis),
                            {spectrogramImage(analysis.pastedSpectrogram, level.scale)},
                            cells,
                            false,
                            true});
    const ColorBar error = errorBar({&analysis.spectrogramError}, QStringLiteral("error (dB)"), colors.error);
    section.rows.push_back({QStringLiteral("Error"),
                            {},
                            errorDetails(analysis.audio->metrics.masked),
                            {spectrogramImage(analysis.spectrogramError, error.scale)},
                            cells,
                            false,
                            true,
                            true});
    section.bars.push_back({error, 3, 3});
    return section;
}

/// Seconds between two columns of the spectrogram.
double columnWidth(const ClipFeatures& features) {
    if (features.audio && features.audio->samplingRate > 0)
        return static_cast<double>(features.audio->hopLength) / features.audio->samplingRate;
    const auto& times = features.columnTimes;
    return times.size() > 1 ? times[1] - times[0] : features.segment.duration;
}

} // namespace

void setAxes(FigureContent& content, const ClipFeatures& features) {
    content.frameTimes.assign(features.frameTimes.begin(), features.frameTimes.end());
    content.startTime = features.segment.start;
    content.endTime = features.segment.end();
    const auto columns = static_cast<std::size_t>(features.spectrogram.rows);
    if (columns > 0 && features.columnTimes.size() >= columns) {
        const double half = columnWidth(features) / 2.0;
        content.spectrogramStart = features.columnTimes.front() - half;
        content.spectrogramEnd = features.columnTimes[columns - 1] + half;
        content.startTime = std::min(content.startTime, content.spectrogramStart);
        content.endTime = std::max(content.endTime, content.spectrogramEnd);
    }
    if (!(content.endTime > content.startTime)) // a still: an axis needs some length
        content.endTime = content.startTime + 1.0;
    content.mel = MelAxis(features.melHz);
    content.frameTimes.resize(features.frames.size(), content.startTime);
}

double hiddenShare(const TokenMask& mask, const std::vector<std::uint8_t>& padded) {
    std::size_t real = 0;
    std::size_t hidden = 0;
    for (std::size_t i = 0; i < mask.hidden.size(); ++i) {
        if (i < padded.size() && padded[i] != 0)
            continue;
        ++real;
        hidden += mask.hidden[i];
    }
    return real == 0 ? 0.0 : static_cast<double>(hidden) / static_cast<double>(real);
}

FigureContent figureContent(const Analysis& analysis, const FigureColors& colors) {
    FigureContent content;
    setAxes(content, *analysis.features);
    content.frames = frameSection(analysis, colors);
    content.spectrograms = spectrogramSection(analysis, colors);
    content.statement = figureStatement(analysis);
    content.caption = figureCaption(analysis);
    return content;
}

} // namespace tvlt
