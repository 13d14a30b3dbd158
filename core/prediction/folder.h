#pragma once

#include "core/analysis/analysis.h"
#include "core/analysis/request.h"
#include "core/base/job.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tvlt {

/// One clip of a folder, and what was asked about it.
struct FolderClip {
    std::filesystem::path path;
    std::shared_ptr<const Image> thumbnail; ///< the model's view of its middle frame; null: no picture
    double duration = 0.0;                  ///< of the clip, seconds
    bool isQuery = false;                   ///< the very clip that was asked with
    std::optional<double> soundLogit;       ///< the query's picture with this clip's sound
    std::optional<double> pictureLogit;     ///< this clip's picture with the query's sound
    std::optional<double> ownLogit;         ///< this clip with itself
    std::vector<float> state;               ///< its cls state after the last layer; empty: not asked for
    std::vector<ClassScore> classes;        ///< as Analysis::classes, where there is a classifier
    std::string error;                      ///< why there are no answers; empty: there are
};

/// The class of the greatest logit; null: there are no classes.
[[nodiscard]] const ClassScore* likeliestClass(const std::vector<ClassScore>& classes);

/// What is asked about every clip of a folder.
struct FolderQuestion {
    /// Checkpoint, classifier, frames and recipe; the clip is the query's. Its segment is not looked at: each clip is
    /// asked about its first seconds, as many as the model takes.
    Request request;
    std::shared_ptr<const ClipFeatures> query; ///< retrieval by this clip; null: none
    bool states = false;                       ///< cls states and classes
};

/// Reads and asks clip by clip, in order, and hands each on as it is done, on the calling thread. A clip that cannot be
/// used is handed on with its error. Throws Exception: Cancelled, OutOfMemory, and what is wrong with the question.
void runFolder(const FolderQuestion& question, const std::vector<std::filesystem::path>& files, const Job& job,
               const std::function<void(const FolderClip&)>& onClip);

/// Which sounds go with the query's picture, or which pictures with its sound.
enum class RankBy { Sound, Picture };
[[nodiscard]] std::optional<double> rankLogit(const FolderClip& clip, RankBy by);
/// Indices from the best match down; of equal ones the first; clips without an answer are left out.
[[nodiscard]] std::vector<std::size_t> ranking(const std::vector<FolderClip>& clips, RankBy by);

/// Clips of a folder, whole or as far as they have come: plain values.
struct Folder {
    std::string query; ///< file name; empty: none
    std::vector<FolderClip> clips;
    std::size_t planned = 0;
    std::string checkpoint;
    std::string label;      ///< what the checkpoint calls itself
    std::string classifier; ///< whose classes; empty: the checkpoint's own or none
};

/// What of it a ranking shows: no states, classes and matches of clips with themselves.
[[nodiscard]] Folder rankingOf(Folder folder);
/// What of it a scatter shows: no query.
[[nodiscard]] Folder scatterOf(Folder folder);

} // namespace tvlt
