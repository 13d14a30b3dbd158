#include "core/base/error.h"
#include "core/batch/batch_folder.h"
#include "core/batch/shard.h"
#include "tests/support/catch.h"

#include <map>

using namespace tvlt;

namespace {

/// The shard of a task of a job array; `id` of those from `first` to `last`, `step` apart.
std::optional<Shard> task(const std::string& id, int count, int first, int last, int step = 1) {
    const std::map<std::string, std::string> variables{{"SLURM_ARRAY_TASK_ID", id},
                                                       {"SLURM_ARRAY_TASK_COUNT", std::to_string(count)},
                                                       {"SLURM_ARRAY_TASK_MIN", std::to_string(first)},
                                                       {"SLURM_ARRAY_TASK_MAX", std::to_string(last)},
                                                       {"SLURM_ARRAY_TASK_STEP", std::to_string(step)}};
    return slurmShard([&](const char* name) {
        const auto found = variables.find(name);
        return found == variables.end() ? nullptr : found->second.c_str();
    });
}

} // namespace

TEST_CASE("shards deal out every clip once") {
    for (std::int64_t clip = 0; clip < 20; ++clip) {
        int holders = 0;
        for (int index = 1; index <= 3; ++index)
            holders += Shard{index, 3}.contains(clip) ? 1 : 0;
        CHECK(holders == 1);
    }
    CHECK(Shard{}.contains(5));
}

TEST_CASE("a clip's files have names that file systems take, whatever its own") {
    CHECK(clipStem(7, "folder/a.b.mp4") == "00007-a.b");
    std::string name;
    for (int i = 0; i < 80; ++i)
        name += "映"; // three bytes each
    const std::string stem = clipStem(7, name + ".mp4");
    CHECK(stem.size() + std::string(".reconstruct.npz").size() <= 255);
    CHECK(stem == "00007-" + name.substr(0, 150)); // whole letters
    CHECK(clipStem(7, "x" + name + ".mp4") == "00007-x" + name.substr(0, 147));
}

TEST_CASE("a shard is written as a fraction, and nonsense is refused") {
    CHECK(shardFromText("2/4") == Shard{2, 4});
    CHECK(shardFromText(shardText({7, 9})) == Shard{7, 9});
    for (const char* text : {"", "2", "0/4", "5/4", "2/", "/4", "a/4", "2/4x", "-1/4", "1/99999999999"})
        CHECK_THROWS_AS(shardFromText(text), Exception);
}

TEST_CASE("a task of a job array is a shard, whatever the array's first id and step") {
    CHECK(task("0", 4, 0, 3) == Shard{1, 4});
    CHECK(task("3", 4, 0, 3) == Shard{4, 4});
    CHECK(task("5", 4, 4, 7) == Shard{2, 4});
    CHECK(task("6", 5, 0, 8, 2) == Shard{4, 5});
    CHECK(task("6", 5, 0, 9, 2) == Shard{4, 5}); // asked for as 0-9:2
    CHECK(slurmShard([](const char*) { return nullptr; }) == std::nullopt);
}

TEST_CASE("ids that are not evenly apart are refused, since a part of the clips would be nobody's") {
    for (const char* id : {"1", "3", "7"})
        CHECK_THROWS_AS(task(id, 3, 1, 7), Exception); // --array=1,3,7
    CHECK_THROWS_AS(task("x", 4, 0, 3), Exception);
    CHECK_THROWS_AS(task("9", 4, 0, 3), Exception);
    CHECK_THROWS_AS(task("1", 4, 0, 6, 2), Exception);
}
