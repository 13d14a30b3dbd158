#pragma once

#include "core/base/job.h"
#include "core/base/result.h"

#include <QObject>
#include <QThreadPool>

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <utility>

namespace tvlt {

/// Lets through about 30 reports a second: decoders report per packet, and an event for each would drown the GUI
/// thread.
class ReportThrottle {
  public:
    /// One thread at a time.
    [[nodiscard]] bool due();

  private:
    std::chrono::steady_clock::time_point last_{};
};

/// One kind of work off the GUI thread. The newest start() wins: it stops what runs and drops its result, and what
/// waits; enqueue() waits its turn. Results and progress arrive on this object's thread, never after cancel(). The
/// destructor stops the work and waits for it; work never waits for the GUI thread, so that ends.
class Background : public QObject {
    Q_OBJECT

  public:
    explicit Background(QObject* parent = nullptr);
    ~Background() override;

    /// `work` runs on another thread with a Job; whatever it throws becomes an Error. `done` takes a Result<T>.
    template <class Work, class DoneFunction> void start(Work work, DoneFunction done) {
        waiting_.clear();
        begin(delivering(std::move(work), std::move(done)));
    }
    /// As start(), once what runs and what waits is done.
    template <class Work, class DoneFunction> void enqueue(Work work, DoneFunction done) {
        waiting_.push_back(delivering(std::move(work), std::move(done)));
        if (!running_)
            next();
    }
    /// As start(), for work that hands on items while it runs: work(job, hand) calls hand(item), and take(item) gets
    /// each on this object's thread, in order and before `done`, never after cancel().
    template <class Item, class Work, class Take, class DoneFunction>
    void stream(Work work, Take take, DoneFunction done) {
        const quint64 id = current_ + 1; // what begin() makes current
        start(
            [this, id, work = std::move(work), take = std::move(take)](const Job& job) {
                return work(job, [&](const Item& item) {
                    QMetaObject::invokeMethod(
                        this,
                        [this, id, take, item] {
                            if (id == current_)
                                take(item);
                        },
                        Qt::QueuedConnection);
                });
            },
            std::move(done));
    }
    void cancel();
    [[nodiscard]] bool running() const { return running_; }

  signals:
    void progressed(double fraction, const QString& stage);
    /// Nothing runs any more: finished, failed or cancelled.
    void idle();

  private:
    /// Runs elsewhere; what it returns hands over the result here.
    using Delivering = std::function<std::function<void()>(const Job&)>;

    template <class Work, class DoneFunction> static Delivering delivering(Work work, DoneFunction done) {
        return [work = std::move(work), done = std::move(done)](const Job& job) -> std::function<void()> {
            const auto bound = [&] { return work(job); };
            auto result = std::make_shared<decltype(guard(bound))>(guard(bound));
            return [done, result] { done(std::move(*result)); };
        };
    }
    void begin(Delivering work);
    void next(); ///< of what waits

    QThreadPool pool_;
    std::stop_source stop_;
    std::deque<Delivering> waiting_;
    quint64 current_ = 0;
    bool running_ = false;
};

} // namespace tvlt
