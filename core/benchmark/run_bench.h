#pragma once

#include "core/base/job.h"
#include "core/checkpoint/checkpoint.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tvlt {

/// Work whose time is worth knowing, of one clip that fills the model.
enum class BenchCase {
    Encode,       ///< the encoder on all tokens
    Mae,          ///< the masked pass with decoder, at the config's ratios
    Classify,     ///< encoder and classification head
    AttentionRow, ///< one layer, all heads, one query, once a pass is there
    Load,         ///< the checkpoint from its files, ready to run
    Image,        ///< the image processor on 8 frames of 1280 × 720; no model
    Sound,        ///< the feature extractor on 24 s of sound; no model
};
/// "encode", "mae", "classify", "attention-row", "load", "image-processor", "feature-extractor".
[[nodiscard]] std::string_view benchCaseName(BenchCase which);
[[nodiscard]] std::optional<BenchCase> benchCaseFromName(std::string_view name);

struct BenchOptions {
    BenchCase which = BenchCase::Mae;
    std::string checkpoint;       ///< empty: random weights, whose speed is the same
    std::filesystem::path config; ///< config.json of the sizes of random weights; empty: the base size
    LoadOptions load;
    int repeat = 5; ///< timed runs, after one that is not
};

struct BenchResult {
    std::string checkpoint;
    std::string device;
    std::string dtype;
    int threads = 0;
    int tokens = 0; ///< of the whole sequence, cls included
    double medianSeconds = 0.0;
    double minSeconds = 0.0;
    double passSeconds = 0.0;         ///< AttentionRow: of the pass that it is read from; else 0
    double baseRssMb = 0.0;           ///< resident before the first run: weights and libraries
    double peakRssMb = 0.0;           ///< greatest in the first two runs; 0: not known on this system
    std::optional<double> gflops;     ///< per second, of the matrix products, by the median
    std::optional<double> gemmGflops; ///< what one wide product reaches between the runs
};

/// Runs one case on the calling thread. Throws Exception: as loadCheckpoint(), Unsupported where the checkpoint lacks
/// the head that a case needs, BadInput for fewer than one run, to load nothing, for a
/// config beside a checkpoint and as configFromJson().
[[nodiscard]] BenchResult runBench(const BenchOptions& options, const Job& job = {});

} // namespace tvlt
