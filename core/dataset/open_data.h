#pragma once

#include "core/dataset/cached_source.h"
#include "core/dataset/labels_file.h"
#include "core/dataset/model_input.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tvlt {

/// What examples are to be labelled with.
enum class TargetKind {
    None,    ///< labels that are there are passed over
    Classes, ///< one class number; of drawn clips the shape of the loudest object
    Values, ///< numbers; of drawn clips, where the column is "pitch" or not named, the loudest object's pitch, where it
            ///< is "sizes" the radius of each kind's largest
};

struct OpenDataOptions {
    TargetKind targets = TargetKind::None;
    LabelColumns columns;
    /// Classes in the order that the model has them; empty: as readClassLabels() orders them, drawn shapes as
    /// ShapeKind does.
    std::vector<std::string> classNames;
    /// Where examples of files are kept; none: nowhere. Drawn clips are drawn anew faster than they are read.
    std::optional<std::filesystem::path> cacheFolder;
    CacheOptions cache;
    double closeShare = 0.0; ///< of drawn clips, see DrawnSource
};

struct OpenedData {
    std::shared_ptr<const ExampleSource> source;
    std::shared_ptr<const CachedSource> cache; ///< for its counts and notes; null without
    std::vector<std::string> classNames;       ///< by class number; empty unless Classes
    std::vector<std::string> valueNames;       ///< of each number in an example's target; empty unless Values
    std::vector<std::vector<float>> values;    ///< of each clip, likewise; empty also of drawn clips, within 0 to 2.4
    std::vector<std::string> warnings;         ///< for people
};

/// Opens what parseDataSpec() understands. Throws as it and labels_file.h do, and BadInput for labels wanted of clips
/// that have none. Clips are not looked at yet.
[[nodiscard]] OpenedData openData(const std::string& text, const ModelInput& input, const OpenDataOptions& options);

} // namespace tvlt
