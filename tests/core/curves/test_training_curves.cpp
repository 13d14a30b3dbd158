#include "core/base/error.h"
#include "core/base/file.h"
#include "core/curves/training_curves.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <cmath>

using namespace tvlt;

namespace {

const std::string kHeader = "step,clips,learning_rate,gradient_norm,loss,pixel_loss,audio_loss,matching_loss,"
                            "task_loss,accuracy,validation_loss,validation_pixel_loss,validation_audio_loss,"
                            "validation_matching_loss,validation_task_loss,validation_accuracy\n";

std::string failure(const std::string& text) {
    try {
        (void)parseTrainingCurves(text, "log.csv");
    } catch (const Exception& e) {
        CHECK(e.error().kind == Error::Kind::BadInput);
        return e.error().message();
    }
    FAIL("was read");
    return {};
}

} // namespace

TEST_CASE("a log is read column by column, and what was not computed is NaN") {
    const auto curves = parseTrainingCurves(kHeader + "1,24,2e-05,2.5,1.9,0.98,0.94,,,,,,,,,\n"
                                                      "2,48,4e-05,1.5,0.5,0.4,0.25,0.7,,0.625,0.6,0.5,0.3,0.69,,0.5\n",
                                            "log.csv");
    CHECK(curves.steps == std::vector<double>{1.0, 2.0});
    CHECK(curves.clips == std::vector<double>{24.0, 48.0});
    CHECK(curves.learningRate == std::vector<double>{2e-5, 4e-5});
    CHECK(curves.gradientNorm == std::vector<double>{2.5, 1.5});
    CHECK(curves.pixelLoss.training == std::vector<double>{0.98, 0.4});
    CHECK(std::isnan(curves.pixelLoss.validation[0]));
    CHECK(curves.pixelLoss.validation[1] == 0.5);
    CHECK(curves.audioLoss.validation[1] == 0.3);
    CHECK(std::isnan(curves.matchingLoss.training[0]));
    CHECK(curves.matchingLoss.validation[1] == 0.69);
    CHECK(curves.accuracy.training[1] == 0.625);
    CHECK(curves.accuracy.hasValues());
    CHECK_FALSE(curves.taskLoss.hasValues());
}

TEST_CASE("a loss of nothing hidden is no loss of zero, whereas the task's may be zero") {
    const auto curves = parseTrainingCurves("step,pixel_loss,audio_loss,task_loss\n1,0.5,0,0\n", "log.csv");
    CHECK(curves.pixelLoss.hasValues());
    CHECK_FALSE(curves.audioLoss.hasValues());
    CHECK(curves.taskLoss.training == std::vector<double>{0.0});
}

TEST_CASE("a last line that is still being written is left out, wherever it ends") {
    const std::string whole = kHeader + "1,24,2e-05,2.5,1.9,0.98,0.94,,,,,,,,,\n";
    const std::string last = "2,48,4e-05,1.5,0.5,0.4,0.25,0.7,,0.625,0.6,0.5,0.3,0.69,,0.5";
    for (std::size_t length = 0; length <= last.size(); ++length)
        CHECK(parseTrainingCurves(whole + last.substr(0, length), "log.csv").steps.size() == 1);
    CHECK(parseTrainingCurves(whole + last + "\n", "log.csv").steps.size() == 2);
}

TEST_CASE("columns may be missing, in another order or new, and lines may end as on Windows") {
    const auto curves = parseTrainingCurves("step,accuracy,hours,task_loss\r\n10,0.5,1,2\r\n\r\n20,,2,inf\r\n", "x");
    CHECK(curves.steps == std::vector<double>{10.0, 20.0});
    CHECK(curves.taskLoss.training == std::vector<double>{2.0, INFINITY});
    CHECK(std::isnan(curves.accuracy.training[1]));
    CHECK(curves.clips.empty());
    CHECK(curves.accuracy.validation.empty());
}

TEST_CASE("a damaged log is refused with its line") {
    CHECK_THAT(failure("step,task_loss\n1,2\n2\n3,2\n"), ContainsSubstring("log.csv, line 3: has 1 fields"));
    CHECK_THAT(failure("step,task_loss\n1,2\n2,3,4\n"), ContainsSubstring("line 3: has 3 fields"));
    CHECK_THAT(failure("step,task_loss\n1,2\n\n2,0.5x\n"), ContainsSubstring("line 4: '0.5x' in column task_loss"));
    CHECK_THAT(failure("step,task_loss\n2,2\n1,3\n"), ContainsSubstring("line 3: has a step"));
    CHECK_THAT(failure("step,task_loss\n,2\n"), ContainsSubstring("line 2: has a step"));
    CHECK_THAT(failure("step,task_loss\n"), ContainsSubstring("holds no steps"));
    for (const char* text : {"", "\n", "step\n1\n", "file,label\na,b\n", "step,other\n1,2\n", "step,task_loss"})
        CHECK_THAT(failure(text), ContainsSubstring("is no log"));
}

TEST_CASE("a run's log is found in its folder and named after it") {
    const TempFolder folder;
    std::filesystem::create_directory(folder / "shapes");
    writeFileAtomically(folder / "shapes/log.csv", "step,task_loss\n1,2\n");
    CHECK(readTrainingCurves(folder / "shapes").name == "shapes");
    CHECK(readTrainingCurves(folder / "shapes/").name == "shapes");
    CHECK(readTrainingCurves(folder / "shapes/log.csv").name == "shapes");
    CHECK(readTrainingCurves(folder / "shapes/../shapes/.").name == "shapes");
    CHECK_THROWS_WITH(readTrainingCurves(folder.path()), ContainsSubstring("log.csv"));
    CHECK_THROWS_WITH(readTrainingCurves(folder / "none"), ContainsSubstring("none"));
}
