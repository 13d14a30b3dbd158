#include "core/dataset/open_data.h"

#include "core/base/error.h"
#include "core/dataset/data_spec.h"
#include "core/dataset/drawn_source.h"
#include "core/dataset/file_source.h"

#include <utility>

namespace tvlt {

namespace {

/// What a column of numbers stands for where clips are drawn, and what its values are called.
struct DrawnValues {
    DrawnTarget target = DrawnTarget::None;
    std::vector<std::string> names;
};

DrawnValues drawnValues(const std::string& text, const std::vector<std::string>& columns) {
    if (columns == LabelColumns{}.labels || columns == std::vector<std::string>{"pitch"})
        return {DrawnTarget::Pitch, {"octaves above 220 Hz"}};
    if (columns == std::vector<std::string>{"sizes"})
        return {DrawnTarget::Sizes, drawnClassNames()};
    throwBadInput("drawn clips have no numbers called '" + columns.front() + "'", text,
                  "Choose pitch, of the loudest shape, or sizes, of the largest shape of each kind.");
}

/// Opens each form of data into `result`.
struct Opener {
    const std::string& text;
    const ModelInput& input;
    const OpenDataOptions& options;
    OpenedData& result;

    void operator()(const DrawnData& data) const {
        DrawnTarget target = DrawnTarget::None;
        if (options.targets == TargetKind::Classes) {
            target = DrawnTarget::LoudestShape;
            result.classNames = options.classNames.empty() ? drawnClassNames() : options.classNames;
        } else if (options.targets == TargetKind::Values) {
            DrawnValues values = drawnValues(text, options.columns.labels);
            target = values.target;
            result.valueNames = std::move(values.names);
        }
        result.source =
            std::make_shared<DrawnSource>(input, data.seed, data.count, target, result.classNames, options.closeShare);
    }

    void operator()(const ClipFiles& data) const {
        if (options.targets != TargetKind::None)
            throwBadInput("has no labels", text,
                          "Name a .csv with the columns '" + options.columns.file + "' and those of the labels.");
        std::vector<LabelledClip> clips;
        for (const auto& file : data.files)
            clips.push_back({file, {}});
        openFiles(std::move(clips));
    }

    void operator()(const LabelTable& data) const {
        Labels labels = options.targets == TargetKind::None ? readUnlabelled(data.path, options.columns)
                        : options.targets == TargetKind::Classes
                            ? readClassLabels(data.path, options.columns, options.classNames)
                            : readValueLabels(data.path, options.columns);
        result.classNames = std::move(labels.classNames);
        result.warnings = std::move(labels.warnings);
        if (options.targets == TargetKind::Values) {
            result.valueNames = options.columns.labels;
            for (const LabelledClip& clip : labels.clips)
                result.values.push_back(clip.target);
        }
        openFiles(std::move(labels.clips));
    }

    void openFiles(std::vector<LabelledClip> clips) const {
        result.source = std::make_shared<FileSource>(input, std::move(clips));
        if (!options.cacheFolder)
            return;
        result.cache = std::make_shared<CachedSource>(result.source, *options.cacheFolder, options.cache);
        result.source = result.cache;
    }
};

} // namespace

OpenedData openData(const std::string& text, const ModelInput& input, const OpenDataOptions& options) {
    OpenedData result;
    std::visit(Opener{text, input, options, result}, parseDataSpec(text));
    return result;
}

} // namespace tvlt
