#pragma once

#include "core/analysis/engine.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

namespace tvlt {

/// The part of Engine that the window uses; tests stand in for it.
class EnginePort {
  public:
    virtual ~EnginePort() = default;
    virtual std::uint64_t submit(Request request) = 0;
    virtual void cancel() = 0;
};
using EngineFactory = std::function<std::unique_ptr<EnginePort>(Engine::Callbacks)>;
/// The real one.
[[nodiscard]] EngineFactory engineFactory();

/// Keeps one Request, submits it when it changes, and hands on what comes back. Results of another clip, segment or
/// checkpoint, and results older than one already shown, are dropped. A result for an older mask of the same clip is
/// handed on: during a drag it is the newest that there is. GUI thread.
class AnalysisController : public QObject {
    Q_OBJECT

  public:
    explicit AnalysisController(const EngineFactory& makeEngine, QObject* parent = nullptr);
    ~AnalysisController() override;

    void setClip(const ClipInfo& clip);
    /// `classifier`: a companion that says the classes; null: none.
    void setCheckpoint(std::shared_ptr<const Checkpoint> checkpoint,
                       std::shared_ptr<const Checkpoint> classifier = nullptr);
    void setSegment(std::optional<Segment> segment);
    void setRecipe(Recipe recipe);
    void setMask(const MaskSettings& mask);
    void setBorrowStatistics(bool borrow);
    [[nodiscard]] const Request& request() const { return request_; }
    /// The newest request has no answer yet.
    [[nodiscard]] bool busy() const { return busy_; }
    /// A request is about to be submitted.
    [[nodiscard]] bool pending() const { return soon_.isActive(); }
    void cancel();
    /// Asks again although nothing has changed.
    void rerun();

  signals:
    void featuresReady(std::shared_ptr<const tvlt::ClipFeatures> features);
    void analysed(std::shared_ptr<const tvlt::Analysis> analysis);
    void failed(const tvlt::Error& error);
    void borrowStatisticsChanged(bool borrow);
    void progressed(double fraction, const QString& stage);
    void idle();

  private:
    void changeSource();
    void submitSoon();
    void submit();
    void takeFinished(std::uint64_t id, const Result<std::shared_ptr<const Analysis>>& result);
    [[nodiscard]] bool current(std::uint64_t id) const { return id >= oldest_; }

    Request request_;
    QTimer soon_; ///< several changes in one event make one request
    bool sourceChanged_ = true;
    bool busy_ = false;
    std::uint64_t oldest_ = 0;    ///< first id of the clip, segment and checkpoint now set
    std::uint64_t newest_ = 0;    ///< last submitted
    std::uint64_t lastShown_ = 0; ///< last handed on
    std::unique_ptr<EnginePort> engine_;
};

} // namespace tvlt
