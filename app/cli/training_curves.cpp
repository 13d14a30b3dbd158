#include "app/cli/training_curves.h"

#include "core/curves/training_curves.h"
#include "widgets/figure/curves_figure.h"

namespace tvlt {

void writeCurves(const std::filesystem::path& run, const std::filesystem::path& picture) {
    exportCurves(readTrainingCurves(run), picture);
}

} // namespace tvlt
