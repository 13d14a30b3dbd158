#pragma once

#include "core/analysis/model_pass.h"
#include "core/attention/attention_pass.h"
#include "core/attention/occlusion.h"
#include "core/attention/relevance.h"
#include "core/checkpoint/checkpoint.h"
#include "core/model/device.h"
#include "core/prediction/projection.h"

#include <cstddef>
#include <filesystem>

namespace tvlt {

/// All of core that touches LibTorch and that the window calls, by address. The window's program is not linked with
/// LibTorch, which takes a third of a second to set itself up: a library of our own is, holds the very functions, and
/// is loaded with the first question. Other programs are linked with the functions themselves.
struct TorchFunctions {
    std::size_t size;    ///< of this struct, and
    const char* version; ///< the project's: a program and its library belong together
    decltype(&tvlt::prepareRuntime) prepareRuntime;
    decltype(&tvlt::runtimeInfo) runtimeInfo;
    decltype(&tvlt::computeOnOneThread) computeOnOneThread;
    decltype(&tvlt::chooseDevice) chooseDevice;
    decltype(&tvlt::loadCheckpoint) loadCheckpoint;
    decltype(&tvlt::untrainedCheckpoint) untrainedCheckpoint;
    decltype(&tvlt::runMae) runMae;
    decltype(&tvlt::runHeads) runHeads;
    decltype(&tvlt::clsState) clsState;
    decltype(&tvlt::whereItRuns) whereItRuns;
    decltype(&tvlt::findInvisiblePatches) findInvisiblePatches;
    decltype(&tvlt::runAttentionPass) runAttentionPass;
    decltype(&tvlt::relevanceOf) relevanceOf;
    decltype(&tvlt::occlusionOf) occlusionOf;
    decltype(&tvlt::projectStates) projectStates;
};

/// The name of the one symbol that the library shows: a TorchFunctions.
constexpr const char* kTorchFunctionsSymbol = "tvltTorchFunctions";

/// Loads such a library, for good; `library` is absolute. Any thread. Throws Internal for one that is not there or not
/// of this version.
[[nodiscard]] const TorchFunctions& loadTorchFunctions(const std::filesystem::path& library);

} // namespace tvlt
