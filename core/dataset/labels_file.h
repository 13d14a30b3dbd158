#pragma once

#include "core/dataset/labelled_clip.h"

#include <filesystem>
#include <string>
#include <vector>

namespace tvlt {

/// Which columns of a table of labels mean what.
struct LabelColumns {
    std::string file = "file";                ///< paths, relative to the table's folder
    std::vector<std::string> labels{"label"}; ///< one for classes, one or more for values
};

/// A table of labels, understood.
struct Labels {
    std::vector<LabelledClip> clips;
    std::vector<std::string> classNames; ///< by class number; empty for a regression
    std::vector<std::string> warnings;   ///< classes of one clip or none, for people
};

// All throw BadInput: a column that is missing (with those that are there), labels that name no file (how many, and
// the first few with their lines), an empty label, an empty table.

/// The clips alone.
[[nodiscard]] Labels readUnlabelled(const std::filesystem::path& table, const LabelColumns& columns);

/// Classes are numbered in the order of `classNames` (a checkpoint's id2label); without it by name, whole numbers by
/// value. Throws BadInput also for a label that is not among `classNames`.
[[nodiscard]] Labels readClassLabels(const std::filesystem::path& table, const LabelColumns& columns,
                                     const std::vector<std::string>& classNames = {});

/// Throws BadInput also for what is not a finite number, with line and column.
[[nodiscard]] Labels readValueLabels(const std::filesystem::path& table, const LabelColumns& columns);

} // namespace tvlt
