#include "core/batch/run_batch.h"

#include "core/base/ahead_queue.h"
#include "core/base/task_queue.h"
#include "core/batch/thumbnail.h"
#include "core/features/mask_file.h"
#include "core/features/parallel.h"
#include "core/model/device.h"

#include <nlohmann/json.hpp>

#include <mutex>
#include <set>

namespace tvlt {

namespace {

/// Numbers of the shard's clips that are not finished, ascending.
std::vector<std::int64_t> openClips(const Ledger& ledger, const std::vector<std::int64_t>& finished) {
    const std::set<std::int64_t> done(finished.begin(), finished.end());
    std::vector<std::int64_t> open;
    for (std::int64_t clip = 0; clip < static_cast<std::int64_t>(ledger.run().clips.size()); ++clip)
        if (ledger.run().shard.contains(clip) && !done.contains(clip))
            open.push_back(clip);
    return open;
}

std::vector<std::string> notesOf(const ClipAnswers& answers) {
    std::vector<std::string> notes = answers.clip.request.clip.warnings;
    const auto add = [&](const std::vector<std::string>& more) { notes.insert(notes.end(), more.begin(), more.end()); };
    if (answers.clip.features)
        add(answers.clip.features->notes);
    for (const auto& analysis : {answers.reconstruction, answers.predictions})
        if (analysis)
            add(analysis->notes);
    return notes;
}

LedgerClip ledgerClip(const BatchSettings& settings, const ClipAnswers& answers) {
    LedgerClip clip;
    clip.number = answers.clip.number;
    clip.rows = rowsOf(settings, answers);
    clip.notes = notesOf(answers);
    const auto& features = answers.clip.features;
    if (!features)
        return clip;
    clip.segment = features->segment;
    MaskSettings mask = answers.clip.request.mask;
    if (!mask.pinLayout)
        mask.pinLayout = features->layout;
    clip.mask = maskToJson(mask).dump();
    if (!features->frames.empty())
        clip.thumbnail = thumbnailOf(features->frames[features->frames.size() / 2]);
    return clip;
}

/// Counts what is finished, whichever thread it comes from.
class Count {
  public:
    Count(BatchProgress progress, const BatchEvents& events) : progress_(progress), events_(events) {}

    void add(const LedgerClip& clip) {
        const std::lock_guard lock(mutex_);
        ++progress_.done;
        progress_.failed += clip.failed() ? 1 : 0;
        if (events_.finished)
            events_.finished(progress_);
    }
    [[nodiscard]] BatchProgress progress() const { return progress_; }

  private:
    std::mutex mutex_;
    BatchProgress progress_;
    const BatchEvents& events_;
};

} // namespace

BatchProgress runBatch(const BatchSettings& settings, Ledger& ledger, const std::vector<std::filesystem::path>& files,
                       const BatchThreads& threads, const BatchEvents& events, const Job& job) {
    const auto finished = ledger.finished();
    const auto open = openClips(ledger, finished);
    BatchProgress progress;
    progress.before = progress.done = finished.size();
    progress.planned = finished.size() + open.size();
    progress.failed = ledger.failed().size();
    Count count(progress, events);
    const auto read = [&](std::int64_t i, const Job& reading) {
        const SerialWork serial(threads.readers > 1);
        const std::int64_t number = open[static_cast<std::size_t>(i)];
        return readBatchClip(settings, number, files[static_cast<std::size_t>(number)], reading);
    };
    AheadQueue<BatchClip> clips(read, 0, {threads.readers, threads.ahead}, static_cast<std::int64_t>(open.size()));
    const auto write = [&](const ClipAnswers& answers) {
        if (events.write)
            events.write(answers);
        const LedgerClip clip = ledgerClip(settings, answers);
        ledger.add(clip);
        count.add(clip);
    };
    TaskQueue writing(threads.writers, threads.ahead);
    const auto ask = [&] {
        computeOnOneThread();
        auto answers = askBatchClip(settings, clips.next(job), Job{job.stop, {}});
        const auto kept = std::make_shared<const ClipAnswers>(std::move(answers));
        writing.add([&write, kept] { write(*kept); }, job);
    };
    TaskQueue asking(threads.models, 1);
    for (std::size_t i = 0; i < open.size(); ++i)
        asking.add(ask, job);
    asking.finish();
    writing.finish();
    return count.progress();
}

} // namespace tvlt
