// Written with the compiler's vectors and compiled once for each of their widths: a vector holds one number of each of
// a tile's queries, so that softmax needs no sums across a vector and both products are of one shape.
#include "core/model/attention_kernel.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

// Into functions for wide vectors, too. clang 14 has no vectors wider than the file's in such functions.
#define TVLT_INLINE inline __attribute__((always_inline))
#if defined(__x86_64__) && !defined(__clang__)
#define TVLT_X86_VECTORS
#endif

namespace tvlt {
namespace {

using Vector16 = float __attribute__((vector_size(16)));
using Vector32 = float __attribute__((vector_size(32)));
using Vector64 = float __attribute__((vector_size(64)));

constexpr std::size_t kKeys = 96; ///< whose scores are held at once: 24 KB with 64 queries
constexpr std::size_t kRows = 4;  ///< of a product in registers

template <typename Vector> constexpr std::size_t kNumbers = sizeof(Vector) / sizeof(float);
/// Of a row: with kRows rows and as many queries, sums fill half of the registers and hide the time a sum takes.
template <typename Vector> constexpr std::size_t kVectors = sizeof(Vector) == 64 ? 4 : 2;
template <typename Vector> constexpr std::size_t kQueries = kNumbers<Vector>* kVectors<Vector>;

/// A number of each of a tile's queries. Where the file's own instructions have no such vectors, these are aligned less
/// than the functions for them expect.
template <typename Vector> struct alignas(sizeof(Vector)) Row { Vector part[kVectors<Vector>]; };

/// exp(x) of x <= 0, at least exp(-87): a power of 2, made of an exponent's bits, times a polynomial for what is left,
/// from -ln 2 / 2 to ln 2 / 2, fitted to the least relative error.
template <typename Vector> TVLT_INLINE Vector expOf(Vector x) {
    using Bits = decltype(x < x);
    constexpr float kLeast = -87.0F;
    constexpr float kLog2E = 1.44269504F;
    constexpr float kRounder = 12583039.0F; // 1.5 * 2^23 + 127: rounds what is added to it, and adds an exponent's bias
    constexpr float kLn2 = 0.693145752F;    // so short that whole numbers times it are exact
    constexpr float kLn2Rest = 1.42860677e-6F;
    x = x < kLeast ? Vector{} + kLeast : x;
    const Vector rounded = x * kLog2E + kRounder;
    const Vector whole = rounded - kRounder;
    const Vector rest = (x - whole * kLn2) - whole * kLn2Rest;
    Vector value = 0.00829765511F * rest + 0.0419153826F;
    value = value * rest + 0.166675747F;
    value = value * rest + 0.499988948F;
    value = value * rest + 0.999999692F;
    value = value * rest + 1.00000007F;
    return value * std::bit_cast<Vector>(std::bit_cast<Bits>(rounded) << 23);
}

/// out[r] += the sum over k < count of left[r * row + k * step] * right[k], for R rows.
template <std::size_t R, typename Vector>
TVLT_INLINE void addProduct(const float* left, std::size_t row, std::size_t step, const Row<Vector>* right,
                            std::size_t count, Row<Vector>* out) {
    Row<Vector> sums[R];
    for (std::size_t r = 0; r < R; ++r)
        sums[r] = out[r];
    for (std::size_t k = 0; k < count; ++k)
        for (std::size_t r = 0; r < R; ++r)
            for (std::size_t v = 0; v < kVectors<Vector>; ++v)
                sums[r].part[v] += left[r * row + k * step] * right[k].part[v];
    for (std::size_t r = 0; r < R; ++r)
        out[r] = sums[r];
}

/// The same for any number of rows.
template <typename Vector>
TVLT_INLINE void addProduct(const float* left, std::size_t row, std::size_t step, const Row<Vector>* right,
                            std::size_t count, Row<Vector>* out, std::size_t rows) {
    std::size_t r = 0;
    for (; r + kRows <= rows; r += kRows)
        addProduct<kRows>(left + r * row, row, step, right, count, out + r);
    for (; r < rows; ++r)
        addProduct<1>(left + r * row, row, step, right, count, out + r);
}

/// What is known of a tile's queries after some keys.
template <typename Vector> struct Softmax {
    Row<Vector> greatest; ///< score
    Row<Vector> sum;      ///< of exp(score - greatest)
};

/// Scores become exponentials; `context`, the sum of values weighed by those before, is scaled to fit.
template <typename Vector>
TVLT_INLINE void exponentiate(Row<Vector>* scores, std::size_t keys, Softmax<Vector>& softmax, Row<Vector>* context,
                              std::size_t size) {
    for (std::size_t v = 0; v < kVectors<Vector>; ++v) {
        const Vector before = softmax.greatest.part[v];
        Vector greatest = before;
        for (std::size_t k = 0; k < keys; ++k)
            greatest = scores[k].part[v] > greatest ? scores[k].part[v] : greatest;
        const Vector factor = expOf<Vector>(before - greatest);
        for (std::size_t d = 0; d < size; ++d)
            context[d].part[v] *= factor;
        Vector sum = softmax.sum.part[v] * factor;
        for (std::size_t k = 0; k < keys; ++k) {
            const Vector value = expOf<Vector>(scores[k].part[v] - greatest);
            scores[k].part[v] = value;
            sum += value;
        }
        softmax.greatest.part[v] = greatest;
        softmax.sum.part[v] = sum;
    }
}

template <typename Vector> TVLT_INLINE void attend(const AttentionHead& head, std::size_t first) {
    const std::size_t size = head.size;
    const std::size_t queries = std::min(kQueries<Vector>, head.length - first);
    std::vector<Row<Vector>> memory(2 * size + kKeys);
    Row<Vector>* const query = memory.data(); // (size, queries)
    Row<Vector>* const context = query + size;
    Row<Vector>* const scores = context + size;

    const float scale = 1.0F / std::sqrt(static_cast<float>(size));
    const auto number = [](Row<Vector> & row, std::size_t i) -> auto& {
        return reinterpret_cast<float*>(row.part)[i];
    };
    for (std::size_t i = 0; i < queries; ++i)
        for (std::size_t d = 0; d < size; ++d)
            number(query[d], i) = head.query[(first + i) * head.queryStride + d] * scale;

    Softmax<Vector> softmax{};
    for (Vector& greatest : softmax.greatest.part)
        greatest = Vector{} - std::numeric_limits<float>::infinity();
    for (std::size_t at = 0; at < head.length; at += kKeys) {
        const std::size_t keys = std::min(kKeys, head.length - at);
        for (std::size_t k = 0; k < keys; ++k)
            for (Vector& score : scores[k].part)
                score = Vector{} + (head.bias ? head.bias[at + k] : 0.0F);
        addProduct(head.key + at * size, size, 1, query, size, scores, keys);
        exponentiate(scores, keys, softmax, context, size);
        addProduct(head.value + at * size, 1, size, scores, keys, context, size);
    }
    for (std::size_t i = 0; i < queries; ++i)
        for (std::size_t d = 0; d < size; ++d)
            head.context[(first + i) * head.contextStride + d] = number(context[d], i) / number(softmax.sum, i);
}

void attendPlain(const AttentionHead& head, std::size_t first) {
    attend<Vector16>(head, first);
}

#ifdef TVLT_X86_VECTORS

__attribute__((target("avx2,fma"))) void attendAvx2(const AttentionHead& head, std::size_t first) {
    attend<Vector32>(head, first);
}

__attribute__((target("avx512f,avx2,fma"))) void attendAvx512(const AttentionHead& head, std::size_t first) {
    attend<Vector64>(head, first);
}

#endif

std::vector<AttentionKernel> usableKernels() {
    std::vector<AttentionKernel> usable;
#ifdef TVLT_X86_VECTORS
    if (__builtin_cpu_supports("avx512f"))
        usable.push_back({"AVX-512", kQueries<Vector64>, attendAvx512});
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        usable.push_back({"AVX2", kQueries<Vector32>, attendAvx2});
#endif
    usable.push_back({"plain", kQueries<Vector16>, attendPlain});
    return usable;
}

} // namespace

std::span<const AttentionKernel> attentionKernels() {
    static const auto usable = usableKernels();
    return usable;
}

} // namespace tvlt
