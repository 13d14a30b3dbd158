// The functions that TorchFunctions lists, for a program that is not linked with LibTorch: the first call loads the
// library, which blocks its thread for a third of a second.
#include "core/base/data_file.h"
#include "core/base/heap.h"
#include "core/torch_library/torch_functions.h"

#include <atomic>

namespace tvlt {
namespace {

std::atomic<int> wantedThreads{0};

const TorchFunctions& loadPrepared() {
    const TorchFunctions& functions =
        loadTorchFunctions((programsFolder() / TVLT_TORCH_LIBRARY_FROM_PROGRAMS).lexically_normal());
    functions.prepareRuntime(wantedThreads);
    return functions;
}

const TorchFunctions& torch() {
    static const TorchFunctions& functions = loadPrepared(); // once, whoever comes first; a failure is tried again
    return functions;
}

} // namespace

void prepareRuntime(int threads) {
    wantedThreads = threads;
    keepFreedMemory();
}

RuntimeInfo runtimeInfo() {
    return torch().runtimeInfo();
}

void computeOnOneThread() {
    torch().computeOnOneThread();
}

DeviceChoice chooseDevice(const std::string& name) {
    return torch().chooseDevice(name);
}

std::shared_ptr<const Checkpoint> loadCheckpoint(const std::string& pathOrId, const LoadOptions& options,
                                                 const Job& job) {
    return torch().loadCheckpoint(pathOrId, options, job);
}

std::shared_ptr<const Checkpoint> untrainedCheckpoint(std::uint64_t seed, const LoadOptions& options) {
    return torch().untrainedCheckpoint(seed, options);
}

MaePass runMae(const Checkpoint& checkpoint, const ClipFeatures& features, const Mask& mask, const Job& job) {
    return torch().runMae(checkpoint, features, mask, job);
}

HeadsPass runHeads(const Checkpoint& checkpoint, const ClipFeatures& features, const Job& job) {
    return torch().runHeads(checkpoint, features, job);
}

std::vector<float> clsState(const Checkpoint& checkpoint, const ClipFeatures& features, const Job& job) {
    return torch().clsState(checkpoint, features, job);
}

RunsOn whereItRuns(const Checkpoint& checkpoint) {
    return torch().whereItRuns(checkpoint);
}

InvisiblePatches findInvisiblePatches(const Checkpoint& checkpoint, const ClipFeatures& features) {
    return torch().findInvisiblePatches(checkpoint, features);
}

std::shared_ptr<const AttentionPass> runAttentionPass(AttentionSubject subject, const Job& job) {
    return torch().runAttentionPass(std::move(subject), job);
}

Relevance relevanceOf(const Checkpoint& checkpoint, const ClipFeatures& features, std::optional<int> label,
                      const Job& job) {
    return torch().relevanceOf(checkpoint, features, label, job);
}

Occlusion occlusionOf(const Checkpoint& checkpoint, const ClipFeatures& features, std::optional<int> label,
                      const OcclusionOptions& options, const Job& job) {
    return torch().occlusionOf(checkpoint, features, label, options, job);
}

Projection projectStates(const std::vector<std::vector<float>>& states) {
    return torch().projectStates(states);
}

} // namespace tvlt
