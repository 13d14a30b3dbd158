#include "core/model/safetensors_header.h"

#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/printable.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <istream>

namespace tvlt {

using Json = nlohmann::json;

static_assert(std::endian::native == std::endian::little, "safetensors data are read as they lie in the file");

namespace {

constexpr std::uint64_t headerCap = 100'000'000; // the reference implementation's
constexpr std::uint64_t lengthBytes = 8;
constexpr std::size_t mostDimensions = 64; // PyTorch's
constexpr JsonLimits jsonLimits{.depth = 4, .values = 1'000'000, .namesOnce = true};

/// A value of the header for an error message.
std::string brief(const Json& value) {
    return printable(value.dump(), 60);
}

/// The reader of one header: says where it stands in every error.
class Reader {
  public:
    Reader(std::istream& in, std::uint64_t fileBytes, const std::string& where)
        : in_(in), fileBytes_(fileBytes), where_(where) {}

    SafetensorsHeader read() {
        const Json json = parsedText();
        for (const auto& [name, value] : json.items()) {
            if (name == "__metadata__")
                checkMetadata(value);
            else
                header_.entries.push_back(checkedEntry(name, value));
        }
        checkOrder();
        return std::move(header_);
    }

  private:
    [[noreturn]] void fail(const std::string& what, const std::string& place = {}) const {
        throwBadInput(what, where_ + (place.empty() ? "" : ", " + place),
                      "The file is damaged or not a safetensors file: fetch it again.");
    }
    static std::string placeOf(const std::string& name) { return "tensor " + printable(name); }

    void readInto(void* to, std::uint64_t bytes, const std::string& place) {
        in_.read(static_cast<char*>(to), static_cast<std::streamsize>(bytes));
        if (static_cast<std::uint64_t>(in_.gcount()) != bytes)
            fail("ended early while it was read", place);
    }

    Json parsedText() {
        if (fileBytes_ < lengthBytes)
            fail("is " + std::to_string(fileBytes_) + " bytes long, too short for the 8-byte length of a header");
        std::uint64_t length = 0;
        readInto(&length, lengthBytes, "byte 0");
        if (length > headerCap)
            fail("announces a header of " + std::to_string(length) + " bytes; at most " + std::to_string(headerCap) +
                     " are accepted",
                 "byte 0");
        if (length > fileBytes_ - lengthBytes)
            fail("announces a header of " + std::to_string(length) + " bytes, but only " +
                     std::to_string(fileBytes_ - lengthBytes) + " follow",
                 "byte 0");
        std::string text(length, '\0');
        readInto(text.data(), length, "header");
        header_.dataBegin = lengthBytes + length;
        header_.dataBytes = fileBytes_ - header_.dataBegin;
        if (text.empty() || text.front() != '{')
            fail("has a header that is not a JSON object", "byte 8");
        return parseJson(text, where_ + ", header", jsonLimits);
    }

    /// Puts the tensors in the order of the data, where each one has to begin where the one before it ends.
    void checkOrder() {
        auto& entries = header_.entries;
        std::sort(entries.begin(), entries.end(), [](const SafetensorsEntry& a, const SafetensorsEntry& b) {
            return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
        });
        std::uint64_t expected = 0;
        for (const auto& entry : entries) {
            if (entry.begin != expected)
                fail(std::string(entry.begin < expected ? "overlaps the tensor before it" : "leaves a gap before it") +
                         ": starts at byte " + std::to_string(entry.begin) + " of the data, not at " +
                         std::to_string(expected),
                     placeOf(entry.name));
            expected = entry.end;
        }
        if (expected != header_.dataBytes)
            fail("holds " + std::to_string(header_.dataBytes) + " bytes of data, but its tensors fill " +
                 std::to_string(expected));
    }

    void checkMetadata(const Json& value) const {
        const bool strings =
            value.is_object() && std::all_of(value.begin(), value.end(), [](const Json& v) { return v.is_string(); });
        if (!strings)
            fail("is not an object of strings", "__metadata__");
    }

    [[nodiscard]] SafetensorsEntry checkedEntry(const std::string& name, const Json& value) const {
        const std::string place = placeOf(name);
        if (!value.is_object() || !value.contains("dtype") || !value.contains("shape") ||
            !value.contains("data_offsets") || value.size() != 3)
            fail("is not an object of dtype, shape and data_offsets", place);
        const Json& offsets = value["data_offsets"];
        if (!offsets.is_array() || offsets.size() != 2 || !offsets[0].is_number_unsigned() ||
            !offsets[1].is_number_unsigned())
            fail("has data_offsets that are not two whole numbers", place);

        const SafetensorsDtype& type = checkedType(value["dtype"], place);
        SafetensorsEntry entry{name, type.name, {}, offsets[0].get<std::uint64_t>(), offsets[1].get<std::uint64_t>()};
        if (entry.begin > entry.end || entry.end > header_.dataBytes)
            fail("lies at bytes " + std::to_string(entry.begin) + " to " + std::to_string(entry.end) + " of " +
                     std::to_string(header_.dataBytes) + " bytes of data",
                 place);
        entry.shape = checkedShape(value["shape"], static_cast<std::uint64_t>(type.bytes), place);
        std::uint64_t bytes = static_cast<std::uint64_t>(type.bytes);
        for (const std::int64_t extent : entry.shape)
            bytes *= static_cast<std::uint64_t>(extent);
        if (bytes != entry.end - entry.begin)
            fail("has a shape of " + std::to_string(bytes) + " bytes, but a span of " +
                     std::to_string(entry.end - entry.begin),
                 place);
        return entry;
    }

    /// Extents whose product with the element's size fits, whatever their order; an extent of 0 counts as 1 there,
    /// because strides are made of the same product.
    [[nodiscard]] std::vector<std::int64_t> checkedShape(const Json& list, std::uint64_t elementBytes,
                                                         const std::string& place) const {
        if (!list.is_array() || list.size() > mostDimensions)
            fail("has a shape that is not a list of at most " + std::to_string(mostDimensions) + " numbers", place);
        std::vector<std::int64_t> shape;
        auto product = static_cast<std::int64_t>(elementBytes);
        for (const Json& item : list) {
            if (!item.is_number_unsigned() || item.get<std::uint64_t>() > INT64_MAX)
                fail("has a shape with an extent that is no size: " + brief(item), place);
            shape.push_back(static_cast<std::int64_t>(item.get<std::uint64_t>()));
            if (__builtin_mul_overflow(product, std::max<std::int64_t>(shape.back(), 1), &product))
                fail("has a shape whose size overflows", place);
        }
        return shape;
    }

    [[nodiscard]] const SafetensorsDtype& checkedType(const Json& value, const std::string& place) const {
        const auto* found =
            std::find_if(std::begin(safetensorsDtypes), std::end(safetensorsDtypes), [&](const auto& dtype) {
                return value.is_string() && value.get_ref<const std::string&>() == dtype.name;
            });
        if (found == std::end(safetensorsDtypes))
            throwUnsupported("has a dtype that is not supported: " + brief(value), where_ + ", " + place,
                             "Convert the file to F32, F16 or BF16.");
        return *found;
    }

    std::istream& in_;
    std::uint64_t fileBytes_;
    const std::string& where_;
    SafetensorsHeader header_;
};

} // namespace

SafetensorsHeader readSafetensorsHeader(std::istream& in, std::uint64_t fileBytes, const std::string& where) {
    return Reader(in, fileBytes, where).read();
}

} // namespace tvlt
