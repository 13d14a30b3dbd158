#include "core/dataset/open_data.h"

#include "core/base/error.h"
#include "core/dataset/data_spec.h"
#include "core/dataset/drawn_source.h"
#include "core/dataset/file_source.h"

#include <utility>

namespace tvlt {

namespace {

/// Opens each form of data into `result`.
struct Opener {
    const std::string& text;
    const ModelInput& input;
    const OpenDataOptions& options;
    OpenedData& result;

    void operator()(const DrawnData& data) const {
        const bool classes = options.targets == TargetKind::Classes;
        const DrawnTarget target = classes                                 ? DrawnTarget::LoudestShape
                                   : options.targets == TargetKind::Values ? DrawnTarget::Pitch
                                                                           : DrawnTarget::None;
        if (classes)
            result.classNames = options.classNames.empty() ? drawnClassNames() : options.classNames;
        if (target == DrawnTarget::Pitch)
            result.valueNames = {"octaves above 220 Hz"};
        result.source = std::make_shared<DrawnSource>(input, data.seed, data.count, target, result.classNames);
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
