#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tvlt {

/// What a checkpoint turned out to be, and what was odd about it. Plain text and numbers: the window and `tvlt info`
/// show it.
struct LoadReport {
    struct WrongShape {
        std::string key;
        std::vector<std::int64_t> expected;
        std::vector<std::int64_t> found;
    };

    std::string path;         ///< what was opened, as given
    std::string format;       ///< "Hugging Face folder, model.safetensors", "authors' .ckpt (OrderedDict)", …
    std::string architecture; ///< "TvltForPreTraining", "TVLT original, MAE", …
    bool original = false;    ///< runs in mode Original
    std::int64_t parameters = 0;
    std::string dtype; ///< of the file: "F32", "F16", "BF16", "mixed"
    bool hasMae = false;
    bool hasMatching = false;
    bool hasClassifier = false;
    bool isRegression = false; ///< what the classifier's head says are numbers on their own scale, no classes
    bool headsAssumed = false; ///< attention heads by rule, not from the file
    int heads = 0;
    int decoderHeads = 0;
    std::vector<std::string> missing;
    std::vector<std::string> unexpected;
    std::vector<WrongShape> wrongShape;
    std::vector<std::string> nonFinite; ///< weights with NaN or infinity
    std::vector<std::string> notes;     ///< warnings in plain sentences
    std::string label; ///< "untrained", "demo model…": shown wherever output is shown; empty for others
};

} // namespace tvlt
