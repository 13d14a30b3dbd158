#include "app/workbench/background.h"

#include "core/base/priority.h"

namespace tvlt {

bool ReportThrottle::due() {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < std::chrono::milliseconds(33))
        return false;
    last_ = now;
    return true;
}

Background::Background(QObject* parent) : QObject(parent) {
    // Work that is slow to notice that it was stopped does not hold up its successor.
    pool_.setMaxThreadCount(4);
    // Nor may a thread rest here: LibTorch gave it helpers, and with more of those about than cores OpenMP lets all of
    // them, the analyses' too, fall asleep at every turn.
    pool_.setExpiryTimeout(0);
}

Background::~Background() {
    stop_.request_stop();
    pool_.waitForDone();
}

void Background::cancel() {
    stop_.request_stop();
    waiting_.clear();
    ++current_;
    if (std::exchange(running_, false))
        emit idle();
}

void Background::next() {
    Delivering work = std::move(waiting_.front());
    waiting_.pop_front();
    begin(std::move(work));
}

void Background::begin(Delivering work) {
    stop_.request_stop();
    stop_ = std::stop_source();
    running_ = true;
    const quint64 id = ++current_;
    auto throttle = std::make_shared<ReportThrottle>();
    Job job;
    job.stop = stop_.get_token();
    job.report = [this, id, throttle](double fraction, std::string_view stage) {
        if (!throttle->due())
            return;
        const auto text = QString::fromUtf8(stage.data(), qsizetype(stage.size()));
        QMetaObject::invokeMethod(
            this,
            [=, this] {
                if (id == current_)
                    emit progressed(fraction, text);
            },
            Qt::QueuedConnection);
    };
    pool_.start([this, id, job, work = std::move(work)] {
        giveWay();
        auto deliver = work(job);
        QMetaObject::invokeMethod(
            this,
            [this, id, deliver = std::move(deliver)] {
                if (id != current_)
                    return;
                running_ = false;
                deliver();
                if (running_) // what it delivered to has begun something
                    return;
                if (waiting_.empty())
                    emit idle();
                else
                    next();
            },
            Qt::QueuedConnection);
    });
}

} // namespace tvlt
