#include "core/base/error.h"
#include "core/session/session.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <nlohmann/json.hpp>

#include <fstream>

using namespace tvlt;
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

Session sample(const fs::path& folder) {
    Session session;
    session.clip = {folder / "data" / "clip.mp4"};
    session.checkpoint = "ZinengTang/tvlt-base";
    session.segment = Segment{1.5, 2.25};
    session.recipe = Recipe::Original;
    MaskSettings mask;
    mask.pixelRatio = 0.6;
    mask.seed = 42;
    session.mask = mask;
    session.time = 2.0;
    session.range = Segment{1.75, 0.5};
    session.workspace = "compare";
    session.columns = {"checkpoints", "pixel", {0.1, 0.9}, "/models/other", folder / "data" / "other.mp4"};
    session.layout = "AAAA";
    return session;
}

void touch(const fs::path& path) {
    fs::create_directories(path.parent_path());
    std::ofstream(path) << "x";
}

} // namespace

TEST_CASE("a session is read as it was written") {
    const TempFolder folder;
    touch(folder / "data" / "clip.mp4");
    touch(folder / "data" / "other.mp4");
    const Session session = sample(folder.path());
    saveSession(folder / "a.tvlt", session);
    CHECK(loadSession(folder / "a.tvlt") == session);
    CHECK(missingFiles(session).empty());
    saveSession(folder / "empty.tvlt", Session{});
    CHECK(loadSession(folder / "empty.tvlt") == Session{});
}

TEST_CASE("a folder that moves as a whole takes its clips along") {
    const TempFolder folder;
    touch(folder / "before" / "data" / "clip.mp4");
    touch(folder / "before" / "data" / "other.mp4");
    saveSession(folder / "before" / "a.tvlt", sample(folder / "before"));
    fs::rename(folder / "before", folder / "after");
    const Session moved = loadSession(folder / "after" / "a.tvlt");
    CHECK(moved.clip.front() == folder / "after" / "data" / "clip.mp4");
    CHECK(moved.columns.otherClip == folder / "after" / "data" / "other.mp4");
}

TEST_CASE("a clip that is gone is named, and not lost from the session") {
    const TempFolder folder;
    saveSession(folder / "a.tvlt", sample(folder.path()));
    const Session session = loadSession(folder / "a.tvlt");
    CHECK(session.clip.front() == folder / "data" / "clip.mp4");
    CHECK(missingFiles(session).size() == 2);
}

TEST_CASE("a file that is no session, or of a newer program, or wrong in a field is refused by name") {
    const auto read = [](const json& object) { return sessionFromJson(object, "/folder", "a.tvlt"); };
    json good = sessionToJson(sample("/folder"), "/folder");
    CHECK_NOTHROW(read(good));
    CHECK_THROWS_AS(read(json::array()), Exception);
    CHECK_THROWS_AS(read({{"format", "tvlt-mask"}}), Exception);
    const std::vector<std::pair<const char*, json>> wrong{
        {"version", 2},
        {"clip", "clip.mp4"},
        {"segment", {{"start", -1.0}, {"duration", 1.0}}},
        {"segment", {{"start", 1.0}}},
        {"recipe", "mine"},
        {"mask", {{"format", "tvlt-mask"}, {"version", 1}, {"pixel_mask_ratio", 7}}},
        {"time", "late"},
        {"columns", {{"by", "weekdays"}}},
        {"columns", {{"ratios", {0.5, 1.5}}}},
        {"layout", 7},
    };
    for (const auto& [field, value] : wrong) {
        json spoiled = good;
        spoiled[field] = value;
        CAPTURE(field, value.dump());
        CHECK_THROWS_AS(read(spoiled), Exception);
    }
    good["later_idea"] = true; // what is not known is passed over
    CHECK_NOTHROW(read(good));
}
