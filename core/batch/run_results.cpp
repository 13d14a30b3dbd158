#include "core/batch/run_results.h"

#include "core/base/error.h"
#include "core/batch/batch_folder.h"

#include <set>
#include <tuple>

namespace tvlt {

namespace {

std::string countText(std::size_t count, std::size_t all) {
    return std::to_string(count) + " of " + std::to_string(all) + " clips";
}

} // namespace

RunResults::RunResults(const std::vector<std::filesystem::path>& ledgers) {
    for (const auto& path : ledgers)
        if (auto ledger = Ledger::open(path))
            ledgers_.push_back(std::move(ledger));
    if (ledgers_.empty())
        throwNotFound("holds no run that has begun", ledgers.empty() ? "batch" : ledgers.front().string(),
                      "Name the folder that tvlt batch -o wrote.");
    for (const auto& ledger : ledgers_) {
        if (const auto difference = differenceOf(run(), ledger->run()); !difference.empty())
            throwBadInput("is of another run than " + ledgers_.front()->path().string() + ": " + difference,
                          ledger->path().string(), "Name ledgers of one run.");
        for (const std::int64_t number : ledger->finished()) {
            if (number < 0 || number >= static_cast<std::int64_t>(run().clips.size()))
                throwBadInput("is damaged: it holds a clip that is not in its plan", ledger->path().string(),
                              "Take the file away and run the batch again.");
            holders_[number].push_back(ledger.get());
        }
    }
}

std::vector<std::int64_t> RunResults::finished() const {
    std::vector<std::int64_t> numbers;
    for (const auto& [number, holders] : holders_)
        numbers.push_back(number);
    return numbers;
}

LedgerClip RunResults::clip(std::int64_t number) const {
    const auto found = holders_.find(number);
    if (found == holders_.end())
        throwBadInput("clip " + std::to_string(number) + " is not finished", ledgers_.front()->path().string());
    LedgerClip chosen = found->second.front()->clip(number);
    for (std::size_t i = 1; i < found->second.size(); ++i) {
        LedgerClip other = found->second[i]->clip(number);
        if (std::tuple(other.failed(), csvLines({}, other.rows)) <
            std::tuple(chosen.failed(), csvLines({}, chosen.rows)))
            chosen = std::move(other);
    }
    return chosen;
}

std::string RunResults::missing() const {
    const std::size_t all = run().clips.size();
    if (holders_.size() == all)
        return {};
    const int count = run().shard.count;
    std::map<int, std::size_t> lacking; // by shard
    for (std::size_t clip = 0; clip < all; ++clip)
        if (!holders_.contains(static_cast<std::int64_t>(clip)))
            ++lacking[static_cast<int>(clip % static_cast<std::size_t>(count)) + 1];
    std::set<int> there;
    for (const auto& ledger : ledgers_)
        there.insert(ledger->run().shard.index);
    std::string text;
    for (const auto& [index, clips] : lacking) {
        text += (text.empty() ? "" : "; ");
        if (count == 1)
            text += "the run is not finished: ";
        else
            text +=
                "shard " + shardText({index, count}) + (there.contains(index) ? " is not finished: " : " is missing: ");
        text += countText(clips, all);
    }
    return text;
}

} // namespace tvlt
