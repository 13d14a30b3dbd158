#include "core/analysis/analysis.h"
#include "core/base/error.h"
#include "tests/support/catch.h"
#include "tests/support/sample_analysis.h"
#include "widgets/figure/movie_page.h"

#include <algorithm>

using namespace tvlt;

namespace {

/// How many pixels of two pictures differ in columns [from, to) of a third.
int differing(const Image& a, const Image& b, int third) {
    int count = 0;
    for (int y = 0; y < a.height; ++y)
        for (int x = third * a.width / 3; x < (third + 1) * a.width / 3; ++x)
            count += std::equal(a.pixel(x, y), a.pixel(x, y) + 3, b.pixel(x, y)) ? 0 : 1;
    return count;
}

} // namespace

TEST_CASE("a movie's pictures are of one even size, and move on with frames and cursor") {
    const auto analysis = sampleAnalysis();
    const MoviePage page(analysis, 600);
    const Image first = page.at(0.0), later = page.at(analysis->features->frameTimes[2]);
    CHECK(first.width == page.size().width());
    CHECK(first.width % 2 == 0);
    CHECK(first.height % 2 == 0);
    for (int third = 0; third < 3; ++third)
        CHECK(differing(first, later, third) > 200);
    // Within one frame only the cursor moves: two thin lines in each third.
    const Image soon = page.at(0.01);
    CHECK(differing(first, soon, 0) > 0);
    CHECK(differing(first, soon, 0) < 12 * first.height);
}

TEST_CASE("masked and reconstruction differ from the original beside them") {
    const MoviePage page(sampleAnalysis(), 600);
    const Image picture = page.at(0.0);
    int masked = 0, painted = 0;
    const int third = picture.width / 3;
    for (int y = picture.height / 8; y < picture.height * 7 / 8; ++y)
        for (int x = 0; x < third; ++x) {
            masked += std::equal(picture.pixel(x, y), picture.pixel(x, y) + 3, picture.pixel(x + third, y)) ? 0 : 1;
            painted +=
                std::equal(picture.pixel(x, y), picture.pixel(x, y) + 3, picture.pixel(x + 2 * third, y)) ? 0 : 1;
        }
    CHECK(masked > third * 10);
    CHECK(painted > third * 10);
}

TEST_CASE("a movie of nothing or of no size is refused") {
    SampleOptions options;
    options.reconstruct = false;
    CHECK_THROWS_AS(MoviePage(sampleAnalysis(options), 600), Exception);
    CHECK_THROWS_AS(MoviePage(sampleAnalysis(), 100), Exception);
    SampleOptions silent;
    silent.columns = 0;
    CHECK_NOTHROW(MoviePage(sampleAnalysis(silent), 600).at(0.1));
}
