#pragma once

#include "core/evaluation/sign_test.h"
#include "core/evaluation/simple_fills.h"
#include "core/features/mask.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tvlt {

/// The masked patches of one modality, painted by the model and by simple fills, over the whole set.
struct PaintScore {
    ErrorSum model;
    struct Fill {
        std::string name;
        ErrorSum error;
    };
    std::vector<Fill> fills;

    /// The fill with the least error over the whole set. There must be one.
    [[nodiscard]] const Fill& best() const;
    /// The model's error over the best fill's; none where nothing was hidden or the fill makes no error.
    [[nodiscard]] std::optional<double> ratio() const;
};

struct Accuracy {
    std::int64_t right = 0;
    std::int64_t of = 0;

    void count(bool isRight);
    [[nodiscard]] std::optional<double> value() const; ///< none of nothing
};

/// Half of the frames are hidden, and their patches painted twice: with the clip's own sound and with another clip's.
struct HearingScore {
    ErrorSum ownSound;
    ErrorSum otherSound;
    SignTest test; ///< over clips: own sound's error < other sound's
    /// Only patches that hold a shape count (more than half of one of its pixels); else all hidden ones, as where the
    /// shapes are is known of drawn clips alone.
    bool onShapes = false;

    [[nodiscard]] std::optional<double> ratio() const;
};

/// A clip that could not be used, and why.
struct UnusedClip {
    std::string name;
    std::string reason;
};

/// How well a checkpoint does, and on what.
struct EvaluationTable {
    std::string checkpoint; ///< name
    std::string label;      ///< "demo model…", "untrained", or empty
    std::string classifier; ///< name; empty without one
    std::string data;       ///< in the caller's words: "synth:7:500"
    std::string device;
    std::string dtype;
    std::int64_t clips = 0; ///< that were used
    std::vector<UnusedClip> unused;
    MaskSettings mask; ///< ratios and type; each clip's seed is drawn from this one's

    bool paints = false;  ///< the checkpoint has an MAE decoder
    bool matches = false; ///< it has a matching head

    // None: the model has no head for it, or the clips no labels.
    std::optional<PaintScore> pixel;
    std::optional<PaintScore> audio;
    /// Matching: half of the pairs are a clip's own picture and sound, half another clip's picture, or its own picture
    /// of another moment. Right: a logit above 0 for the former, at most 0 for the latter.
    std::optional<Accuracy> matchingSwapped;
    std::optional<Accuracy> matchingShifted;
    std::optional<Accuracy> classification;
    std::optional<HearingScore> hearing;
};

/// One line of the table.
struct Measure {
    const char* key;
    std::optional<double> value;
    const char* meaning;
    double target; ///< what the demo checkpoints are held to
    bool atMost;   ///< the value is to be at most, or else at least, the target
    /// Why there is no value, or what keeps it from the target whatever the model does; empty: nothing.
    std::string remark;
};

/// The seven measures, by the keys that `tvlt evaluate --json` prints.
[[nodiscard]] std::vector<Measure> measures(const EvaluationTable& table);

} // namespace tvlt
