#pragma once

#include "core/dataset/data_spec.h"
#include "core/prediction/folder.h"

#include <filesystem>
#include <string>
#include <vector>

namespace tvlt {

struct OutputFiles;
class PanelFigure;

/// The clips that `names` say: folders, lists, files. Throws Exception as parseDataSpec(); Unsupported for drawn clips.
[[nodiscard]] std::vector<std::filesystem::path> clipFiles(const std::vector<std::string>& names,
                                                           ListedFiles listed = ListedFiles::MustExist);
/// Asks, and keeps all that was answered. Throws as runFolder().
[[nodiscard]] Folder askFolder(const FolderQuestion& question, const std::vector<std::filesystem::path>& files,
                               const Job& job);
/// The files that could not be used, on standard error.
void printUnused(const Folder& folder);
/// --csv, --npz and --json; the figures are the caller's.
void writeFolder(const Folder& folder, const OutputFiles& files);

} // namespace tvlt
