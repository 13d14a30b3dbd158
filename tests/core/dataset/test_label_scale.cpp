#include "core/dataset/label_scale.h"
#include "tests/support/catch.h"

using namespace tvlt;

TEST_CASE("each value has its own mean and deviation, of the chosen clips alone") {
    const std::vector<std::vector<float>> values{{1.0F, 500.0F}, {3.0F, 500.0F}, {99.0F, -4.0F}};
    const std::vector<std::int64_t> which{0, 1};
    const LabelScale scale = labelScale(values, which);
    CHECK(scale.mean == std::vector<float>{2.0F, 500.0F});
    CHECK(scale.deviation == std::vector<float>{1.0F, 1.0F}); // what never changes is not divided by 0
    CHECK(labelScale(values).mean.at(1) == Approx(332.0F));
    CHECK(labelScale({}).mean.empty());
}
