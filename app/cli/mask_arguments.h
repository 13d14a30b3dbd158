#pragma once

#include "core/features/mask_choice.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace tvlt {

struct Checkpoint;
struct ClipFeatures;

/// What the command line says of a mask: a file, a preset, and single settings that override both.
struct MaskArguments {
    std::filesystem::path file;
    std::optional<MaskSettings> session; ///< what a session holds; a file comes before it
    std::string preset;
    std::optional<double> pixelRatio;
    std::optional<double> audioRatio;
    std::string audioType;
    std::optional<std::uint64_t> seed;
};

void addMaskOptions(CLI::App& command, MaskArguments& arguments);

/// What they ask for, of any clip. Throws NotFound or BadInput for the file.
[[nodiscard]] MaskChoice maskChoice(const MaskArguments& arguments, const MaskSettings& trained);
/// The mask for these features. What neither file, session, preset nor option says is the checkpoint's. Throws NotFound
/// or BadInput for the file.
[[nodiscard]] MaskSettings maskOf(const MaskArguments& arguments, const Checkpoint& checkpoint,
                                  const ClipFeatures& features);

} // namespace tvlt
