#include "core/model/input_checks.h"

#include "core/base/error.h"
#include "core/model/config.h"
#include "core/model/patches.h"

#include <sstream>

namespace tvlt {

using torch::Tensor;

namespace {

template <class... Parts> std::string text(const Parts&... parts) {
    std::ostringstream out;
    (out << ... << parts);
    return out.str();
}

void checkKind(const Tensor& values, const std::string& name, const Tensor& parameter) {
    if (values.scalar_type() != parameter.scalar_type())
        throwBadInput(text("has the dtype ", toString(values.scalar_type()), ", the model's parameters have ",
                           toString(parameter.scalar_type())),
                      name, text("Convert it to ", toString(parameter.scalar_type()), "."));
    if (values.device() != parameter.device())
        throwBadInput(text("lies on ", values.device(), ", the model on ", parameter.device()), name,
                      "Move one to the other.");
}

void checkPixels(const Tensor& values, const TvltConfig& c) {
    const auto fail = [&](const std::string& why) {
        throwBadInput(text("has the shape ", shapeText(values), ": ", why), "pixel_values",
                      text("Expected is (batch, 1 to ", c.num_frames, " frames, ", c.num_image_channels, ", ",
                           c.image_size[0], ", ", c.image_size[1], ")."));
    };
    if (values.dim() != 5)
        fail(text(values.dim(), " dimensions, not 5"));
    if (values.size(0) == 0)
        fail("no samples");
    if (values.size(1) == 0)
        fail("no frames");
    if (values.size(1) > c.num_frames)
        fail(text(values.size(1), " frames, but the model takes at most ", c.num_frames));
    if (values.size(2) != c.num_image_channels)
        fail(text(values.size(2), " channels, not ", c.num_image_channels));
    if (values.size(3) != c.image_size[0] || values.size(4) != c.image_size[1])
        fail(text("frames of ", values.size(3), "*", values.size(4), ", not ", c.image_size[0], "*", c.image_size[1]));
}

void checkAudio(const Tensor& values, const TvltConfig& c) {
    const auto fail = [&](const std::string& why) {
        throwBadInput(text("has the shape ", shapeText(values), ": ", why), "audio_values",
                      text("Expected is (batch, ", c.num_audio_channels, ", ", c.audio_patch_size[0], " to ",
                           c.spectrogram_length, " rows, ", c.frequency_length, ")."));
    };
    if (values.dim() != 4)
        fail(text(values.dim(), " dimensions, not 4"));
    if (values.size(0) == 0)
        fail("no samples");
    if (values.size(1) != c.num_audio_channels)
        fail(text(values.size(1), " channels, not ", c.num_audio_channels));
    if (values.size(3) != c.frequency_length)
        fail(text(values.size(3), " mel bands, not ", c.frequency_length));
    if (values.size(2) > c.spectrogram_length)
        fail(text(values.size(2), " rows, but the model takes at most ", c.spectrogram_length));
    if (values.size(2) < c.audio_patch_size[0])
        fail(text(values.size(2), " rows do not fill one patch of ", c.audio_patch_size[0]));
}

void checkMask(const Tensor& mask, const std::string& name, std::int64_t batch, std::int64_t length) {
    if (mask.dim() != 2 || mask.size(0) != batch || mask.size(1) != length)
        throwBadInput(text("has the shape ", shapeText(mask), ", not (", batch, ", ", length, "): one value per patch"),
                      name);
}

} // namespace

void checkInputs(const TvltInputs& inputs, const TvltConfig& config, const Tensor& parameter) {
    const Tensor& pixels = inputs.pixel_values;
    const Tensor& audio = inputs.audio_values;
    if (!pixels.defined() && !audio.defined())
        throwBadInput("neither pixel_values nor audio_values is given", "inputs", "Give at least one of the two.");
    if (pixels.defined()) {
        checkKind(pixels, "pixel_values", parameter);
        checkPixels(pixels, config);
    }
    if (audio.defined()) {
        checkKind(audio, "audio_values", parameter);
        checkAudio(audio, config);
    }
    if (pixels.defined() && audio.defined() && pixels.size(0) != audio.size(0))
        throwBadInput(text("has ", audio.size(0), " samples ", shapeText(audio), ", but pixel_values has ",
                           pixels.size(0), ' ', shapeText(pixels)),
                      "audio_values");
    if (inputs.pixel_mask.defined()) {
        if (!pixels.defined())
            throwBadInput("is given without pixel_values", "pixel_mask");
        checkMask(inputs.pixel_mask, "pixel_mask", pixels.size(0), pixels.size(1) * config.patchesPerFrame());
    }
    if (inputs.audio_mask.defined()) {
        if (!audio.defined())
            throwBadInput("is given without audio_values", "audio_mask");
        checkMask(inputs.audio_mask, "audio_mask", audio.size(0),
                  audio.size(2) / config.audio_patch_size[0] * config.bands());
    }
}

void checkWholePatches(const TvltInputs& inputs, const TvltConfig& c) {
    const auto check = [](std::int64_t size, int patch, const std::string& name, const Tensor& values,
                          const char* what) {
        if (size % patch != 0)
            throwBadInput(text("has the shape ", shapeText(values), ": ", size, ' ', what,
                               " are no whole number of patches of ", patch),
                          name, "Crop or pad it first.");
    };
    if (const Tensor& pixels = inputs.pixel_values; pixels.defined()) {
        check(pixels.size(3), c.image_patch_size[0], "pixel_values", pixels, "rows");
        check(pixels.size(4), c.image_patch_size[1], "pixel_values", pixels, "columns");
    }
    if (const Tensor& audio = inputs.audio_values; audio.defined()) {
        check(audio.size(2), c.audio_patch_size[0], "audio_values", audio, "rows");
        check(audio.size(3), c.audio_patch_size[1], "audio_values", audio, "mel bands");
    }
}

void checkRows(const AttentionRows& rows, std::int64_t layers, std::int64_t heads, std::int64_t length) {
    const auto check = [](const std::vector<std::int64_t>& asked, std::int64_t count, const char* what) {
        for (const auto index : asked)
            if (index < 0 || index >= count)
                throwBadInput(text("asks for ", what, ' ', index, " of ", count), "attention_rows");
    };
    check(rows.layers, layers, "layer");
    check(rows.heads, heads, "head");
    check(rows.queries, length, "query");
}

} // namespace tvlt
