#include "core/base/error.h"
#include "core/base/file.h"
#include "core/model/safetensors.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <torch/torch.h>

#include <cstring>

using namespace tvlt;

namespace {

/// A file of `header` (its length before it) and `dataBytes` zeros.
std::string fileOf(const std::string& header, std::size_t dataBytes) {
    std::string file(8, '\0');
    const std::uint64_t length = header.size();
    std::memcpy(file.data(), &length, 8);
    return file + header + std::string(dataBytes, '\0');
}

std::string errorOf(const std::string& bytes) {
    const TempFolder folder;
    writeFileAtomically(folder / "x.safetensors", bytes);
    try {
        (void)readSafetensors(folder / "x.safetensors");
    } catch (const Exception& e) {
        return e.error().message();
    }
    return "no error";
}

std::string errorOf(const std::string& header, std::size_t dataBytes) {
    return errorOf(fileOf(header, dataBytes));
}

const std::string twoFloats = R"("a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]})";

} // namespace

TEST_CASE("tensors of every dtype survive writing and reading") {
    const TempFolder folder;
    StateDict tensors;
    for (const auto type : {torch::kFloat64, torch::kFloat32, torch::kFloat16, torch::kBFloat16, torch::kInt64,
                            torch::kInt32, torch::kInt16, torch::kInt8, torch::kUInt8, torch::kBool})
        tensors[std::string("tensor.") + toString(type)] = torch::randint(0, 2, {3, 5}).to(type);
    tensors["empty"] = torch::zeros({0, 4});
    tensors["scalar"] = torch::tensor(2.5);
    tensors["transposed"] = torch::arange(6).reshape({2, 3}).t();
    writeSafetensors(folder / "x.safetensors", tensors, {{"note", "a test"}});

    const auto read = readSafetensors(folder / "x.safetensors");
    REQUIRE(read.size() == tensors.size());
    for (const auto& [name, tensor] : tensors) {
        INFO(name);
        CHECK(read.at(name).scalar_type() == tensor.scalar_type());
        CHECK(read.at(name).equal(tensor));
    }
}

TEST_CASE("the header of a written file ends at a multiple of eight bytes and says format pt") {
    const TempFolder folder;
    writeSafetensors(folder / "x.safetensors", {{"a", torch::zeros({1})}});
    const auto text = readTextFile(folder / "x.safetensors");
    std::uint64_t length = 0;
    std::memcpy(&length, text.data(), 8);
    CHECK(length % 8 == 0);
    CHECK(text.size() == 8 + length + 4);
    CHECK_THAT(text, ContainsSubstring(R"("__metadata__":{"format":"pt"})"));
}

TEST_CASE("a hand-made file is read") {
    CHECK(errorOf("{" + twoFloats + "}  ", 8) == "no error");
    CHECK(errorOf("{}", 0) == "no error");
}

TEST_CASE("a file cut at any byte is refused") {
    const auto whole = fileOf("{" + twoFloats + "}", 8);
    for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
        INFO(bytes);
        CHECK(errorOf(whole.substr(0, bytes)) != "no error");
    }
}

TEST_CASE("an impossible header length is refused before anything is allocated") {
    for (const int top : {0x80, 0xff, 0x7f}) {
        std::string file(16, '\0');
        file[7] = static_cast<char>(top);
        CHECK_THAT(errorOf(file), ContainsSubstring("announces a header of"));
    }
    std::string file(16, '\0');
    file[0] = 9;
    CHECK_THAT(errorOf(file), ContainsSubstring("only 8 follow"));
}

TEST_CASE("spans that overlap, leave a gap or a rest are refused") {
    const auto two = [](int begin, int end) {
        return "{" + twoFloats + R"(,"b":{"dtype":"U8","shape":[4],"data_offsets":[)" + std::to_string(begin) + "," +
               std::to_string(end) + "]}}";
    };
    CHECK(errorOf(two(8, 12), 12) == "no error");
    CHECK_THAT(errorOf(two(4, 8), 12), ContainsSubstring("tensor b") && ContainsSubstring("overlaps"));
    CHECK_THAT(errorOf(two(9, 13), 13), ContainsSubstring("tensor b") && ContainsSubstring("gap"));
    CHECK_THAT(errorOf(two(8, 12), 13), ContainsSubstring("13 bytes of data"));
    CHECK_THAT(errorOf(two(8, 12), 11), ContainsSubstring("tensor b"));
    CHECK_THAT(errorOf(two(12, 8), 12), ContainsSubstring("tensor b"));
}

TEST_CASE("shapes and dtypes that do not fit are refused by the tensor's name") {
    const auto one = [](const std::string& dtype, const std::string& shape) {
        return errorOf(R"({"a":{"dtype":)" + dtype + R"(,"shape":)" + shape + R"(,"data_offsets":[0,8]}})", 8);
    };
    CHECK(one(R"("F32")", "[2]") == "no error");
    for (const char* shape : {"[3]", "[-2]", "[2.0]", "2", "[\"2\"]", "[9223372036854775808]", "[18446744073709551616]",
                              "[4611686018427387904,4]", "[4294967296,4294967296,2]", "[[2]]"}) {
        INFO(shape);
        CHECK_THAT(one(R"("F32")", shape), ContainsSubstring("tensor a"));
    }
    CHECK_THAT(one(R"("F8_E4M3")", "[8]"), ContainsSubstring("F8_E4M3") && ContainsSubstring("tensor a"));
    CHECK_THAT(one("7", "[2]"), ContainsSubstring("dtype"));
}

TEST_CASE("a header that is no proper JSON object is refused") {
    for (const std::string header : {"[]", "null", " {}", "{", "{\"a\":1}", "{}x", "\"a\"", "{\"\xff\":1}"}) {
        INFO(header);
        CHECK(errorOf(header, 0) != "no error");
    }
    CHECK_THAT(errorOf("{" + twoFloats + "," + twoFloats + "}", 8), ContainsSubstring("'a' twice"));
    CHECK_THAT(errorOf(R"({"__metadata__":{"a":1}})", 0), ContainsSubstring("__metadata__"));
    CHECK_THAT(errorOf(R"({"a":)" + std::string(1'000'000, '[') + std::string(1'000'000, ']') + "}", 0),
               ContainsSubstring("nested more than"));
}

TEST_CASE("a BOOL tensor holds zeros and ones only") {
    auto file = fileOf(R"({"a":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]}})", 2);
    CHECK(errorOf(file) == "no error");
    file.back() = 2;
    CHECK_THAT(errorOf(file), ContainsSubstring("tensor a"));
}

TEST_CASE("a missing file and a folder are named") {
    const TempFolder folder;
    CHECK_THROWS_WITH(readSafetensors(folder / "none.safetensors"), ContainsSubstring("none.safetensors"));
    CHECK_THROWS_WITH(readSafetensors(folder.path()), ContainsSubstring("not a file"));
}

TEST_CASE("reading stops when it is told to") {
    const TempFolder folder;
    writeSafetensors(folder / "x.safetensors", {{"a", torch::zeros({4})}});
    std::stop_source source;
    source.request_stop();
    try {
        (void)readSafetensors(folder / "x.safetensors", Job{source.get_token(), {}});
        FAIL("was not stopped");
    } catch (const Exception& e) {
        CHECK(e.error().kind == Error::Kind::Cancelled);
    }
}
