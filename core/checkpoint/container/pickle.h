#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// Reading of Python pickles as torch.save writes them (protocols 0 to 4), without Python and without running anything.
///
/// The rule for names: a name in a pickle ("posix.system") stays a name, there is no way from it to code. What a pickle
/// asks to *call* falls into three classes:
///  1. what builds tensors and containers (collections.OrderedDict, torch._utils._rebuild_tensor_v2, …): done here by
///     our own code, with every size checked;
///  2. classes that training tools keep in hyper-parameters (Lightning, sacred, omegaconf; any capitalised name that is
///     not of Python's own library): the "instance" is an inert Opaque that only remembers the name;
///  3. everything else, functions above all: the file is refused and the name is in the error, wherever in the file the
///     call stands and whether or not its result is used.
namespace tvlt::pickle {

struct Value;
using Ref = const Value*; ///< lives as long as its Document

struct None {};
struct BigInt {
    std::string_view bytes; ///< little-endian two's complement, longer than 8 bytes
};
struct Global {
    std::string_view module;
    std::string_view name;
    [[nodiscard]] std::string full() const;
};
using Items = std::vector<std::pair<Ref, Ref>>;
struct Sequence {
    std::vector<Ref> items; ///< list, tuple or set
    bool tuple = false;
};
struct Dict {
    Items items;
};
/// An object of a class of kind 2.
struct Opaque {
    Global type;
    Items items; ///< where it is a kind of dict
};

enum class Element : std::uint8_t { F64, F32, F16, BF16, I64, I32, I16, I8, U8, Bool };
[[nodiscard]] int elementSize(Element element);

/// A persistent id ('storage', torch.FloatStorage, key, location, elements).
struct Storage {
    Element element = Element::F32;
    std::string_view key;
    std::int64_t elements = 0;
};
/// A strided view of a storage. Every index lies within the storage, and no two elements share a place.
struct Tensor {
    const Storage* storage = nullptr;
    std::int64_t offset = 0;
    std::vector<std::int64_t> sizes;
    std::vector<std::int64_t> strides;
};

struct Value {
    std::variant<None, bool, std::int64_t, double, std::string_view, BigInt, Global, Sequence, Dict, Opaque, Storage,
                 Tensor>
        held;

    template <class T> [[nodiscard]] const T* get() const { return std::get_if<T>(&held); }
    /// The value under a string key of a Dict or Opaque; null when there is none.
    [[nodiscard]] Ref find(std::string_view key) const;
    /// "a dict", "torch.nn.Linear", …
    [[nodiscard]] std::string describe() const;
};

/// The values of one pickle. Strings point into the bytes it was read from.
struct Document {
    std::deque<Value> values; ///< an arena: cycles and deep nesting cost nothing to free
    Ref root = nullptr;
    std::size_t length = 0; ///< bytes up to and with STOP
};

inline constexpr std::size_t maxBytes = 16u << 20;
inline constexpr std::size_t maxSteps = 1'000'000;
inline constexpr std::size_t maxValues = 200'000;
inline constexpr std::size_t maxNameBytes = 500; ///< of module and name, and of a storage's key

/// Reads one pickle from the start of `bytes` (which may go on after it). Throws BadInput naming `where` and the byte.
/// Work and memory are bounded by the four limits above.
[[nodiscard]] Document read(std::span<const std::byte> bytes, const std::string& where);

} // namespace tvlt::pickle
