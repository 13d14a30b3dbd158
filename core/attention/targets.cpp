#include "core/attention/targets.h"

#include "core/analysis/analysis.h"
#include "core/base/error.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace tvlt {

namespace {

/// Columns of an audio patch that hold sound: first and the one after the last; at least one.
std::pair<int, int> realColumns(const ClipFeatures& features, int step) {
    const int first = step * features.layout.patchColumns;
    const int last = std::min(first + features.layout.patchColumns, features.audio ? features.audio->realRows : 0);
    return {first, std::max(first + 1, last)};
}

double columnSeconds(const ClipFeatures& features, int column) {
    const auto& times = features.columnTimes;
    if (times.empty())
        return features.segment.start;
    return times[static_cast<std::size_t>(std::clamp(column, 0, static_cast<int>(times.size()) - 1))];
}

double bandHz(const ClipFeatures& features, int mel) {
    const auto& hz = features.melHz;
    return hz.empty() ? 0.0 : hz[static_cast<std::size_t>(std::clamp(mel, 0, static_cast<int>(hz.size()) - 1))];
}

[[noreturn]] void throwNoToken(const std::string& name) {
    throwBadInput("\"" + name + "\" names no token", "--token",
                  "Write cls, pixel:FRAME,ROW,COLUMN, audio:STEP,BAND, pixel:1.5s,ROW,COLUMN or audio:1.5s,440Hz.");
}

/// "1.5s" -> 1.5 where `unit` is "s"; a bare number where it is empty.
std::optional<double> numberWith(std::string_view text, std::string_view unit) {
    if (!text.ends_with(unit))
        return std::nullopt;
    text.remove_suffix(unit.size());
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::optional<int> wholeNumber(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::vector<std::string_view> fieldsOf(std::string_view text) {
    std::vector<std::string_view> fields;
    while (true) {
        const auto comma = text.find(',');
        fields.push_back(text.substr(0, comma));
        if (comma == std::string_view::npos)
            return fields;
        text.remove_prefix(comma + 1);
    }
}

} // namespace

PatchPlace patchPlace(const ClipFeatures& features, const TokenRef& token) {
    PatchPlace place;
    if (token.modality == Modality::Pixel) {
        place.pixel = features.layout.pixelPlace(token.token);
        const auto frame = static_cast<std::size_t>(place.pixel->frame);
        place.seconds = frame < features.frameTimes.size() ? features.frameTimes[frame] : features.segment.start;
        return place;
    }
    place.audio = features.layout.audioPlace(token.token);
    const auto [first, end] = realColumns(features, place.audio->step);
    place.seconds = (columnSeconds(features, first) + columnSeconds(features, end - 1)) / 2.0;
    place.lowHz = bandHz(features, place.audio->band * features.layout.patchMels);
    place.highHz = bandHz(features, (place.audio->band + 1) * features.layout.patchMels - 1);
    return place;
}

std::vector<TokenTarget> largestTokens(const TokenValues& values, int count) {
    std::vector<TokenTarget> all;
    if (values.cls)
        all.push_back({std::nullopt, *values.cls});
    for (const Modality modality : {Modality::Pixel, Modality::Audio}) {
        const auto& own = modality == Modality::Pixel ? values.pixel : values.audio;
        for (std::size_t i = 0; i < own.size(); ++i)
            if (!std::isnan(own[i]))
                all.push_back({TokenRef{modality, static_cast<int>(i)}, own[i]});
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const TokenTarget& a, const TokenTarget& b) { return a.value > b.value; });
    all.resize(std::min(all.size(), static_cast<std::size_t>(std::max(count, 0))));
    return all;
}

WeightGroups groupWeights(const TokenValues& values, const ClipFeatures& features) {
    WeightGroups groups;
    groups.frames.resize(static_cast<std::size_t>(features.layout.frames));
    groups.bands.resize(features.audio ? static_cast<std::size_t>(features.layout.bands) : 0);
    groups.cls = values.cls.value_or(0.0F);
    groups.padding = values.padding;
    for (const Modality modality : {Modality::Pixel, Modality::Audio}) {
        const bool pixel = modality == Modality::Pixel;
        const auto& own = pixel ? values.pixel : values.audio;
        for (std::size_t i = 0; i < own.size(); ++i) {
            if (std::isnan(own[i]))
                continue;
            const PatchPlace place = patchPlace(features, {modality, static_cast<int>(i)});
            (pixel ? groups.video : groups.audio) += own[i];
            (pixel ? groups.frames[static_cast<std::size_t>(place.pixel->frame)]
                   : groups.bands[static_cast<std::size_t>(place.audio->band)]) += own[i];
            const auto second =
                static_cast<std::size_t>(std::max(0.0, std::floor(place.seconds - features.segment.start)));
            if (second >= groups.seconds.size())
                groups.seconds.resize(second + 1);
            groups.seconds[second] += own[i];
        }
    }
    return groups;
}

int frameAtTime(const ClipFeatures& features, double seconds) {
    const auto& times = features.frameTimes;
    if (!features.pixels || features.layout.frames == 0)
        return -1;
    const auto after = std::upper_bound(times.begin(), times.end(), seconds + 1e-9);
    return std::clamp(static_cast<int>(after - times.begin()) - 1, 0, features.layout.frames - 1);
}

std::optional<TokenRef> audioPatchAt(const ClipFeatures& features, double seconds, double hz) {
    const PatchLayout& layout = features.layout;
    if (!features.audio || layout.audioTokens() == 0)
        return std::nullopt;
    const auto nearest = [](const std::vector<double>& values, double value) {
        const auto found = std::min_element(values.begin(), values.end(), [&](double a, double b) {
            return std::abs(a - value) < std::abs(b - value);
        });
        return static_cast<int>(found - values.begin());
    };
    const int column = std::min(nearest(features.columnTimes, seconds), std::max(0, features.audio->realRows - 1));
    const int mel = nearest(features.melHz, hz);
    return TokenRef{Modality::Audio, layout.audioToken({std::min(column / layout.patchColumns, layout.timeSteps - 1),
                                                        std::min(mel / layout.patchMels, layout.bands - 1)})};
}

std::optional<TokenRef> patchAtTime(const ClipFeatures& features, double seconds) {
    const PatchLayout& layout = features.layout;
    if (const int frame = frameAtTime(features, seconds); frame >= 0)
        return TokenRef{Modality::Pixel, layout.pixelToken({frame, layout.patchRows / 2, layout.patchCols / 2})};
    return audioPatchAt(features, seconds, bandHz(features, static_cast<int>(features.melHz.size()) / 2));
}

std::string tokenName(const PatchLayout& layout, const AskedToken& token) {
    if (!token)
        return "cls";
    if (token->modality == Modality::Pixel) {
        const PixelPlace p = layout.pixelPlace(token->token);
        return "pixel:" + std::to_string(p.frame) + ',' + std::to_string(p.row) + ',' + std::to_string(p.col);
    }
    const AudioPlace a = layout.audioPlace(token->token);
    return "audio:" + std::to_string(a.step) + ',' + std::to_string(a.band);
}

AskedToken tokenFromName(const std::string& name, const ClipFeatures& features) {
    if (name == "cls")
        return std::nullopt;
    const auto colon = name.find(':');
    if (colon == std::string::npos)
        throwNoToken(name);
    const PatchLayout& layout = features.layout;
    const std::string kind = name.substr(0, colon);
    const auto fields = fieldsOf(std::string_view(name).substr(colon + 1));
    const auto seconds = numberWith(fields.front(), "s");
    const auto inside = [&](std::optional<int> value, int count, const char* what) {
        if (!value)
            throwNoToken(name);
        if (*value < 0 || *value >= count)
            throwBadInput("there is no " + std::string(what) + ' ' + std::to_string(*value), "--token " + name,
                          count > 0 ? "They run from 0 to " + std::to_string(count - 1) + "."
                                    : "The clip has none of them.");
        return *value;
    };
    if (kind == "pixel" && fields.size() == 3) {
        const int frame = seconds ? frameAtTime(features, *seconds) : wholeNumber(fields[0]).value_or(-1);
        return TokenRef{Modality::Pixel,
                        layout.pixelToken({inside(frame, features.pixels ? layout.frames : 0, "frame"),
                                           inside(wholeNumber(fields[1]), layout.patchRows, "row of patches"),
                                           inside(wholeNumber(fields[2]), layout.patchCols, "column of patches")})};
    }
    if (kind == "audio" && fields.size() == 2) {
        const auto hz = numberWith(fields[1], "Hz");
        if (seconds && hz) {
            const auto patch = audioPatchAt(features, *seconds, *hz);
            if (!patch)
                throwBadInput("the clip has no sound", "--token " + name);
            return patch;
        }
        return TokenRef{Modality::Audio, layout.audioToken({inside(wholeNumber(fields[0]),
                                                                   features.audio ? layout.timeSteps : 0, "step"),
                                                            inside(wholeNumber(fields[1]), layout.bands, "band")})};
    }
    throwNoToken(name);
}

} // namespace tvlt
