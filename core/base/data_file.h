#pragma once

#include <filesystem>
#include <optional>

namespace tvlt {

/// The folder of the running executable.
[[nodiscard]] std::filesystem::path programsFolder();

/// A file or folder that comes with the program, as "demo.mp4": from the data folder whose place is fixed relative to
/// the running executable, in the build tree as where it is installed, so that either may be moved. None where it is
/// not there.
[[nodiscard]] std::optional<std::filesystem::path> findDataFile(const std::filesystem::path& name);

} // namespace tvlt
