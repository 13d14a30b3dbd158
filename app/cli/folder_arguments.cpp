#include "app/cli/folder_arguments.h"

#include "app/cli/output_files.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/checkpoint/checkpoint.h"
#include "core/export/info_json.h"
#include "core/export/prediction_export.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>

namespace tvlt {

std::vector<std::filesystem::path> clipFiles(const std::vector<std::string>& names, ListedFiles listed) {
    std::vector<std::filesystem::path> files;
    const auto isThere = [](const std::filesystem::path& path) {
        std::error_code ec;
        return std::filesystem::exists(path, ec);
    };
    const bool any = std::any_of(names.begin(), names.end(), isThere);
    for (const std::string& name : names) {
        if (listed == ListedFiles::MayBeGone && any && !isThere(name)) {
            files.emplace_back(name); // whoever asks about it says so
            continue;
        }
        if (!isThere(name))
            throwNotFound("no such file or folder", name, "Name a folder of clips, a .txt list of them, or clips.");
        const DataSpec spec = parseDataSpec(name, SearchFor::ClipsAndSounds, listed);
        const auto* clips = std::get_if<ClipFiles>(&spec);
        if (!clips)
            throwUnsupported("is no folder of clips, no .txt list of them and no clip", name,
                             "Write drawn clips to a folder first: tvlt synth.");
        files.insert(files.end(), clips->files.begin(), clips->files.end());
    }
    return files;
}

Folder askFolder(const FolderQuestion& question, const std::vector<std::filesystem::path>& files, const Job& job) {
    Folder folder;
    if (question.query)
        folder.query = question.query->clip.path.filename().string();
    folder.planned = files.size();
    folder.checkpoint = question.request.checkpoint->name;
    folder.label = question.request.checkpoint->report.label;
    if (question.request.classifier)
        folder.classifier = question.request.classifier->name;
    runFolder(question, files, job, [&](const FolderClip& clip) { folder.clips.push_back(clip); });
    return folder;
}

void printUnused(const Folder& folder) {
    for (const FolderClip& clip : folder.clips)
        if (!clip.error.empty())
            std::fprintf(stderr, "tvlt: not used: %s\n", clip.error.c_str());
}

void writeFolder(const Folder& folder, const OutputFiles& files) {
    if (!files.npz.empty())
        writeNpz(files.npz, folderArrays(folder));
    if (!files.csv.empty())
        writeFileAtomically(files.csv, folderCsv(folder));
    if (files.json)
        std::fputs(jsonText(folderJson(folder)).c_str(), stdout);
}

} // namespace tvlt
