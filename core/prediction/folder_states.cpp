#include "core/prediction/folder_states.h"

#include <algorithm>

namespace tvlt {

namespace {

std::string likeliestClass(const FolderClip& clip) {
    const auto found = std::max_element(clip.classes.begin(), clip.classes.end(),
                                        [](const ClassScore& a, const ClassScore& b) { return a.logit < b.logit; });
    return found == clip.classes.end() ? std::string() : found->label;
}

} // namespace

FolderPlane folderPlane(const std::vector<FolderClip>& clips) {
    FolderPlane plane;
    std::vector<std::vector<float>> states;
    for (std::size_t i = 0; i < clips.size(); ++i) {
        if (clips[i].state.empty())
            continue;
        plane.clips.push_back(i);
        plane.groupOfEach.push_back(likeliestClass(clips[i]));
        states.push_back(clips[i].state);
    }
    plane.projection = projectStates(states);
    return plane;
}

} // namespace tvlt
