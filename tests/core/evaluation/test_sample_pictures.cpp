#include "core/evaluation/sample_pictures.h"
#include "tests/core/analysis/support/tiny_checkpoint.h"
#include "tests/core/evaluation/drawn_clips.h"
#include "tests/support/catch.h"

#include <array>

using namespace tvlt;

TEST_CASE("sample pictures show what is visible as it is, and what is hidden as painted") {
    const auto model = tinyCheckpoint();
    const DrawnSource clips(inputFor(*model), 9, 5, DrawnTarget::None);
    const std::array ratios{0.0, 0.5, 1.0};
    const auto samples = samplePictures(*model, clips, 3, ratios, {});
    REQUIRE(samples.size() == 3);
    CHECK(samples[2].name == "synth:11");
    for (const SamplePictures& sample : samples) {
        REQUIRE(sample.frames.size() == 4);
        REQUIRE(sample.painted.size() == 3);
        int greyHalf = 0;
        for (std::size_t f = 0; f < 4; ++f) {
            const auto& original = sample.frames[f].rgb;
            CHECK(sample.painted[0].masked[f].rgb == original);
            CHECK(sample.painted[0].pasted[f].rgb == original);
            CHECK(sample.painted[2].masked[f].rgb == std::vector<std::uint8_t>(original.size(), 128));
            CHECK(sample.painted[2].pasted[f].rgb != original);
            for (std::size_t i = 0; i < original.size(); ++i) {
                const std::uint8_t masked = sample.painted[1].masked[f].rgb[i];
                const bool shown = masked == original[i];
                CHECK((shown || masked == 128));
                greyHalf += masked == 128 ? 1 : 0;
            }
        }
        CHECK(greyHalf >= 4 * 32 * 32 * 3 / 2);
        CHECK(greyHalf < 4 * 32 * 32 * 3 * 6 / 10);
    }
    CHECK(samplePictures(*model, clips, 50, ratios, {}).size() == 5);
    CHECK_THROWS_AS(samplePictures(*tinyCheckpoint(TinyKind::Classification), clips, 1, ratios, {}), Exception);
}
