#include "core/base/file.h"
#include "core/dataset/labels_file.h"
#include "tests/core/dataset/error_of.h"
#include "tests/support/temp_folder.h"

using namespace tvlt;

namespace {

using Names = std::vector<std::string>;

/// A folder with clips a, b, c, d (empty files) and a table.
class Table {
  public:
    explicit Table(const std::string& text) {
        for (const char* name : {"a.mp4", "b.mp4", "c.mp4", "d.mp4"})
            writeFileAtomically(folder_ / name, "");
        writeFileAtomically(path(), text);
    }
    [[nodiscard]] std::filesystem::path path() const { return folder_ / "labels.csv"; }
    [[nodiscard]] std::filesystem::path clip(const char* name) const { return folder_ / name; }

  private:
    TempFolder folder_;
};

std::vector<float> targets(const Labels& labels) {
    std::vector<float> all;
    for (const auto& clip : labels.clips)
        all.insert(all.end(), clip.target.begin(), clip.target.end());
    return all;
}

} // namespace

TEST_CASE("classes are numbered by name, or in a given order") {
    const Table table("file,seed,loudest\na.mp4,1,star\nb.mp4,2, circle \nc.mp4,3,star\nd.mp4,4,circle\n");
    const LabelColumns columns{"file", {"loudest"}};
    const Labels labels = readClassLabels(table.path(), columns);
    CHECK(labels.classNames == Names{"circle", "star"});
    CHECK(targets(labels) == std::vector<float>{1, 0, 1, 0});
    CHECK(labels.clips[0].path == table.clip("a.mp4"));
    CHECK(labels.warnings.empty());

    const Labels given = readClassLabels(table.path(), columns, {"star", "square", "circle"});
    CHECK(given.classNames == Names{"star", "square", "circle"});
    CHECK(targets(given) == std::vector<float>{0, 2, 0, 2});
    REQUIRE(given.warnings.size() == 1);
    says(given.warnings[0], "square");

    const std::string unknown = errorOf([&] { return readClassLabels(table.path(), columns, {"star", "square"}); });
    says(unknown, "line 3");
    says(unknown, "'circle'");
    says(unknown, "star, square");
}

TEST_CASE("class names that are whole numbers are ordered by value") {
    const Table table("file,label\na.mp4,10\nb.mp4,9\nc.mp4,10\nd.mp4,9\n");
    CHECK(readClassLabels(table.path(), {}).classNames == Names{"9", "10"});
}

TEST_CASE("a class of one clip and a table of one class are warned of") {
    const Table table("file,label\na.mp4,x\nb.mp4,y\nc.mp4,y\n");
    const auto warnings = readClassLabels(table.path(), {}).warnings;
    REQUIRE(warnings.size() == 1);
    says(warnings[0], "one clip");
    says(warnings[0], "x");
    const Table one("file,label\na.mp4,x\nb.mp4,x\n");
    CHECK(readClassLabels(one.path(), {}).warnings.size() == 1);
}

TEST_CASE("regression takes one or several columns of numbers") {
    const Table table("file,x,y\na.mp4,1.5,-2\nb.mp4,3e2, 4 \n");
    CHECK(targets(readValueLabels(table.path(), {"file", {"y"}})) == std::vector<float>{-2, 4});
    CHECK(targets(readValueLabels(table.path(), {"file", {"x", "y"}})) == std::vector<float>{1.5, -2, 300, 4});
    for (const char* bad : {"file,label\na.mp4,1\nb.mp4,two\n", "file,label\na.mp4,1\nb.mp4,nan\n",
                            "file,label\na.mp4,1\nb.mp4,\n", "file,label\na.mp4,1\nb.mp4,1.5x\n"}) {
        const Table broken(bad);
        const std::string error = errorOf([&] { return readValueLabels(broken.path(), {}); });
        says(error, "line 3, column 'label'");
        says(error, "not a number");
    }
}

TEST_CASE("labels that name no file are listed with their lines and counted") {
    const Table table("file,label\na.mp4,1\nno1.mp4,1\nno2.mp4,2\nno3.mp4,2\nno4.mp4,2\n");
    const std::string error = errorOf([&] { return readClassLabels(table.path(), {}); });
    says(error, "4 of 5 rows");
    says(error, "line 3: no1.mp4; line 4: no2.mp4; line 5: no3.mp4; …");
    CHECK(error.find("no4") == std::string::npos);
    CHECK(errorOf([&] { return readValueLabels(table.path(), {}); }) == error);
}

TEST_CASE("missing columns, empty labels and empty tables are errors that say what to look at") {
    const Table table("file,label\na.mp4,\n");
    says(errorOf([&] { return readClassLabels(table.path(), {}); }), "empty label");
    says(errorOf([&] { return readClassLabels(table.path(), {"path", {"label"}}); }), "empty label");
    says(errorOf([&] { return readValueLabels(table.path(), {"path", {"label"}}); }), "file, label");
    says(errorOf([&] { return readClassLabels(table.path(), {"file", {"loudest"}}); }), "file, label");
    const Table empty("file,label\n");
    says(errorOf([&] { return readClassLabels(empty.path(), {}); }), "no rows");
    const Table nameless("file,label\n,x\n");
    says(errorOf([&] { return readClassLabels(nameless.path(), {}); }), "names no file");
}
