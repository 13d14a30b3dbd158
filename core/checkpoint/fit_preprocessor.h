#pragma once

#include "core/features/preprocessor_config.h"
#include "core/model/config.h"

#include <filesystem>
#include <string>
#include <vector>

namespace tvlt {

/// Whether a checkpoint's folder holds a preprocessor file in any of its forms.
[[nodiscard]] bool hasPreprocessorFile(const std::filesystem::path& folder);

/// Makes the preprocessor give what the model takes: patch sizes, frame size, bands, most rows and frames follow the
/// config. With `stated`, what differed from the file is told in `notes`.
void fitPreprocessor(PreprocessorConfig& preprocessor, const TvltConfig& config, bool stated,
                     std::vector<std::string>& notes);

} // namespace tvlt
