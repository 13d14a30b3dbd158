#pragma once

#include "core/base/image.h"
#include "core/base/timeline.h"
#include "core/batch/batch_row.h"
#include "core/batch/shard.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace tvlt {

/// A clip of a run's plan.
struct PlannedClip {
    std::string name;           ///< as it was given: what tables call it
    std::filesystem::path path; ///< absolute, where the run began
    bool operator==(const PlannedClip&) const = default;
};

/// What a run is: settings and clips.
struct LedgerRun {
    std::string setup;  ///< batchSetup() as JSON: equal for runs that may be mixed
    std::string origin; ///< JSON that is not compared: where the checkpoint was
    Shard shard;
    std::vector<PlannedClip> clips; ///< all of them, whatever the shard
};

/// What is kept of a finished clip.
struct LedgerClip {
    std::int64_t number = 0;
    std::vector<BatchRow> rows;
    Segment segment;
    std::string mask;               ///< maskToJson(); empty: the clip was not read
    std::vector<std::string> notes; ///< what a person should know of it
    Image thumbnail;                ///< empty: it has no picture

    /// Whether some question has an error in place of an answer.
    [[nodiscard]] bool failed() const;
};

/// A run's book in an SQLite file: its settings and plan, and a clip with all its rows as soon as it is finished, in
/// one transaction. Whatever ends the program, a clip is in it whole or not at all, and once. Several programs may read
/// and write it at the same time. Any thread. Everything throws Exception.
class Ledger {
  public:
    /// Opens the one of a run that has begun. Null: none has, in that file.
    [[nodiscard]] static std::unique_ptr<Ledger> open(const std::filesystem::path& path);
    /// Opens it, or begins one with this run.
    [[nodiscard]] static std::unique_ptr<Ledger> openOrBegin(const std::filesystem::path& path, const LedgerRun& run);
    ~Ledger();
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const;
    [[nodiscard]] const LedgerRun& run() const;
    /// The numbers of the finished clips, ascending.
    [[nodiscard]] std::vector<std::int64_t> finished();
    /// Of those, the ones with an error.
    [[nodiscard]] std::vector<std::int64_t> failed();
    /// Throws BadInput for a clip that is not finished.
    [[nodiscard]] LedgerClip clip(std::int64_t number);
    /// On the disk when it returns. A clip that is finished already stays as it is.
    void add(const LedgerClip& clip);
    /// So that clips with errors are asked again.
    void forgetFailed();

  private:
    struct Impl;
    explicit Ledger(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace tvlt
