#pragma once

namespace tvlt {

struct AnalysisArguments;

/// The same with what its session says where no option does: clip, sound, checkpoint, segment, recipe, mask, borrowed
/// statistics. Unchanged without a session. Throws Exception: the file, or a clip or checkpoint of it that is gone.
[[nodiscard]] AnalysisArguments withSession(AnalysisArguments arguments);

} // namespace tvlt
