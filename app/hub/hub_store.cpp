#include "app/hub/hub_store.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/checkpoint/hub_cache.h"

#include <unistd.h>

namespace tvlt {

namespace fs = std::filesystem;

namespace {

void makeFolder(const fs::path& folder) {
    std::error_code ec;
    fs::create_directories(folder, ec);
    if (ec)
        throwBadInput("cannot be created: " + ec.message(), folder.string(),
                      "Check permissions and free space, or choose another cache by HF_HUB_CACHE.");
}

} // namespace

HubStore::HubStore(const HubId& id, const fs::path& cache)
    : repository_(hubRepositoryFolder(id, cache)),
      locks_(repository_.parent_path() / ".locks" / repository_.filename()) {}

fs::path HubStore::blob(const HubFile& file) const {
    return repository_ / "blobs" / file.hash;
}

fs::path HubStore::incomplete(const HubFile& file) const {
    return repository_ / "blobs" / (file.hash + ".incomplete");
}

fs::path HubStore::lock(const HubFile& file) const {
    return locks_ / (file.hash + ".lock");
}

fs::path HubStore::snapshot(const std::string& commit) const {
    return repository_ / "snapshots" / commit;
}

bool HubStore::has(const HubFile& file) const {
    std::error_code ec;
    return fs::is_regular_file(blob(file), ec) && fs::file_size(blob(file), ec) == file.bytes && !ec;
}

std::uint64_t HubStore::bytesOf(const HubFile& file) const {
    if (has(file))
        return file.bytes;
    std::error_code ec;
    const auto size = fs::file_size(incomplete(file), ec);
    return ec || size > file.bytes ? 0 : size;
}

void HubStore::prepareBlobs() const {
    makeFolder(repository_ / "blobs");
}

void HubStore::link(const HubFile& file, const std::string& commit) const {
    const fs::path folder = snapshot(commit);
    makeFolder(folder);
    const fs::path place = folder / file.name;
    const fs::path fresh = folder / ("." + file.hash + "." + std::to_string(::getpid()));
    std::error_code ec;
    fs::remove(fresh, ec);
    fs::create_symlink(fs::path("../../blobs") / file.hash, fresh, ec);
    if (ec) // a file system without links: huggingface_hub moves the blob too
        fs::rename(blob(file), place, ec);
    else
        fs::rename(fresh, place, ec);
    if (ec)
        throwBadInput("cannot be written: " + ec.message(), place.string(), "Check permissions and free space.");
}

void HubStore::setRevision(const std::string& revision, const std::string& commit) const {
    const fs::path reference = repository_ / "refs" / revision;
    makeFolder(reference.parent_path());
    writeFileAtomically(reference, commit);
}

} // namespace tvlt
