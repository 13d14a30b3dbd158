#include "app/cli/session_arguments.h"

#include "app/cli/analysis_arguments.h"
#include "core/base/error.h"
#include "core/session/session.h"

namespace tvlt {

AnalysisArguments withSession(AnalysisArguments a) {
    if (a.session.empty())
        return a;
    const Session session = loadSession(a.session);
    const bool ownClip = !a.clips.empty();
    if (!ownClip && session.clip.empty())
        throwBadInput("holds no clip", a.session.string(), "Name a clip, or a session that was saved with one open.");
    if (const auto missing = missingFiles(session); !ownClip && !missing.empty())
        throwNotFound("is not where the session left it", missing.front().string(),
                      "Open the session in the workbench, which asks where it is now, and save it again.");
    if (!ownClip) {
        a.clips = session.clip;
        if (a.audio.empty())
            a.audio = session.audio;
        if (session.segment && !a.start && !a.duration) {
            a.start = session.segment->start;
            a.duration = session.segment->duration;
        }
    }
    if (a.checkpoint.empty())
        a.checkpoint = session.checkpoint;
    if (a.recipe == "auto")
        a.recipe = std::string(recipeName(session.recipe));
    a.mask.session = session.mask;
    a.borrowStatistics = a.borrowStatistics || session.borrowStatistics;
    return a;
}

} // namespace tvlt
