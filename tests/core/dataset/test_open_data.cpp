#include "core/base/file.h"
#include "core/dataset/drawn_source.h"
#include "core/dataset/open_data.h"
#include "core/synth/drawn_clip.h"
#include "tests/core/dataset/error_of.h"
#include "tests/core/dataset/small_input.h"
#include "tests/support/temp_folder.h"

#include <limits>

using namespace tvlt;

namespace {

OpenDataOptions wanting(TargetKind targets, std::vector<std::string> columns = {"loudest"}) {
    OpenDataOptions options;
    options.targets = targets;
    options.columns.labels = std::move(columns);
    return options;
}

} // namespace

TEST_CASE("drawn clips and a table of the same clips get the same classes, whatever order the model has them in") {
    const TempFolder folder;
    writeDrawnClips({folder / "clips", "c", 4, 20, folder / "labels.csv", {1.0, 32, {20, 1}, 8000, true}});

    OpenDataOptions options = wanting(TargetKind::Classes);
    options.classNames = {"star", "none", "triangle", "circle", "square"};
    const OpenedData drawn = openData("synth:20:4", smallInput(), options);
    const OpenedData files = openData((folder / "labels.csv").string(), smallInput(), options);
    CHECK(drawn.classNames == options.classNames);
    CHECK(files.classNames == options.classNames);
    CHECK(files.values.empty());
    for (std::int64_t i = 0; i < 4; ++i) {
        const Example a = drawn.source->example({i, 0, 0.0}), b = files.source->example({i, 0, 0.0});
        CHECK(a.target == b.target);
        CHECK(a.pixels.values == b.pixels.values);
    }

    const OpenedData values = openData((folder / "labels.csv").string(), smallInput(),
                                       wanting(TargetKind::Values, {"mean_pitch_hz", "seed"}));
    CHECK(values.valueNames == std::vector<std::string>{"mean_pitch_hz", "seed"});
    REQUIRE(values.values.size() == 4);
    CHECK(values.values[3].at(1) == 23.0F);
    CHECK(values.source->example({3, 0, 0.0}).target.at(1) == 23.0F);
    const OpenedData bare = openData((folder / "labels.csv").string(), smallInput(), {});
    CHECK(bare.valueNames.empty());
    CHECK(bare.source->size() == 4);
    CHECK(bare.source->example({}).target.empty());
}

TEST_CASE("a folder's clips are cached where a folder for it is given") {
    const TempFolder folder, cache;
    writeDrawnClip(folder / "a.mkv", 1, {1.0, 32, {20, 1}, 8000, true});
    OpenDataOptions options;
    options.cacheFolder = cache.path();
    options.cache.keepFree = 0;
    for (int run = 0; run < 2; ++run) {
        const OpenedData data = openData(folder.path().string(), smallInput(), options);
        REQUIRE(data.cache);
        (void)data.source->example({});
        CHECK(data.cache->counts().found == run);
    }
    CHECK_FALSE(openData("synth:1", smallInput(), options).cache);
    CHECK_FALSE(openData(folder.path().string(), smallInput(), {}).cache);
}

TEST_CASE("labels wanted of clips that have none, or have others, are an error") {
    const TempFolder folder;
    writeFileAtomically(folder / "a.mkv", "");
    says(errorOf([&] { return openData(folder.path().string(), smallInput(), wanting(TargetKind::Classes)); }),
         "has no labels");
    OpenDataOptions options = wanting(TargetKind::Classes);
    options.classNames = {"dog", "cat"};
    says(errorOf([&] { return openData("synth:1", smallInput(), options); }), "'circle'");
    CHECK(openData("synth:1", smallInput(), wanting(TargetKind::Classes)).classNames == drawnClassNames());
    const OpenedData pitch = openData("synth:1", smallInput(), wanting(TargetKind::Values, {"pitch"}));
    CHECK(pitch.valueNames.size() == 1);
    CHECK(pitch.classNames.empty());
    CHECK(openData("synth:1", smallInput(), wanting(TargetKind::Values, {"sizes"})).valueNames == drawnClassNames());
    says(errorOf([&] { return openData("synth:1", smallInput(), wanting(TargetKind::Values, {"size"})); }), "'size'");
    CHECK(pitch.source->size() == std::numeric_limits<std::int64_t>::max());
}
