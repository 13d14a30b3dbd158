#include "app/workbench/segment_points.h"
#include "tests/support/catch.h"

using namespace tvlt;

TEST_CASE("an in point moves the start and leaves the end where it can stay") {
    const SegmentLimits limits{12.0, 2.0};
    CHECK(startedAt({3.0, 2.0}, 4.0, limits) == Segment{4.0, 1.0});
    CHECK(startedAt({3.0, 2.0}, 7.0, limits) == Segment{7.0, 2.0});   // behind the end: as long as may be
    CHECK(startedAt({3.0, 2.0}, 1.0, limits) == Segment{1.0, 2.0});   // too far from the end
    CHECK(startedAt({3.0, 2.0}, 11.5, limits) == Segment{11.5, 0.5}); // the clip ends
    CHECK(startedAt({3.0, 2.0}, 12.0, limits).duration > 0.0);
    CHECK(startedAt({3.0, 2.0}, -1.0, {12.0, 0.0}) == Segment{0.0, 5.0}); // no limit but the clip
}

TEST_CASE("an out point moves the end and leaves the start where it can stay") {
    const SegmentLimits limits{12.0, 2.0};
    CHECK(endedAt({3.0, 2.0}, 4.0, limits) == Segment{3.0, 1.0});
    CHECK(endedAt({3.0, 2.0}, 9.0, limits) == Segment{7.0, 2.0});
    CHECK(endedAt({3.0, 2.0}, 1.5, limits) == Segment{0.0, 1.5}); // before the start
    CHECK(endedAt({3.0, 2.0}, 0.0, limits).duration > 0.0);
    CHECK(endedAt({3.0, 2.0}, 99.0, limits).end() == 12.0);
}
