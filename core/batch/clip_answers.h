#pragma once

#include "core/analysis/analysis.h"
#include "core/analysis/request.h"
#include "core/base/job.h"
#include "core/batch/batch_row.h"
#include "core/batch/batch_settings.h"
#include "core/prediction/sync.h"
#include "core/sweep/sweep.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tvlt {

/// A clip of a batch, decoded and made ready for the model.
struct BatchClip {
    std::int64_t number = 0; ///< in the plan, from 0
    std::filesystem::path path;
    Request request;                              ///< of this clip: with its segment and its mask
    std::shared_ptr<const ClipFeatures> features; ///< null: there is an error
    std::vector<AudioInput> shifted;              ///< its sound at each shift of the sync curve; empty: none can be had
    std::string shiftedError;                     ///< why
    std::string error;
};

/// All that needs no model. What is wrong with the clip is in `error`; throws Exception for what is not its fault:
/// Cancelled. Any thread.
[[nodiscard]] BatchClip readBatchClip(const BatchSettings& settings, std::int64_t number,
                                      const std::filesystem::path& path, const Job& job);

/// What the model said of a clip.
struct ClipAnswers {
    BatchClip clip;
    std::shared_ptr<const Analysis> reconstruction; ///< null: not asked, or an error
    std::optional<Sweep> sweep;
    std::shared_ptr<const Analysis> predictions; ///< classes and matching
    std::optional<SyncCurve> sync;
    std::vector<BatchRow> errors; ///< one for each question that could not be answered
};

/// Runs the model. What a question fails with is in `errors`. Throws Cancelled.
[[nodiscard]] ClipAnswers askBatchClip(const BatchSettings& settings, BatchClip clip, const Job& job);

/// The clip's lines of the table, of every question at least one, in an order that depends on nothing but them.
[[nodiscard]] std::vector<BatchRow> rowsOf(const BatchSettings& settings, const ClipAnswers& answers);

} // namespace tvlt
