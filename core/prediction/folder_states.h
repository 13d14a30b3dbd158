#pragma once

#include "core/prediction/folder.h"
#include "core/prediction/projection.h"

#include <string>
#include <vector>

namespace tvlt {

/// The clips of a folder that have a cls state, as points of a plane.
struct FolderPlane {
    std::vector<std::size_t> clips;       ///< indices into Folder::clips
    Projection projection;                ///< one point for each of them
    std::vector<std::string> groupOfEach; ///< the likeliest class; without classes all are of the group ""
};
[[nodiscard]] FolderPlane folderPlane(const std::vector<FolderClip>& clips);

} // namespace tvlt
