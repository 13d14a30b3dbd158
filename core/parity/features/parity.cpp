#include "core/parity/features/parity.h"

#include "core/checkpoint/checkpoint.h"
#include "core/parity/features/error_rows.h"
#include "core/parity/features/media_cases.h"

#include <utility>

namespace tvlt {
namespace {

/// Checkpoints are opened as everywhere else in the program.
ModelLoader userLoader(const ParityOptions& options, const Job& job) {
    return [=](const std::filesystem::path& path, torch::Device, torch::ScalarType, const GivenHeads& heads) {
        const LoadOptions load{options.device, options.dtype, heads.encoder, heads.decoder, {}};
        const auto checkpoint = loadCheckpoint(path.string(), load, job);
        return ParityModel{checkpoint->config, checkpoint->modules};
    };
}

} // namespace

ParityReport runParityFolder(const std::filesystem::path& folder, const ParityOptions& options,
                             const std::function<void(const ParityResult&)>& listener, const Job& job) {
    const auto manifest = readManifest(folder);
    TensorFiles tensors(folder);
    ModelSource models(folder, userLoader(options, job), torch::Device(options.device.name),
                       options.dtype == Dtype::BF16 ? torch::kBFloat16 : torch::kFloat32);
    CaseFunctions functions;
    addModelCases(functions);
    addOriginalModelCases(functions);
    addImageCases(functions);
    addAudioCases(functions);
    addProcessorCases(functions);
    addOriginalMediaCases(functions);
    addErrorRows(functions);
    ParityContext context{manifest, tensors, models};
    return runCases(context, functions, [&](const ParityResult& result) {
        job.check();
        if (listener)
            listener(result);
    });
}

} // namespace tvlt
