#include "core/model/head_attention.h"

#include "core/model/attention_kernel.h"
#include "core/model/exp_rows.h"
#include "core/model/linear_product.h"

#include <ATen/Parallel.h>
#include <torch/utils.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <vector>

namespace tvlt {

using torch::Tensor;

namespace {

/// Query rows a tile of bf16: with 2,593 keys its scores take 2.6 MB. More rows miss the cache, fewer make products too
/// small for oneDNN.
constexpr std::int64_t kProductRows = 512;

/// look(sample, head, first) for each tile of `rows` queries of each head. Threads take the next tile when they are
/// done with one: cores may be of different speeds, or busy with other things.
template <typename Look> void forEachTile(const Tensor& query, std::int64_t rows, const Look& look) {
    const auto heads = query.size(1);
    const auto tiles = (query.size(2) + rows - 1) / rows;
    const auto all = query.size(0) * heads * tiles;
    std::atomic<std::int64_t> next{0};
    at::parallel_for(0, std::min<std::int64_t>(all, at::get_num_threads()), 1, [&](std::int64_t, std::int64_t) {
        const c10::InferenceMode mode; // of this thread: the caller's is its own
        for (std::int64_t i = next++; i < all; i = next++)
            look(i / tiles / heads, i / tiles % heads, i % tiles * rows);
    });
}

void attendWithKernel(const Projections& projections, const Tensor& bias, const Tensor& context) {
    const AttentionKernel& kernel = attentionKernels().front();
    const auto& query = projections.query;
    const auto queries = query.stride(3) == 1 ? query : query.contiguous();
    // A head's rows one after the other: those of all heads side by side are far apart in memory.
    const auto key = projections.key.contiguous();
    const auto value = projections.value.contiguous();
    const auto keyBias = bias.defined() ? bias.contiguous() : bias;
    TORCH_CHECK(key.sizes() == query.sizes() && value.sizes() == query.sizes(), "queries, keys and values differ");
    TORCH_CHECK(!keyBias.defined() || keyBias.sizes() == torch::IntArrayRef({query.size(0), 1, query.size(2)}),
                "the bias is not one of these keys");
    const auto size = [](std::int64_t number) { return static_cast<std::size_t>(number); };
    forEachTile(query, static_cast<std::int64_t>(kernel.queries),
                [&](std::int64_t sample, std::int64_t head, std::int64_t first) {
                    const auto numbers = [&](const Tensor& x) {
                        return x.data_ptr<float>() + sample * x.stride(0) + head * x.stride(1);
                    };
                    kernel.attendTile(
                        {.query = numbers(queries),
                         .key = numbers(key),
                         .value = numbers(value),
                         .bias = keyBias.defined() ? keyBias.data_ptr<float>() + sample * keyBias.stride(0) : nullptr,
                         .context = numbers(context),
                         .queryStride = size(queries.stride(2)),
                         .contextStride = size(context.stride(2)),
                         .length = size(query.size(2)),
                         .size = size(query.size(3))},
                        size(first));
                });
}

std::uint16_t* bits(const Tensor& bf16) {
    static_assert(sizeof(c10::BFloat16) == sizeof(std::uint16_t));
    return reinterpret_cast<std::uint16_t*>(bf16.data_ptr<c10::BFloat16>());
}

/// out = softmax(scores) value; the scores' memory is made use of.
void weigh(Tensor out, const Tensor& scores, const Tensor& value) {
    if (scores.scalar_type() != torch::kBFloat16 || !hasFastExpRows()) {
        torch::mm_out(out, torch::softmax(scores, -1), value);
        return;
    }
    const auto rows = static_cast<std::size_t>(scores.size(0));
    std::vector<float> sums(rows);
    expRows(bits(scores), rows, static_cast<std::size_t>(scores.size(1)), sums.data());
    torch::mm_out(out, scores, value);
    divideRows(bits(out), rows, static_cast<std::size_t>(out.size(1)), static_cast<std::size_t>(out.stride(0)),
               sums.data());
}

void attendWithProducts(const Projections& projections, const Tensor& bias, const Tensor& context) {
    const double scale = 1.0 / std::sqrt(static_cast<double>(context.size(3)));
    const auto keyBias = bias.defined() ? bias.to(context.scalar_type()) : bias; // under autocast it is another's
    forEachTile(context, kProductRows, [&](std::int64_t sample, std::int64_t head, std::int64_t first) {
        const auto count = std::min(kProductRows, context.size(2) - first);
        const auto ofHead = [&](const Tensor& x) { return x.select(0, sample).select(0, head); };
        const auto tile = ofHead(projections.query).narrow(0, first, count) * scale;
        const auto keyTransposed = ofHead(projections.key).t();
        const auto scores =
            keyBias.defined() ? torch::addmm(keyBias.select(0, sample), tile, keyTransposed) : tile.mm(keyTransposed);
        weigh(ofHead(context).narrow(0, first, count), scores, ofHead(projections.value));
    });
}

} // namespace

Tensor attendByHead(const Projections& projections, const Tensor& bias) {
    const Tensor& query = projections.query;
    if (widensBf16(query)) {
        const auto wide = [](const Tensor& x) {
            return x.to(torch::kFloat32, false, false, torch::MemoryFormat::Contiguous);
        };
        return attendByHead({wide(query), wide(projections.key), wide(projections.value)},
                            bias.defined() ? wide(bias) : bias)
            .to(torch::kBFloat16);
    }
    Tensor context =
        torch::empty({query.size(0), query.size(2), query.size(1), query.size(3)}, query.options()).transpose(1, 2);
    if (query.scalar_type() == torch::kFloat32)
        attendWithKernel(projections, bias, context);
    else
        attendWithProducts(projections, bias, context);
    return context;
}

} // namespace tvlt
