#include "core/base/error.h"
#include "core/base/file.h"
#include "core/export/npz.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <cstring>

using namespace tvlt;

namespace {

/// The header of the .npy entry `name` (from its magic to the line's end) and the bytes behind it.
std::pair<std::string, std::string> entry(const std::string& archive, const std::string& name) {
    const std::size_t start = archive.find("\x93NUMPY", archive.find(name + ".npy"));
    REQUIRE(start != std::string::npos);
    const auto length = static_cast<std::size_t>(static_cast<unsigned char>(archive[start + 8])) |
                        static_cast<std::size_t>(static_cast<unsigned char>(archive[start + 9])) << 8U;
    return {archive.substr(start, 10 + length), archive.substr(start + 10 + length)};
}

} // namespace

TEST_CASE("arrays are written with a header that numpy's format asks for, and their bytes behind it") {
    const TempFolder folder;
    const std::vector<float> values{1.5F, -2.0F, 3.25F, 0, 7, 8};
    const std::vector<std::int64_t> ids{5, -1};
    writeNpz(folder / "a.npz", {NpzArray::floats("logits", {2, 3}, values), NpzArray::integers("ids", {2}, ids),
                                NpzArray::doubles("scalar", {}, std::vector<double>{0.5}),
                                NpzArray::bytes8("none", {0, 4}, {}), NpzArray::strings("texts", {"drei", "sechs"})});
    const std::string archive = readTextFile(folder / "a.npz");
    CHECK(archive.substr(0, 4) == "PK\x03\x04");

    const auto [header, data] = entry(archive, "logits");
    CHECK(header.substr(0, 8) == std::string("\x93NUMPY\x01\0", 8));
    CHECK(header.size() % 64 == 0);
    CHECK(header.back() == '\n');
    CHECK_THAT(header, ContainsSubstring("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3, ), }"));
    CHECK(std::memcmp(data.data(), values.data(), values.size() * sizeof(float)) == 0);

    CHECK_THAT(entry(archive, "ids").first, ContainsSubstring("'<i8', 'fortran_order': False, 'shape': (2, ), }"));
    CHECK(std::memcmp(entry(archive, "ids").second.data(), ids.data(), 16) == 0);
    CHECK_THAT(entry(archive, "scalar").first, ContainsSubstring("'<f8', 'fortran_order': False, 'shape': (), }"));
    CHECK_THAT(entry(archive, "texts").first, ContainsSubstring("'|S5', 'fortran_order': False, 'shape': (2, ), }"));
    CHECK(entry(archive, "texts").second.substr(0, 10) == std::string("drei\0sechs", 10));
    const auto [versionHeader, version] = entry(archive, "format_version");
    CHECK_THAT(versionHeader, ContainsSubstring("'<i8', 'fortran_order': False, 'shape': (), }"));
    CHECK(version.substr(0, 8) == std::string("\x01\0\0\0\0\0\0\0", 8));
    CHECK_THAT(entry(archive, "none").first, ContainsSubstring("'|u1', 'fortran_order': False, 'shape': (0, 4, ), }"));
}

TEST_CASE("a shape that does not fit its values is refused and nothing is written") {
    const TempFolder folder;
    const std::vector<float> values{1, 2, 3};
    CHECK_THROWS_WITH(writeNpz(folder / "a.npz", {NpzArray::floats("x", {2, 2}, values)}),
                      ContainsSubstring("array x"));
    CHECK_THROWS_WITH(writeNpz(folder / "a.npz", {NpzArray::floats("x", {-1, 2}, values)}),
                      ContainsSubstring("impossible shape"));
    CHECK_THROWS_WITH(
        writeNpz(folder / "a.npz", {NpzArray::floats("x", {3}, values), NpzArray::floats("x", {3}, values)}),
        ContainsSubstring("cannot be written"));
    CHECK(std::filesystem::is_empty(folder.path()));
    CHECK_THROWS_WITH(writeNpz(folder / "none" / "a.npz", {}), ContainsSubstring("no such folder"));
}
