#include "core/batch/batch_folder.h"

#include "core/base/error.h"
#include "core/features/json_differences.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace tvlt {

namespace fs = std::filesystem;

namespace {

constexpr const char* kLedger = "ledger";
constexpr const char* kLedgerEnding = ".sqlite";

std::string shardSuffix(const Shard& shard) {
    return shard.whole() ? std::string() : "-" + std::to_string(shard.index) + "-of-" + std::to_string(shard.count);
}

std::string clipDifference(const std::vector<PlannedClip>& before, const std::vector<PlannedClip>& now) {
    for (std::size_t i = 0; i < std::min(before.size(), now.size()); ++i)
        if (before[i].name != now[i].name)
            return "clip " + std::to_string(i + 1) + " is " + now[i].name + ", was " + before[i].name;
    return before.size() == now.size()
               ? std::string()
               : "there are " + std::to_string(now.size()) + " clips, and there were " + std::to_string(before.size());
}

void makeFolder(const fs::path& folder) {
    std::error_code ec;
    fs::create_directories(folder, ec);
    if (!fs::is_directory(folder))
        throwBadInput("cannot be created" + (ec ? ": " + ec.message() : std::string()), folder.string(),
                      "Choose another folder for the run.");
}

std::vector<fs::path> ledgerFiles(const fs::path& folder) {
    std::vector<fs::path> ledgers;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == kLedgerEnding && entry.path().filename().string().starts_with(kLedger))
            ledgers.push_back(entry.path());
    std::sort(ledgers.begin(), ledgers.end());
    return ledgers;
}

} // namespace

fs::path ledgerPath(const fs::path& folder, const Shard& shard) {
    return folder / (kLedger + shardSuffix(shard) + kLedgerEnding);
}

fs::path resultsPath(const fs::path& folder, const Shard& shard) {
    return folder / ("results" + shardSuffix(shard) + ".csv");
}

std::string clipStem(std::int64_t number, const fs::path& clip) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%05lld-", static_cast<long long>(number));
    // File systems take 255 bytes, ending and all; the number alone tells clips apart. Not amid a letter of UTF-8.
    std::string stem = clip.stem().string();
    if (std::size_t end = 150; stem.size() > end) {
        while (end > 0 && (static_cast<unsigned char>(stem[end]) & 0xC0U) == 0x80U)
            --end;
        stem.resize(end);
    }
    return text.data() + stem;
}

std::vector<fs::path> ledgersIn(const fs::path& folderOrLedger) {
    std::error_code ec;
    if (!fs::is_directory(folderOrLedger, ec))
        return {folderOrLedger};
    auto ledgers = ledgerFiles(folderOrLedger);
    if (ledgers.empty())
        throwNotFound("holds no batch", folderOrLedger.string(), "Name the folder that tvlt batch -o wrote.");
    return ledgers;
}

std::vector<fs::path> ledgersIn(const std::vector<fs::path>& places) {
    std::vector<fs::path> all;
    for (const fs::path& place : places)
        for (const fs::path& ledger : ledgersIn(place))
            all.push_back(ledger);
    return all;
}

std::string differenceOf(const LedgerRun& before, const LedgerRun& now) {
    const auto parsed = [](const std::string& text) {
        auto json = nlohmann::json::parse(text, nullptr, false);
        return json.is_object() ? json : nlohmann::json::object();
    };
    std::string list;
    const auto add = [&](const std::string& difference) {
        if (!difference.empty())
            list += (list.empty() ? "" : "; ") + difference;
    };
    for (const std::string& difference : differences(parsed(before.setup), parsed(now.setup)))
        add(difference);
    add(clipDifference(before.clips, now.clips));
    return list;
}

std::unique_ptr<Ledger> openRun(const fs::path& folder, const LedgerRun& run, Begin begin) {
    makeFolder(folder);
    const fs::path own = ledgerPath(folder, run.shard);
    for (const fs::path& path : ledgerFiles(folder)) {
        const auto ledger = Ledger::open(path);
        if (!ledger)
            continue;
        if (const auto difference = differenceOf(ledger->run(), run); !difference.empty())
            throwBadInput("the folder holds another run: " + difference, path.string(),
                          "Run with the same clips and options, or choose another folder.");
        if (ledger->run().shard.count != run.shard.count)
            throwBadInput("the run was cut into " + std::to_string(ledger->run().shard.count) +
                              " parts, and this is part " + shardText(run.shard),
                          path.string(), "Say which of those parts this is with --shard, or choose another folder.");
        if (path == own && begin == Begin::Anew)
            throwBadInput("holds this run already", path.string(),
                          "Go on with it by --resume, or choose another folder.");
    }
    return Ledger::openOrBegin(own, run);
}

} // namespace tvlt
