#pragma once

#include "core/batch/clip_answers.h"
#include "core/export/npz.h"

#include <vector>

namespace tvlt {

/// What the command of this question writes with --npz: `tvlt reconstruct`, `sweep`, `classify`, `match`. Empty: it has
/// no answer.
[[nodiscard]] std::vector<NpzArray> answerArrays(const ClipAnswers& answers, BatchQuestion question);

} // namespace tvlt
