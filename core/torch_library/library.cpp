// The library's only symbol.
#include "core/base/version.h"
#include "core/torch_library/torch_functions.h"

// NOLINTNEXTLINE(readability-identifier-naming): a name for dlsym()
extern "C" __attribute__((visibility("default"))) const tvlt::TorchFunctions tvltTorchFunctions{
    .size = sizeof(tvlt::TorchFunctions),
    .version = tvlt::version(),
    .prepareRuntime = &tvlt::prepareRuntime,
    .runtimeInfo = &tvlt::runtimeInfo,
    .computeOnOneThread = &tvlt::computeOnOneThread,
    .chooseDevice = &tvlt::chooseDevice,
    .loadCheckpoint = &tvlt::loadCheckpoint,
    .untrainedCheckpoint = &tvlt::untrainedCheckpoint,
    .runMae = &tvlt::runMae,
    .runHeads = &tvlt::runHeads,
    .clsState = &tvlt::clsState,
    .whereItRuns = &tvlt::whereItRuns,
    .findInvisiblePatches = &tvlt::findInvisiblePatches,
    .runAttentionPass = &tvlt::runAttentionPass,
    .relevanceOf = &tvlt::relevanceOf,
    .occlusionOf = &tvlt::occlusionOf,
    .projectStates = &tvlt::projectStates,
};
