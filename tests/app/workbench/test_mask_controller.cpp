#include "app/workbench/mask_controller.h"
#include "tests/support/catch.h"
#include "tests/support/sample_analysis.h"
#include "tests/support/temp_folder.h"

#include <QSignalSpy>

#include <algorithm>
#include <fstream>

using namespace tvlt;

namespace {

struct Bench {
    Bench() { masks.setFeatures(features); }

    TokenRef pixel(int frame, int row, int col) {
        return {Modality::Pixel, features->layout.pixelToken({frame, row, col})};
    }
    std::vector<std::uint8_t> hidden() { return masks.mask()->pixel.hidden; }

    std::shared_ptr<const ClipFeatures> features = sampleFeatures();
    MaskController masks;
};

} // namespace

TEST_CASE("a stroke is one change, undone and redone as a whole") {
    Bench bench;
    const auto before = bench.hidden();
    bench.masks.beginStroke();
    bench.masks.paint({bench.pixel(0, 0, 0)}, PinTo::Hidden, BrushShape::Patch);
    bench.masks.paint({bench.pixel(0, 0, 1), bench.pixel(0, 1, 1)}, PinTo::Hidden, BrushShape::Patch);
    bench.masks.endStroke();
    bench.masks.beginStroke();
    bench.masks.paint({bench.pixel(1, 0, 0)}, PinTo::Shown, BrushShape::Moment);
    bench.masks.endStroke();
    CHECK(bench.masks.history().count() == 2);
    CHECK(bench.masks.settings().pixelPins.hidden.size() == 3);
    CHECK(int(bench.masks.settings().pixelPins.shown.size()) == bench.features->layout.patchesPerFrame());
    const auto painted = bench.hidden();
    bench.masks.history().undo();
    CHECK(bench.masks.settings().pixelPins.shown.empty());
    bench.masks.history().undo();
    CHECK(bench.hidden() == before);
    CHECK_FALSE(bench.masks.pinned());
    bench.masks.history().redo();
    bench.masks.history().redo();
    CHECK(bench.hidden() == painted);
}

TEST_CASE("moving a ratio changes unpinned patches alone, and a drag is one change") {
    Bench bench;
    const TokenRef kept = bench.pixel(1, 1, 1);
    bench.masks.paint({kept}, PinTo::Shown, BrushShape::Patch);
    MaskSettings settings = bench.masks.settings();
    for (const double ratio : {0.8, 0.9, 1.0}) {
        settings.pixelRatio = ratio;
        bench.masks.set(settings);
    }
    const auto all = bench.hidden();
    CHECK(std::count(all.begin(), all.end(), 0) == 1);
    CHECK(all[std::size_t(kept.token)] == 0);
    CHECK(bench.masks.history().count() == 2);
    bench.masks.history().undo();
    CHECK(bench.masks.settings().pixelRatio == Approx(0.75));
    CHECK(bench.masks.pinned());
}

TEST_CASE("pins are cleared singly or at once, and what changes nothing is no change") {
    Bench bench;
    bench.masks.paint({bench.pixel(0, 0, 0), bench.pixel(0, 0, 1)}, PinTo::Hidden, BrushShape::Patch);
    bench.masks.paint({bench.pixel(0, 0, 0)}, PinTo::Random, BrushShape::Patch);
    CHECK(bench.masks.settings().pixelPins == Pins{{1}, {}});
    const int count = bench.masks.history().count();
    bench.masks.paint({bench.pixel(0, 0, 1)}, PinTo::Hidden, BrushShape::Patch);
    CHECK(bench.masks.history().count() == count);
    bench.masks.clearPins();
    CHECK_FALSE(bench.masks.pinned());
    bench.masks.clearPins();
    CHECK(bench.masks.history().count() == count + 1);
}

TEST_CASE("inverting turns every patch, and a preset frees them") {
    Bench bench;
    const auto before = bench.hidden();
    bench.masks.invert();
    const auto after = bench.hidden();
    for (std::size_t i = 0; i < before.size(); ++i)
        CHECK(after[i] == 1 - before[i]);
    bench.masks.apply(MaskPreset::PictureFromSound);
    const auto picture = bench.hidden();
    CHECK(std::count(picture.begin(), picture.end(), 1) == std::ptrdiff_t(picture.size()));
    bench.masks.apply(MaskPreset::Random);
    CHECK(bench.hidden() == before);
}

TEST_CASE("another checkpoint's ratios replace those that nobody has chosen") {
    Bench bench;
    MaskSettings trained;
    trained.pixelRatio = 0.9;
    bench.masks.setTrained(trained);
    CHECK(bench.masks.settings().pixelRatio == Approx(0.9));
    CHECK(bench.masks.history().count() == 0);
    bench.masks.paint({bench.pixel(0, 0, 0)}, PinTo::Hidden, BrushShape::Patch);
    trained.pixelRatio = 0.3;
    bench.masks.setTrained(trained);
    CHECK(bench.masks.settings().pixelRatio == Approx(0.9));
    bench.masks.apply(MaskPreset::Random);
    CHECK(bench.masks.settings().pixelRatio == Approx(0.3));
}

TEST_CASE("a saved mask comes back, and a spoiled file changes nothing and is named") {
    const TempFolder folder;
    Bench bench;
    bench.masks.paint({bench.pixel(2, 1, 0), {Modality::Audio, 3}}, PinTo::Hidden, BrushShape::Place);
    const MaskSettings painted = bench.masks.settings();
    QSignalSpy saved(&bench.masks, &MaskController::saved);
    const QString path = QString::fromStdString((folder / "mask.json").string());
    bench.masks.save(path);
    CHECK(saved.count() == 1);
    bench.masks.clearPins();
    bench.masks.load(path);
    CHECK(bench.masks.settings() == painted);
    bench.masks.history().undo();
    CHECK_FALSE(bench.masks.pinned());

    std::string message;
    QObject::connect(&bench.masks, &MaskController::failed, [&](const Error& error) { message = error.message(); });
    std::ofstream(folder / "mask.json") << "{}";
    bench.masks.load(path);
    CHECK_THAT(message, ContainsSubstring("mask.json"));
    CHECK_FALSE(bench.masks.pinned());
}

TEST_CASE("pins keep their place when the clip is cut into other patches") {
    Bench bench;
    bench.masks.paint({bench.pixel(0, 0, 0)}, PinTo::Shown, BrushShape::Moment);
    MaskSettings all = bench.masks.settings();
    all.pixelRatio = 1.0;
    bench.masks.set(all);
    SampleOptions longer;
    longer.frames = 8;
    const auto features = sampleFeatures(longer);
    bench.masks.setFeatures(features);
    for (int token = 0; token < features->layout.pixelTokens(); ++token)
        CHECK((bench.hidden()[std::size_t(token)] == 0) == (features->layout.pixelPlace(token).frame < 2));
    bench.masks.setFeatures(bench.features);
    CHECK(bench.masks.settings() == all); // nothing is lost on the way there and back
}
