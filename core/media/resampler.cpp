#include "core/media/resampler.h"

#include <algorithm>
#include <numeric>

namespace tvlt {

namespace {

std::int64_t floorDivide(std::int64_t a, std::int64_t b) {
    return a / b - (a % b < 0 ? 1 : 0);
}

} // namespace

Resampler::Resampler(int inputRate, int outputRate)
    : inputRate_(inputRate), outputRate_(outputRate), inputStep_(inputRate / std::gcd(inputRate, outputRate)),
      outputStep_(outputRate / std::gcd(inputRate, outputRate)),
      // libswresample's filter has 32 taps of the lower rate.
      margin_(inputRate == outputRate ? 0 : 64LL * std::max(1, (inputRate + outputRate - 1) / outputRate)) {
    if (inputRate == outputRate)
        return;
    AVChannelLayout mono{};
    av_channel_layout_default(&mono, 1);
    SwrContext* made = nullptr;
    const int code = swr_alloc_set_opts2(&made, &mono, AV_SAMPLE_FMT_FLT, outputRate, &mono, AV_SAMPLE_FMT_FLT,
                                         inputRate, 0, nullptr);
    context_.reset(made);
    checkFfmpeg(code, "swr_alloc_set_opts2");
    checkFfmpeg(swr_init(context_.get()), "swr_init");
}

std::int64_t Resampler::coinciding(std::int64_t position) const {
    return floorDivide(position, inputStep_) * inputStep_;
}

std::int64_t Resampler::inputBefore(std::int64_t first) const {
    return coinciding(floorDivide(first * inputStep_, outputStep_) - margin_);
}

std::int64_t Resampler::inputAfter(std::int64_t last) const {
    return floorDivide(last * inputStep_, outputStep_) + 1 + margin_;
}

Resampler::Output Resampler::push(const std::vector<float>& samples, std::int64_t position, std::int64_t begin) {
    if (!begun_) {
        begun_ = true;
        expected_ = std::max(begin, coinciding(position));
        made_ = expected_ / inputStep_ * outputStep_;
    }
    const std::int64_t skip =
        std::clamp<std::int64_t>(expected_ - position, 0, static_cast<std::int64_t>(samples.size()));
    Output output{made_, {}};
    const auto take = [&](const float* values, std::int64_t count) {
        const Output made = run(values, count);
        output.samples.insert(output.samples.end(), made.samples.begin(), made.samples.end());
    };
    static const std::vector<float> silence(1 << 16, 0.0F);
    while (position > expected_) // a gap may be as long as a clip
        take(silence.data(), std::min(position - expected_, static_cast<std::int64_t>(silence.size())));
    take(samples.data() + skip, static_cast<std::int64_t>(samples.size()) - skip);
    return output;
}

Resampler::Output Resampler::run(const float* samples, std::int64_t count) {
    Output output{made_, {}};
    expected_ += count;
    if (!context_) {
        output.samples.assign(samples, samples + count);
    } else if (count > 0) {
        const int room = swr_get_out_samples(context_.get(), static_cast<int>(count));
        checkFfmpeg(room, "swr_get_out_samples");
        output.samples.resize(static_cast<std::size_t>(room));
        auto* out = reinterpret_cast<std::uint8_t*>(output.samples.data());
        const auto* in = reinterpret_cast<const std::uint8_t*>(samples);
        const int made = swr_convert(context_.get(), &out, room, &in, static_cast<int>(count));
        checkFfmpeg(made, "swr_convert");
        output.samples.resize(static_cast<std::size_t>(made));
    }
    made_ += static_cast<std::int64_t>(output.samples.size());
    return output;
}

Resampler::Output Resampler::finish() {
    Output output{made_, {}};
    if (!context_ || !begun_)
        return output;
    // No output stands at or after the end of the input.
    const std::int64_t end = floorDivide(expected_ * outputStep_ + inputStep_ - 1, inputStep_);
    const int room = swr_get_out_samples(context_.get(), 0);
    checkFfmpeg(room, "swr_get_out_samples");
    output.samples.resize(static_cast<std::size_t>(std::max(room, 1)));
    auto* out = reinterpret_cast<std::uint8_t*>(output.samples.data());
    const int made = swr_convert(context_.get(), &out, static_cast<int>(output.samples.size()), nullptr, 0);
    checkFfmpeg(made, "swr_convert");
    output.samples.resize(static_cast<std::size_t>(std::clamp<std::int64_t>(end - made_, 0, made)));
    made_ += static_cast<std::int64_t>(output.samples.size());
    return output;
}

} // namespace tvlt
