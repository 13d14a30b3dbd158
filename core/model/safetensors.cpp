#include "core/model/safetensors.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/printable.h"
#include "core/model/safetensors_header.h"

#include <nlohmann/json.hpp>
#include <torch/types.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <string_view>
#include <vector>

namespace tvlt {

namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

constexpr std::uint64_t chunkBytes = 16u << 20; // between two looks at the stop token

struct NamedDtype {
    std::string_view name;
    torch::ScalarType type;
};
/// As safetensorsDtypes, which has the sizes.
constexpr std::array<NamedDtype, std::size(safetensorsDtypes)> dtypes{{{"F64", torch::kFloat64},
                                                                       {"F32", torch::kFloat32},
                                                                       {"F16", torch::kFloat16},
                                                                       {"BF16", torch::kBFloat16},
                                                                       {"I64", torch::kInt64},
                                                                       {"I32", torch::kInt32},
                                                                       {"I16", torch::kInt16},
                                                                       {"I8", torch::kInt8},
                                                                       {"U8", torch::kUInt8},
                                                                       {"BOOL", torch::kBool}}};

torch::ScalarType typeOf(const SafetensorsEntry& entry) {
    return std::find_if(dtypes.begin(), dtypes.end(), [&](const NamedDtype& d) { return d.name == entry.dtype; })->type;
}

/// The data of one file, whose header is read.
class Reader {
  public:
    Reader(const fs::path& path, const Job& job) : path_(path), job_(job) {}

    StateDict read() {
        open();
        const SafetensorsHeader header = readSafetensorsHeader(in_, fileBytes_, path_.string());
        dataBytes_ = header.dataBytes;
        StateDict tensors;
        for (const auto& entry : header.entries)
            tensors.emplace(entry.name, data(entry));
        return tensors;
    }

  private:
    [[noreturn]] void fail(const std::string& what, const SafetensorsEntry& entry) const {
        throwBadInput(what, path_.string() + ", tensor " + printable(entry.name),
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

    torch::Tensor data(const SafetensorsEntry& entry) {
        auto tensor = torch::empty(entry.shape, torch::dtype(typeOf(entry)));
        auto* to = static_cast<char*>(tensor.data_ptr());
        for (std::uint64_t at = entry.begin; at < entry.end; at += chunkBytes) {
            job_.check();
            const auto bytes = std::min(chunkBytes, entry.end - at);
            in_.read(to + (at - entry.begin), static_cast<std::streamsize>(bytes));
            if (static_cast<std::uint64_t>(in_.gcount()) != bytes)
                fail("ended early while it was read", entry);
            job_.progress(static_cast<double>(at + bytes) / static_cast<double>(dataBytes_), "reading weights");
        }
        const auto isNoBool = [](char c) { return c != 0 && c != 1; };
        if (tensor.scalar_type() == torch::kBool && std::any_of(to, to + tensor.numel(), isNoBool))
            fail("is BOOL and holds bytes other than 0 and 1", entry);
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
            return dtype.name.data();
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
