#include "core/model/head_attention.h"

#include "core/model/exp_rows.h"

#include <ATen/Parallel.h>
#include <torch/utils.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace tvlt {

using torch::Tensor;

namespace {

/// Query rows a tile. With 2,593 keys a tile's scores take 2.6 MB in either type: more rows miss the cache, fewer make
/// products too small for a BLAS.
std::int64_t tileRows(const Tensor& query) {
    return query.element_size() < 4 ? 512 : 256;
}

std::uint16_t* numbers(const Tensor& tensor, std::uint16_t) {
    static_assert(sizeof(c10::BFloat16) == sizeof(std::uint16_t));
    return reinterpret_cast<std::uint16_t*>(tensor.data_ptr<c10::BFloat16>());
}

float* numbers(const Tensor& tensor, float) {
    return tensor.data_ptr<float>();
}

/// weigh() with expRows(); Number as there.
template <typename Number> void weighFast(Tensor out, const Tensor& scores, const Tensor& value) {
    const auto rows = static_cast<std::size_t>(scores.size(0));
    std::vector<float> sums(rows);
    expRows(numbers(scores, Number{}), rows, static_cast<std::size_t>(scores.size(1)), sums.data());
    torch::mm_out(out, scores, value);
    divideRows(numbers(out, Number{}), rows, static_cast<std::size_t>(out.size(1)),
               static_cast<std::size_t>(out.stride(0)), sums.data());
}

/// out = softmax(scores) value; the scores' memory is made use of.
void weigh(Tensor out, const Tensor& scores, const Tensor& value) {
    const bool fast = c10::InferenceMode::is_enabled() && hasFastExpRows();
    if (fast && scores.scalar_type() == torch::kBFloat16)
        weighFast<std::uint16_t>(out, scores, value);
    else if (fast && scores.scalar_type() == torch::kFloat32)
        weighFast<float>(out, scores, value);
    else
        torch::mm_out(out, torch::softmax(scores, -1), value);
}

} // namespace

Tensor attendByHead(const Projections& projections, const Tensor& bias) {
    const Tensor& query = projections.query;
    const auto batch = query.size(0), heads = query.size(1), length = query.size(2), size = query.size(3);
    const auto rows = tileRows(query);
    const auto tiles = (length + rows - 1) / rows;
    const double scale = 1.0 / std::sqrt(static_cast<double>(size));
    Tensor context = torch::empty({batch, length, heads, size}, query.options()).transpose(1, 2);

    const bool inference = c10::InferenceMode::is_enabled(); // of this thread: others do not know
    at::parallel_for(0, batch * heads * tiles, 1, [&](std::int64_t from, std::int64_t to) {
        const c10::InferenceMode mode(inference);
        const torch::NoGradGuard noGrad;
        for (std::int64_t i = from; i < to; ++i) {
            const auto sample = i / tiles / heads, head = i / tiles % heads, first = i % tiles * rows;
            const auto count = std::min(rows, length - first);
            const auto ofHead = [&](const Tensor& x) { return x.select(0, sample).select(0, head); };
            const auto tile = ofHead(query).narrow(0, first, count) * scale;
            const auto keyTransposed = ofHead(projections.key).t();
            const auto scores =
                bias.defined() ? torch::addmm(bias.select(0, sample), tile, keyTransposed) : tile.mm(keyTransposed);
            weigh(ofHead(context).narrow(0, first, count), scores, ofHead(projections.value));
        }
    });
    return context;
}

} // namespace tvlt
