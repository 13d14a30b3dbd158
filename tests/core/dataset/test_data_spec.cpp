#include "core/base/file.h"
#include "core/dataset/data_spec.h"
#include "tests/core/dataset/error_of.h"
#include "tests/support/temp_folder.h"

#include <filesystem>

using namespace tvlt;
namespace fs = std::filesystem;

namespace {

void touch(const fs::path& path) {
    fs::create_directories(path.parent_path());
    writeFileAtomically(path, "");
}

std::vector<fs::path> filesOf(const std::string& text) {
    return std::get<ClipFiles>(parseDataSpec(text)).files;
}

} // namespace

TEST_CASE("synth: names drawn clips by seed and count") {
    const auto endless = std::get<DrawnData>(parseDataSpec("synth:18446744073709551615"));
    CHECK(endless.seed == 18446744073709551615U);
    CHECK_FALSE(endless.count);
    CHECK(std::get<DrawnData>(parseDataSpec("synth:7:500")).count == 500);
    for (const char* bad : {"synth:", "synth:x", "synth:-1", "synth:7:", "synth:7:0", "synth:7:-2", "synth:7:5:1",
                            "synth:18446744073709551616"})
        says(errorOf([bad] { return parseDataSpec(bad); }), bad);
}

TEST_CASE("a folder means all media files in it and below, sorted") {
    const TempFolder folder;
    for (const char* name : {"b.mp4", "a/z.MKV", "a/y.mov", "notes.md", ".hidden.mp4", ".git/c.mp4", "sound.wav"})
        touch(folder / name);
    CHECK(filesOf(folder.path().string()) ==
          std::vector<fs::path>{folder / "a/y.mov", folder / "a/z.MKV", folder / "b.mp4"});
    CHECK(filesOf((folder / "b.mp4").string()) == std::vector<fs::path>{folder / "b.mp4"});
    fs::create_directory(folder / "empty");
    const std::string error = errorOf([&] { return parseDataSpec((folder / "empty").string()); });
    says(error, "no media files");
    says(error, (folder / "empty").string());
}

TEST_CASE("a list holds one path a line, relative to its folder") {
    const TempFolder folder;
    touch(folder / "sub/a b.mp4");
    touch(folder / "#1.mp4");
    touch(folder / "odd.name");
    writeFileAtomically(folder / "list.txt",
                        "\xEF\xBB\xBF# clips\r\n\r\nsub/a b.mp4\r\n  ./#1.mp4  \n" + (folder / "odd.name").string());
    CHECK(filesOf((folder / "list.txt").string()) ==
          std::vector<fs::path>{folder / "sub/a b.mp4", folder / "./#1.mp4", folder / "odd.name"});

    writeFileAtomically(folder / "list.txt", "# clips\nodd.name\nnone.mp4\n");
    const std::string missing = errorOf([&] { return parseDataSpec((folder / "list.txt").string()); });
    says(missing, "line 3");
    says(missing, "none.mp4");
    writeFileAtomically(folder / "list.txt", "# nothing\n\n");
    says(errorOf([&] { return parseDataSpec((folder / "list.txt").string()); }), "lists no files");
}

TEST_CASE("a table is told by its name, and what is no form of data by a list of the forms") {
    const TempFolder folder;
    touch(folder / "labels.CSV");
    touch(folder / "notes.md");
    CHECK(std::get<LabelTable>(parseDataSpec((folder / "labels.CSV").string())).path == folder / "labels.CSV");
    for (const std::string& bad : {(folder / "notes.md").string(), (folder / "none").string(), std::string()}) {
        const std::string error = errorOf([&bad] { return parseDataSpec(bad); });
        says(error, "synth:SEED:COUNT");
        says(error, ".csv");
    }
}
