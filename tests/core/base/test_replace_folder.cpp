#include "core/base/error.h"
#include "core/base/file.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <fstream>

using namespace tvlt;

namespace fs = std::filesystem;

namespace {

/// Fills a folder with the file "weights" that holds `text`.
auto writes(const std::string& text) {
    return [text](const fs::path& folder) { writeFileAtomically(folder / "weights", text); };
}

std::size_t entries(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

} // namespace

TEST_CASE("the old folder is there, whole, until the new one is") {
    const TempFolder folder;
    const fs::path last = folder / "last";
    replaceFolder(last, writes("old"));
    replaceFolder(last, [&](const fs::path& fresh) {
        writes("new")(fresh);
        CHECK(fresh.parent_path() == folder.path());
        CHECK(readTextFile(last / "weights") == "old");
    });
    CHECK(readTextFile(last / "weights") == "new");
}

TEST_CASE("what a program that died left half written does not get into the next folder") {
    const TempFolder folder;
    fs::create_directory(folder / ".last.part");
    std::ofstream(folder / ".last.part" / "stale") << "half";
    replaceFolder(folder / "last", writes("new"));
    CHECK_FALSE(fs::exists(folder / "last" / "stale"));
    CHECK(entries(folder.path()) == 1);
}

TEST_CASE("a folder that cannot be made is said to be so") {
    const TempFolder folder;
    std::ofstream(folder / "file") << "not a folder";
    CHECK_THROWS_WITH(replaceFolder(folder / "file" / "last", writes("new")), ContainsSubstring("cannot be created"));
}
