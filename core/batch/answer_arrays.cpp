#include "core/batch/answer_arrays.h"

#include "core/export/analysis_export.h"
#include "core/export/prediction_export.h"
#include "core/export/sweep_export.h"

namespace tvlt {

std::vector<NpzArray> answerArrays(const ClipAnswers& answers, BatchQuestion question) {
    switch (question) {
    case BatchQuestion::Reconstruct:
        return answers.reconstruction ? analysisArrays(*answers.reconstruction) : std::vector<NpzArray>{};
    case BatchQuestion::Sweep:
        return answers.sweep ? sweepArrays(*answers.sweep) : std::vector<NpzArray>{};
    case BatchQuestion::Classify:
        return answers.predictions ? scoresArrays(answers.predictions.get(), nullptr) : std::vector<NpzArray>{};
    case BatchQuestion::Match:
        return answers.sync ? scoresArrays(nullptr, &*answers.sync) : std::vector<NpzArray>{};
    }
    return {};
}

} // namespace tvlt
