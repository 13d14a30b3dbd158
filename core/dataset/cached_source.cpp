#include "core/dataset/cached_source.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/version.h"
#include "core/dataset/example_file.h"
#include "core/dataset/hash_bytes.h"

#include <algorithm>
#include <cstdio>
#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>

namespace tvlt {

namespace fs = std::filesystem;

namespace {
constexpr const char* kExtension = ".example";
constexpr std::uintmax_t kMostBytes = 1U << 30; // of one example
} // namespace

/// The folder. Any thread.
struct CachedSource::Store {
    struct File {
        fs::file_time_type time;
        std::string name;
        std::uintmax_t bytes = 0;
        bool operator<(const File& other) const { return std::tie(time, name) < std::tie(other.time, other.name); }
    };

    fs::path folder;
    CacheOptions options;
    mutable std::mutex mutex;
    bool writing = true;
    std::deque<File> old;       ///< there before, oldest first
    std::set<std::string> used; ///< read or written by this object: they stay
    Counts counts;
    std::vector<std::string> notes;

    Store(fs::path where, CacheOptions wanted) : folder(std::move(where)), options(wanted) {
        std::error_code ec;
        fs::create_directories(folder, ec);
        if (!fs::is_directory(folder, ec))
            stop("the folder cannot be made");
        fs::directory_iterator at(folder, ec);
        for (const fs::directory_iterator end; !ec && at != end; at.increment(ec)) {
            std::error_code gone;
            const File file{at->last_write_time(gone), at->path().filename().string(), at->file_size(gone)};
            if (!gone && at->path().extension() == kExtension) {
                old.push_back(file);
                counts.bytes += file.bytes;
            }
        }
        std::sort(old.begin(), old.end());
    }

    /// Call with the mutex held, or alone.
    void stop(const std::string& reason) {
        if (std::exchange(writing, false))
            notes.push_back("The cache of examples in " + folder.string() + " stores no more: " + reason +
                            ". Training goes on and makes them anew.");
    }

    [[nodiscard]] static std::string nameFor(const std::string& fingerprint) {
        char name[32];
        std::snprintf(name, sizeof name, "%016llx%s", static_cast<unsigned long long>(hashBytes(fingerprint)),
                      kExtension);
        return name;
    }

    [[nodiscard]] std::optional<Example> find(const std::string& name, const std::string& fingerprint) {
        std::string bytes;
        try {
            bytes = readTextFile(folder / name, kMostBytes);
        } catch (const Exception&) {
            return {}; // not there: the common case
        }
        auto example = decodeExample(bytes, fingerprint);
        const std::lock_guard lock(mutex);
        if (example) {
            used.insert(name);
            ++counts.found;
        } else {
            ++counts.damaged;
            forget(name, bytes.size());
        }
        return example;
    }

    /// Removes a file that is of no use. Call with the mutex held.
    void forget(const std::string& name, std::uintmax_t bytes) {
        std::error_code ec;
        fs::remove(folder / name, ec);
        used.erase(name);
        std::erase_if(old, [&name](const File& file) { return file.name == name; });
        counts.bytes -= std::min(counts.bytes, bytes);
    }

    /// Returns whether it is worth to be kept.
    [[nodiscard]] bool countMade() {
        const std::lock_guard lock(mutex);
        ++counts.made;
        return writing;
    }

    /// Makes room for `bytes`; false when nothing more is to be stored. Call with the mutex held.
    [[nodiscard]] bool makeRoom(std::uintmax_t bytes) {
        std::error_code ec;
        while (counts.bytes + bytes > options.limit && !old.empty()) {
            const File oldest = old.front();
            old.pop_front();
            if (used.contains(oldest.name))
                continue;
            fs::remove(folder / oldest.name, ec);
            counts.bytes -= std::min(counts.bytes, oldest.bytes);
        }
        if (counts.bytes + bytes > options.limit) {
            stop("it has reached its limit of " + std::to_string(options.limit >> 20) + " MiB");
            return false;
        }
        const auto space = fs::space(folder, ec);
        if (!ec && space.available < options.keepFree + bytes) {
            stop("the disk is nearly full");
            return false;
        }
        return true;
    }

    void keep(const std::string& name, const std::string& bytes) {
        {
            const std::lock_guard lock(mutex);
            // A thread that has the same example writes it already.
            if (!writing || !used.insert(name).second || !makeRoom(bytes.size()))
                return;
            counts.bytes += bytes.size();
        }
        try {
            writeFileAtomically(folder / name, bytes, Sync::Later);
            const std::lock_guard lock(mutex);
            ++counts.stored;
        } catch (const Exception& e) {
            const std::lock_guard lock(mutex);
            counts.bytes -= bytes.size();
            stop(e.error().message());
        }
    }
};

CachedSource::CachedSource(std::shared_ptr<const ExampleSource> source, fs::path folder, CacheOptions options)
    : source_(std::move(source)), store_(std::make_unique<Store>(std::move(folder), options)) {}

CachedSource::~CachedSource() = default;

std::int64_t CachedSource::size() const {
    return source_->size();
}

std::string CachedSource::name(std::int64_t index) const {
    return source_->name(index);
}

std::string CachedSource::fingerprint(const ExampleRequest& request, const Job& job) const {
    return source_->fingerprint(request, job);
}

std::vector<Grid> CachedSource::soundingCover(const ExampleRequest& request) const {
    return source_->soundingCover(request);
}

Example CachedSource::example(const ExampleRequest& request, const Job& job) const {
    std::string fingerprint = source_->fingerprint(request, job);
    if (fingerprint.empty())
        return source_->example(request, job);
    // Another release may make other features of the same clip.
    fingerprint += std::string("\ntvlt ") + version();
    const std::string name = Store::nameFor(fingerprint);
    if (auto found = store_->find(name, fingerprint))
        return std::move(*found);
    Example example = source_->example(request, job);
    if (store_->countMade())
        store_->keep(name, encodeExample(example, fingerprint));
    return example;
}

CachedSource::Counts CachedSource::counts() const {
    const std::lock_guard lock(store_->mutex);
    return store_->counts;
}

std::vector<std::string> CachedSource::takeNotes() const {
    const std::lock_guard lock(store_->mutex);
    return std::exchange(store_->notes, {});
}

} // namespace tvlt
