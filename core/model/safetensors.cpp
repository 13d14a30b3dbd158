#include "core/model/safetensors.h"

#include "core/base/error.h"
#include "core/base/file.h"

#include <nlohmann/json.hpp>
#include <torch/types.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <set>
#include <vector>

namespace tvlt {

namespace fs = std::filesystem;
using Json = nlohmann::json;

static_assert(std::endian::native == std::endian::little, "safetensors data are read as they lie in the file");

namespace {

constexpr std::uint64_t headerCap = 100'000'000; // the reference implementation's
constexpr std::uint64_t lengthBytes = 8;
constexpr std::uint64_t chunkBytes = 16u << 20; // between two looks at the stop token

struct NamedDtype {
    const char* name;
    torch::ScalarType type;
};
constexpr std::array<NamedDtype, 10> dtypes{{{"F64", torch::kFloat64},
                                             {"F32", torch::kFloat32},
                                             {"F16", torch::kFloat16},
                                             {"BF16", torch::kBFloat16},
                                             {"I64", torch::kInt64},
                                             {"I32", torch::kInt32},
                                             {"I16", torch::kInt16},
                                             {"I8", torch::kInt8},
                                             {"U8", torch::kUInt8},
                                             {"BOOL", torch::kBool}}};

constexpr int deepest = 4;

/// A value of the header for an error message.
std::string brief(const Json& value) {
    auto text = value.dump();
    if (text.size() > 60)
        text = text.substr(0, 57) + "...";
    return text;
}

/// One tensor as the header describes it, checked.
struct Entry {
    std::string name;
    torch::ScalarType type = torch::kFloat32;
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0; ///< in the data, which starts behind the header
    std::uint64_t end = 0;
};

/// The reader of one file: says where it stands in every error.
class Reader {
  public:
    Reader(const fs::path& path, const Job& job) : path_(path), job_(job) {}

    StateDict read() {
        open();
        const auto entries = checkedEntries(parsedHeader());
        StateDict tensors;
        for (const auto& entry : entries)
            tensors.emplace(entry.name, data(entry));
        return tensors;
    }

  private:
    [[noreturn]] void fail(const std::string& what, const std::string& place = {}) const {
        throwBadInput(what, path_.string() + (place.empty() ? "" : ", " + place),
                      "The file is damaged or not a safetensors file: fetch it again.");
    }

    void open() {
        std::error_code ec;
        const auto status = fs::status(path_, ec);
        if (!fs::exists(status))
            throwNotFound("no such file", path_.string(), "Check the path.");
        if (!fs::is_regular_file(status))
            throwBadInput("is not a file", path_.string());
        fileBytes_ = fs::file_size(path_, ec);
        in_.open(path_, std::ios::binary);
        if (ec || !in_)
            throwBadInput("cannot be read", path_.string(), "Check its permissions.");
    }

    void readInto(void* to, std::uint64_t bytes, const std::string& place) {
        in_.read(static_cast<char*>(to), static_cast<std::streamsize>(bytes));
        if (static_cast<std::uint64_t>(in_.gcount()) != bytes)
            fail("ended early while it was read", place);
    }

    Json parsedHeader() {
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
        dataBytes_ = fileBytes_ - lengthBytes - length;
        if (text.empty() || text.front() != '{')
            fail("has a header that is not a JSON object", "byte 8");
        return parsed(text);
    }

    /// JSON as such lets a name stand twice; here two readers would then see two different files.
    [[nodiscard]] Json parsed(const std::string& text) const {
        std::vector<std::set<std::string>> names;
        const auto check = [&](int depth, Json::parse_event_t event, Json& value) {
            const auto level = static_cast<std::size_t>(depth);
            if (depth > deepest)
                fail("nests deeper than a safetensors header does", "header");
            if (event == Json::parse_event_t::object_start) {
                names.resize(std::max(names.size(), level + 2));
                names[level + 1].clear();
            } else if (event == Json::parse_event_t::key) {
                const auto name = value.get<std::string>();
                if (!names.at(level).insert(name).second)
                    fail("names '" + name + "' twice", "header");
            }
            return true;
        };
        try {
            return Json::parse(text, check);
        } catch (const Json::exception& e) {
            fail(std::string("has a header that is not valid JSON: ") + e.what(), "header");
        }
    }

    /// All tensors, by their place in the data.
    [[nodiscard]] std::vector<Entry> checkedEntries(const Json& header) const {
        std::vector<Entry> entries;
        for (const auto& [name, value] : header.items()) {
            if (name == "__metadata__")
                checkMetadata(value);
            else
                entries.push_back(checkedEntry(name, value));
        }
        std::sort(entries.begin(), entries.end(),
                  [](const Entry& a, const Entry& b) { return std::pair(a.begin, a.end) < std::pair(b.begin, b.end); });
        std::uint64_t expected = 0;
        for (const auto& entry : entries) {
            if (entry.begin != expected)
                fail(std::string(entry.begin < expected ? "overlaps the tensor before it" : "leaves a gap before it") +
                         ": starts at byte " + std::to_string(entry.begin) + " of the data, not at " +
                         std::to_string(expected),
                     "tensor " + entry.name);
            expected = entry.end;
        }
        if (expected != dataBytes_)
            fail("holds " + std::to_string(dataBytes_) + " bytes of data, but its tensors fill " +
                 std::to_string(expected));
        return entries;
    }

    void checkMetadata(const Json& value) const {
        const bool strings =
            value.is_object() && std::all_of(value.begin(), value.end(), [](const Json& v) { return v.is_string(); });
        if (!strings)
            fail("is not an object of strings", "__metadata__");
    }

    [[nodiscard]] Entry checkedEntry(const std::string& name, const Json& value) const {
        const std::string place = "tensor " + name;
        if (!value.is_object() || !value.contains("dtype") || !value.contains("shape") ||
            !value.contains("data_offsets") || value.size() != 3)
            fail("is not an object of dtype, shape and data_offsets", place);
        const Json& offsets = value["data_offsets"];
        if (!offsets.is_array() || offsets.size() != 2 || !offsets[0].is_number_unsigned() ||
            !offsets[1].is_number_unsigned())
            fail("has data_offsets that are not two whole numbers", place);

        Entry entry{name,
                    checkedType(value["dtype"], place),
                    {},
                    offsets[0].get<std::uint64_t>(),
                    offsets[1].get<std::uint64_t>()};
        if (entry.begin > entry.end || entry.end > dataBytes_)
            fail("lies at bytes " + std::to_string(entry.begin) + " to " + std::to_string(entry.end) + " of " +
                     std::to_string(dataBytes_) + " bytes of data",
                 place);

        if (!value["shape"].is_array())
            fail("has a shape that is not a list", place);
        std::uint64_t bytes = c10::elementSize(entry.type);
        for (const Json& extent : value["shape"]) {
            if (!extent.is_number_unsigned() || extent.get<std::uint64_t>() > INT64_MAX)
                fail("has a shape with an extent that is no size: " + brief(extent), place);
            const auto size = extent.get<std::uint64_t>();
            entry.shape.push_back(static_cast<std::int64_t>(size));
            if (__builtin_mul_overflow(bytes, size, &bytes))
                fail("has a shape whose size overflows", place);
        }
        if (bytes != entry.end - entry.begin)
            fail("has a shape of " + std::to_string(bytes) + " bytes, but a span of " +
                     std::to_string(entry.end - entry.begin),
                 place);
        return entry;
    }

    [[nodiscard]] torch::ScalarType checkedType(const Json& value, const std::string& place) const {
        const auto found = std::find_if(dtypes.begin(), dtypes.end(), [&](const NamedDtype& d) {
            return value.is_string() && value.get_ref<const std::string&>() == d.name;
        });
        if (found == dtypes.end())
            throwUnsupported("has a dtype that is not supported: " + brief(value), path_.string() + ", " + place,
                             "Convert the file to F32, F16 or BF16.");
        return found->type;
    }

    torch::Tensor data(const Entry& entry) {
        auto tensor = torch::empty(entry.shape, torch::dtype(entry.type));
        auto* to = static_cast<char*>(tensor.data_ptr());
        for (std::uint64_t at = entry.begin; at < entry.end; at += chunkBytes) {
            job_.check();
            const auto bytes = std::min(chunkBytes, entry.end - at);
            readInto(to + (at - entry.begin), bytes, "tensor " + entry.name);
            job_.progress(static_cast<double>(at + bytes) / static_cast<double>(dataBytes_), "reading weights");
        }
        if (entry.type == torch::kBool && std::any_of(to, to + tensor.numel(), [](char c) { return c != 0 && c != 1; }))
            fail("is BOOL and holds bytes other than 0 and 1", "tensor " + entry.name);
        return tensor;
    }

    fs::path path_;
    const Job& job_;
    std::ifstream in_;
    std::uint64_t fileBytes_ = 0;
    std::uint64_t dataBytes_ = 0;
};

const char* dtypeNameOf(const std::string& name, const torch::Tensor& tensor) {
    for (const auto& dtype : dtypes)
        if (dtype.type == tensor.scalar_type())
            return dtype.name;
    throwUnsupported(std::string("safetensors has no dtype for ") + toString(tensor.scalar_type()), "tensor " + name);
}

} // namespace

StateDict readSafetensors(const fs::path& path, const Job& job) {
    return Reader(path, job).read();
}

void writeSafetensors(const fs::path& path, const StateDict& tensors,
                      const std::map<std::string, std::string>& metadata) {
    // Wider elements first, as the reference implementation: every tensor then starts at a multiple of its element
    // size.
    std::vector<std::pair<std::string, torch::Tensor>> ordered;
    for (const auto& [name, tensor] : tensors)
        ordered.emplace_back(name, tensor.detach());
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](const auto& a, const auto& b) { return a.second.element_size() > b.second.element_size(); });

    Json header = {{"__metadata__", {{"format", "pt"}}}};
    for (const auto& [key, value] : metadata)
        header["__metadata__"][key] = value;
    std::uint64_t offset = 0;
    for (const auto& [name, tensor] : ordered) {
        const std::uint64_t end = offset + tensor.nbytes();
        header[name] = {
            {"dtype", dtypeNameOf(name, tensor)}, {"shape", tensor.sizes().vec()}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' ');
    const std::uint64_t length = text.size();

    writeAtomically(path, [&](const fs::path& temporary) {
        std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
        out.write(reinterpret_cast<const char*>(&length), sizeof length);
        out.write(text.data(), static_cast<std::streamsize>(text.size()));
        for (const auto& [name, tensor] : ordered) {
            const auto whole = tensor.to(torch::kCPU).contiguous();
            out.write(static_cast<const char*>(whole.data_ptr()), static_cast<std::streamsize>(whole.nbytes()));
        }
        out.flush();
        if (!out)
            throwBadInput(std::string("cannot be written: ") + std::strerror(errno), path.string(),
                          "Check permissions and free space.");
    });
}

} // namespace tvlt
