// Attention of a base model's heads on one thread: our kernel for each width of vectors that this processor has, and
// LibTorch's own attention, where it has one.

#include "core/model/attention_kernel.h"

#include <benchmark/benchmark.h>
#include <torch/types.h>
#include <torch/utils.h>
#include <torch/version.h>

#include <string>
#include <vector>

using namespace tvlt;

namespace {

constexpr std::int64_t kLength = 2593;

double floatingPointOperations(std::int64_t size) {
    return 4.0 * static_cast<double>(kLength * kLength * size);
}

void setRate(benchmark::State& state, std::int64_t size) {
    state.counters["flop/s"] =
        benchmark::Counter(floatingPointOperations(size), benchmark::Counter::kIsIterationInvariantRate);
}

void ours(benchmark::State& state, const AttentionKernel& kernel) {
    const auto size = state.range(0);
    const auto values = [&] { return torch::randn({kLength, size}); };
    const auto query = values(), key = values(), value = values(), context = values();
    const AttentionHead head{.query = query.data_ptr<float>(),
                             .key = key.data_ptr<float>(),
                             .value = value.data_ptr<float>(),
                             .bias = nullptr,
                             .context = context.data_ptr<float>(),
                             .queryStride = static_cast<std::size_t>(size),
                             .contextStride = static_cast<std::size_t>(size),
                             .length = kLength,
                             .size = static_cast<std::size_t>(size)};
    for (auto _ : state)
        for (std::size_t first = 0; first < head.length; first += kernel.queries)
            kernel.attendTile(head, first);
    setRate(state, size);
}

#if TORCH_VERSION_MAJOR >= 2
void fused(benchmark::State& state) {
    const auto size = state.range(0);
    const int threads = torch::get_num_threads();
    torch::set_num_threads(1);
    const torch::InferenceMode inference;
    const auto values = [&] { return torch::randn({1, 1, kLength, size}); };
    const auto query = values(), key = values(), value = values();
    for (auto _ : state)
        benchmark::DoNotOptimize(at::scaled_dot_product_attention(query, key, value));
    torch::set_num_threads(threads);
    setRate(state, size);
}
BENCHMARK(fused)->Name("attention, LibTorch's")->Arg(32)->Arg(64)->Unit(benchmark::kMillisecond);
#endif

const bool kRegistered = [] {
    for (const AttentionKernel& kernel : attentionKernels())
        benchmark::RegisterBenchmark((std::string("attention, ") + kernel.vectors).c_str(), ours, kernel)
            ->Arg(32)
            ->Arg(64)
            ->Unit(benchmark::kMillisecond);
    return true;
}();

} // namespace
