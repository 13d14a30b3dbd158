#include "app/workbench/session_controller.h"

#include "app/workbench/to_path.h"
#include "app/workbench/workbench.h"

namespace tvlt {

SessionController::SessionController(Workbench& workbench, QObject* parent) : QObject(parent), workbench_(workbench) {
    connect(&workbench_, &Workbench::clipChanged, this, &SessionController::clipOpened);
    connect(&workbench_, &Workbench::dataChanged, this, &SessionController::featuresCame);
}

Session SessionController::session() const {
    Session session;
    if (workbench_.clips().clip()) {
        session.clip = workbench_.clips().source().paths;
        session.audio = workbench_.clips().source().audioPath;
    }
    session.checkpoint = workbench_.checkpoints().source().toStdString();
    const Request& request = workbench_.analyses().request();
    session.segment = request.segment;
    session.recipe = request.recipe;
    session.borrowStatistics = request.borrowStatistics;
    session.mask = workbench_.masks().settings();
    const ViewState& view = workbench_.view();
    session.time = view.time();
    if (view.range() != view.bounds())
        session.range = view.range();
    return session;
}

void SessionController::restore(const Session& session) {
    coming_ = session;
    placed_.reset();
    if (!workbench_.checkpoints().checkpoint() ||
        workbench_.checkpoints().source() != QString::fromStdString(session.checkpoint))
        workbench_.checkpoints().load(QString::fromStdString(session.checkpoint));
    workbench_.analyses().setRecipe(session.recipe);
    workbench_.analyses().setBorrowStatistics(session.borrowStatistics);
    if (session.mask)
        workbench_.masks().set(*session.mask);
    if (session.clip.empty())
        coming_.reset();
    else
        workbench_.clips().open({session.clip, session.audio});
}

void SessionController::clipOpened() {
    placed_.reset();
    if (!coming_)
        return;
    Session session = *std::exchange(coming_, std::nullopt);
    if (workbench_.clips().source().paths != session.clip)
        return;
    if (session.segment)
        workbench_.setSegment(*session.segment);
    workbench_.seek(session.time);
    placed_ = std::move(session);
}

void SessionController::featuresCame() {
    if (!placed_ || !workbench_.features())
        return;
    const Session session = *std::exchange(placed_, std::nullopt);
    if (session.range)
        workbench_.view().setRange(*session.range);
    workbench_.seek(session.time);
}

} // namespace tvlt
