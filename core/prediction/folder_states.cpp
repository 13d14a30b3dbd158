#include "core/prediction/folder_states.h"

namespace tvlt {

FolderPlane folderPlane(const std::vector<FolderClip>& clips) {
    FolderPlane plane;
    std::vector<std::vector<float>> states;
    for (std::size_t i = 0; i < clips.size(); ++i) {
        if (clips[i].state.empty())
            continue;
        plane.clips.push_back(i);
        const ClassScore* likeliest = likeliestClass(clips[i].classes);
        plane.groupOfEach.push_back(likeliest ? likeliest->label : std::string());
        states.push_back(clips[i].state);
    }
    plane.projection = projectStates(states);
    return plane;
}

} // namespace tvlt
