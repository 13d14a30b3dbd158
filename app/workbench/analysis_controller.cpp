#include "app/workbench/analysis_controller.h"

#include "app/workbench/background.h"

#include <limits>
#include <utility>

namespace tvlt {
namespace {

constexpr auto kNone = std::numeric_limits<std::uint64_t>::max();

class RealEngine : public EnginePort {
  public:
    explicit RealEngine(Engine::Callbacks callbacks) : engine_(std::move(callbacks)) {}
    std::uint64_t submit(Request request) override { return engine_.submit(std::move(request)); }
    void cancel() override { engine_.cancel(); }

  private:
    Engine engine_;
};

} // namespace

EngineFactory engineFactory() {
    return [](Engine::Callbacks callbacks) { return std::make_unique<RealEngine>(std::move(callbacks)); };
}

AnalysisController::AnalysisController(const EngineFactory& makeEngine, QObject* parent) : QObject(parent) {
    soon_.setSingleShot(true);
    soon_.setInterval(0);
    connect(&soon_, &QTimer::timeout, this, &AnalysisController::submit);

    // The engine's thread only posts: all decisions are taken on this one.
    const auto post = [this](auto function) {
        QMetaObject::invokeMethod(this, std::move(function), Qt::QueuedConnection);
    };
    Engine::Callbacks callbacks;
    callbacks.featuresReady = [this, post](std::uint64_t id, std::shared_ptr<const ClipFeatures> features) {
        post([this, id, features = std::move(features)] {
            if (current(id))
                emit featuresReady(features);
        });
    };
    callbacks.finished = [this, post](std::uint64_t id, Result<std::shared_ptr<const Analysis>> result) {
        post([this, id, result = std::move(result)] { takeFinished(id, result); });
    };
    callbacks.progress = [this, post, throttle = std::make_shared<ReportThrottle>()](std::uint64_t id, double fraction,
                                                                                     std::string_view stage) {
        if (!throttle->due())
            return;
        post([this, id, fraction, text = QString::fromUtf8(stage.data(), qsizetype(stage.size()))] {
            if (current(id) && busy_)
                emit progressed(fraction, text);
        });
    };
    engine_ = makeEngine(std::move(callbacks));
}

AnalysisController::~AnalysisController() {
    engine_.reset(); // joins its thread while what the callbacks touch is alive
}

void AnalysisController::setClip(const ClipInfo& clip) {
    request_.clip = clip;
    request_.segment.reset();
    changeSource();
}

void AnalysisController::setCheckpoint(std::shared_ptr<const Checkpoint> checkpoint,
                                       std::shared_ptr<const Checkpoint> classifier) {
    request_.checkpoint = std::move(checkpoint);
    request_.classifier = std::move(classifier);
    changeSource();
}

void AnalysisController::setSegment(std::optional<Segment> segment) {
    request_.segment = segment;
    changeSource();
}

void AnalysisController::setRecipe(Recipe recipe) {
    if (std::exchange(request_.recipe, recipe) != recipe)
        changeSource();
}

void AnalysisController::setMask(const MaskSettings& mask) {
    if (mask == request_.mask)
        return;
    request_.mask = mask;
    submitSoon();
}

void AnalysisController::setBorrowStatistics(bool borrow) {
    if (std::exchange(request_.borrowStatistics, borrow) == borrow)
        return;
    emit borrowStatisticsChanged(borrow);
    submitSoon();
}

void AnalysisController::changeSource() {
    sourceChanged_ = true;
    oldest_ = kNone; // whatever is on its way answers another question
    submitSoon();
}

void AnalysisController::submitSoon() {
    if (!request_.clip.path.empty() && request_.checkpoint)
        soon_.start();
}

void AnalysisController::submit() {
    busy_ = true;
    newest_ = engine_->submit(request_);
    if (std::exchange(sourceChanged_, false)) {
        oldest_ = newest_;
        lastShown_ = 0;
    }
    emit progressed(0.0, tr("preparing"));
}

void AnalysisController::rerun() {
    submitSoon();
}

void AnalysisController::cancel() {
    soon_.stop();
    engine_->cancel();
}

void AnalysisController::takeFinished(std::uint64_t id, const Result<std::shared_ptr<const Analysis>>& result) {
    if (!current(id))
        return;
    if (id == newest_)
        busy_ = false;
    if (result && id > lastShown_) {
        lastShown_ = id;
        emit analysed(*result);
    } else if (!result && result.error().kind != Error::Kind::Cancelled) {
        emit failed(result.error());
    }
    if (id == newest_)
        emit idle();
}

} // namespace tvlt
