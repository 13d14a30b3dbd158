#include "core/training/batch.h"

#include "core/base/error.h"

#include <torch/utils.h>

#include <algorithm>

namespace tvlt {

using torch::Tensor;

namespace {

/// Values of all examples in one tensor (B, shape…).
template <class ValuesOf> Tensor stacked(std::size_t count, std::vector<std::int64_t> shape, const ValuesOf& valuesOf) {
    shape.insert(shape.begin(), static_cast<std::int64_t>(count));
    Tensor tensor = torch::empty(shape, torch::kFloat32);
    const auto each = static_cast<std::size_t>(tensor.numel()) / count;
    for (std::size_t i = 0; i < count; ++i) {
        const std::vector<float>& values = valuesOf(i);
        if (values.size() != each)
            throwBadInput("holds " + std::to_string(values.size()) + " values, the first one " + std::to_string(each),
                          "example " + std::to_string(i) + " of a batch");
        std::copy(values.begin(), values.end(), tensor.data_ptr<float>() + i * each);
    }
    return tensor;
}

Tensor keyMask(const std::vector<Example>& examples, int patchRows, int bands) {
    const auto padded = [](const Example& e) { return e.audio.realRows < e.audio.rows; };
    if (std::none_of(examples.begin(), examples.end(), padded))
        return {};
    const auto steps = examples.front().audio.rows / patchRows;
    Tensor mask = torch::zeros({static_cast<std::int64_t>(examples.size()), steps * bands}, torch::kFloat32);
    for (std::size_t i = 0; i < examples.size(); ++i) {
        const int real = (examples[i].audio.realRows + patchRows - 1) / patchRows;
        mask[static_cast<std::int64_t>(i)].narrow(0, 0, static_cast<std::int64_t>(real) * bands).fill_(1.0);
    }
    return mask;
}

Tensor labelsOf(const std::vector<Example>& examples, bool classes) {
    const auto each = static_cast<std::int64_t>(examples.front().target.size());
    if (each == 0)
        return {};
    const Tensor values = stacked(examples.size(), {each},
                                  [&](std::size_t i) -> const std::vector<float>& { return examples[i].target; });
    return classes ? values.select(1, 0).to(torch::kInt64) : values;
}

/// With whose picture the sound of example i of `examples` is matched.
const PixelInput& pictureFor(const std::vector<Example>& examples, std::size_t i, Pairing pairing) {
    if (pairing == Pairing::True)
        return examples[i].pixels;
    if (pairing == Pairing::Shifted && examples[i].shiftedPixels)
        return *examples[i].shiftedPixels;
    return examples[(i + 1) % examples.size()].pixels;
}

/// Calls `change` for every tensor that is there.
template <class Change> void forEachTensor(Batch& batch, const Change& change) {
    for (Tensor* tensor : {&batch.pixelValues, &batch.audioValues, &batch.pixelMask, &batch.audioMask, &batch.labels,
                           &batch.pairedPixels, &batch.paired})
        if (tensor->defined())
            *tensor = change(*tensor);
}

} // namespace

Batch makeBatch(const std::vector<Example>& examples, const std::vector<Pairing>& pairings,
                std::vector<std::int64_t> numbers, const TvltConfig& config, bool classes) {
    const PixelInput& p = examples.front().pixels;
    const AudioInput& a = examples.front().audio;
    const std::vector<std::int64_t> picture{p.frames, p.channels, p.height, p.width};
    Batch batch;
    batch.numbers = std::move(numbers);
    batch.pixelValues = stacked(examples.size(), picture,
                                [&](std::size_t i) -> const std::vector<float>& { return examples[i].pixels.values; });
    batch.audioValues = stacked(examples.size(), {1, a.rows, a.mels},
                                [&](std::size_t i) -> const std::vector<float>& { return examples[i].audio.values; });
    batch.audioMask = keyMask(examples, config.audio_patch_size[0], config.bands());
    if (batch.audioMask.defined())
        batch.pixelMask = torch::ones({batch.size(), p.frames * config.patchesPerFrame()}, torch::kFloat32);
    batch.labels = labelsOf(examples, classes);

    const auto matched =
        static_cast<std::size_t>(std::find(pairings.begin(), pairings.end(), Pairing::Unmatched) - pairings.begin());
    if (matched > 0) {
        batch.paired = torch::zeros({static_cast<std::int64_t>(matched)}, torch::kFloat32);
        batch.pairedPixels = stacked(matched, picture, [&](std::size_t i) -> const std::vector<float>& {
            return pictureFor(examples, i, pairings[i]).values;
        });
        for (std::size_t i = 0; i < matched; ++i)
            if (&pictureFor(examples, i, pairings[i]) == &examples[i].pixels)
                batch.paired[static_cast<std::int64_t>(i)] = 1.0F;
    }
    return batch;
}

Batch readyFor(const torch::Device& device, Batch batch) {
    if (device.is_cuda())
        forEachTensor(batch, [](const Tensor& t) { return t.pin_memory(); });
    return batch;
}

Batch toDevice(Batch batch, const torch::Device& device) {
    constexpr bool kWithoutWaiting = true;
    forEachTensor(batch, [&](const Tensor& t) { return t.to(t.options().device(device), kWithoutWaiting); });
    return batch;
}

Batch firstOf(Batch batch, std::int64_t n) {
    forEachTensor(batch, [&](const Tensor& tensor) { return tensor.narrow(0, 0, std::min(n, tensor.size(0))); });
    batch.numbers.resize(static_cast<std::size_t>(n));
    return batch;
}

} // namespace tvlt
