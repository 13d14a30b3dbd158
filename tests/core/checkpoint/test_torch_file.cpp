#include "core/base/error.h"
#include "core/base/file.h"
#include "core/checkpoint/container/zip_container.h"
#include "core/checkpoint/torch_file.h"
#include "core/model/safetensors.h"
#include "tests/core/checkpoint/container/support/zip_writer.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <torch/types.h>

using namespace tvlt;

namespace {

const std::filesystem::path golden = std::filesystem::path(TVLT_GOLDEN) / "checkpoint";

/// {"w": a tensor of two floats over storage 0}.
const std::string twoFloats = std::string("\x80\x02}X\x01\0\0\0w", 9) +
                              "ctorch._utils\n_rebuild_tensor_v2\n((U\x07storagectorch\nFloatStorage\nU\x01"
                              "0U\x03"
                              "cpuK\x02tQK" +
                              std::string("\0K\x02\x85K\x01\x85\x89N", 9) + "tRs.";
const std::string twoFloatsData = std::string("\0\0\x80\x3f\0\0\0\x40", 8);

StateDict readEntries(const std::vector<ZipEntry>& entries) {
    const TempFolder folder;
    writeZip(folder / "a.ckpt", entries);
    return readTorchFile(folder / "a.ckpt").tensors;
}

} // namespace

TEST_CASE("what torch.save writes now and wrote before 1.6 gives the tensors of the safetensors file") {
    const StateDict expected = readSafetensors(golden / "micro" / "model.safetensors");
    const TorchFile zip = readTorchFile(golden / "zip.bin");
    const TorchFile legacy = readTorchFile(golden / "legacy.ckpt");
    CHECK(zip.container == "zip");
    CHECK(legacy.container == "legacy, wrapped in model");
    CHECK(zip.tensors.size() == expected.size());
    CHECK(legacy.tensors.size() == expected.size() + 2);
    for (const auto& [name, tensor] : expected) {
        INFO(name);
        REQUIRE(zip.tensors.count(name) == 1);
        REQUIRE(legacy.tensors.count(name) == 1);
        CHECK(torch::equal(zip.tensors.at(name), tensor));
        CHECK(torch::equal(legacy.tensors.at(name), tensor));
    }
    const torch::Tensor extra = torch::arange(6, torch::kFloat16).reshape({2, 3});
    CHECK(torch::equal(legacy.tensors.at("extra"), extra.t()));
    CHECK(torch::equal(legacy.tensors.at("extra_row"), extra[1]));
}

TEST_CASE("a Lightning file gives weights without its prefix, and hints") {
    const TorchFile file = readTorchFile(golden / "tiny-original-lightning-sentiment.ckpt");
    CHECK(file.container == "zip, Lightning");
    CHECK(file.tensors.count("cls_token") == 1);
    CHECK(file.hints.at("num_heads") == 4);
}

TEST_CASE("a zip made by hand is read, and a damaged byte in its data is noticed") {
    const StateDict tensors = readEntries({{"x/data.pkl", twoFloats}, {"x/data/0", twoFloatsData}});
    CHECK(tensors.at("w")[1].item<float>() == 2.0F);

    const TempFolder folder;
    writeZip(folder / "a.ckpt", {{"x/data.pkl", twoFloats}, {"x/data/0", twoFloatsData}});
    std::string bytes = readTextFile(folder / "a.ckpt");
    bytes[bytes.find(twoFloatsData) + 2] ^= 1;
    writeFileAtomically(folder / "a.ckpt", bytes);
    CHECK_THROWS_WITH(readTorchFile(folder / "a.ckpt"), ContainsSubstring("x/data/0\" is damaged"));
}

TEST_CASE("truncated and foreign files say what they are not") {
    const TempFolder folder;
    for (const char* name : {"zip.bin", "legacy.ckpt"}) {
        const std::string whole = readTextFile(golden / name);
        for (const double share : {0.0005, 0.02, 0.3, 0.9, 0.9999}) {
            const auto length = static_cast<std::size_t>(share * static_cast<double>(whole.size()));
            INFO(name << " cut to " << length);
            writeFileAtomically(folder / "cut", whole.substr(0, length));
            CHECK_THROWS_AS(readTorchFile(folder / "cut"), Exception);
        }
    }
    writeFileAtomically(folder / "text.ckpt", "This is not a checkpoint at all.");
    CHECK_THROWS_AS(readTorchFile(folder / "text.ckpt"), Exception);
    writeFileAtomically(folder / "dict.ckpt", "}.");
    CHECK_THROWS_WITH(readTorchFile(folder / "dict.ckpt"), ContainsSubstring("not a file that torch.save wrote"));
    writeFileAtomically(folder / "bare.ckpt", "cposix\nsystem\n(S'x'\ntR.");
    CHECK_THROWS_WITH(readTorchFile(folder / "bare.ckpt"), ContainsSubstring("posix.system"));
    CHECK_THROWS_WITH(readTorchFile(folder / "none"), ContainsSubstring("no such file"));
}

TEST_CASE("a file that is written as torch.save writes it is read again, whatever its numbers and shapes") {
    const TempFolder folder;
    const StateDict tensors{{"a.weight", torch::rand({3, 4})},
                            {"b", torch::rand({2, 3, 1, 2}).to(torch::kFloat16)},
                            {"c", torch::rand({5}).to(torch::kBFloat16)},
                            {"d", torch::rand({1}, torch::kFloat64)},
                            {"scalar", torch::tensor(7.0)},
                            {"empty", torch::empty({0, 3})},
                            {"turned", torch::rand({4, 2}).t()},
                            {"numbers", torch::arange(6, torch::kInt64)},
                            {"bytes", torch::arange(3, torch::kUInt8)},
                            {"flags", torch::tensor({true, false})}};
    writeTorchFile(folder / "a.ckpt", tensors);
    const TorchFile file = readTorchFile(folder / "a.ckpt");
    CHECK(file.container == "zip");
    CHECK(file.notes.empty());
    REQUIRE(file.tensors.size() == tensors.size());
    for (const auto& [name, tensor] : tensors) {
        INFO(name);
        CHECK(file.tensors.at(name).scalar_type() == tensor.scalar_type());
        CHECK(torch::equal(file.tensors.at(name), tensor));
    }
}
