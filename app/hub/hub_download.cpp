#include "app/hub/hub_download.h"

#include "app/hub/blob_hash.h"
#include "app/hub/fetch_blob.h"
#include "app/hub/hub_failure.h"
#include "app/hub/patience.h"
#include "core/base/error.h"
#include "core/base/result.h"
#include "core/checkpoint/hub_cache.h"
#include "core/checkpoint/shard_index.h"

#include <limits>

namespace tvlt {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kMostJsonBytes = 16u << 20; // what the readers of such files take

/// A file of a repository and the commit that the revision means.
struct Found {
    HubFile file;
    std::string commit;
};

/// W/"0123" → 0123
std::string bareTag(QByteArray tag) {
    if (tag.startsWith("W/"))
        tag = tag.mid(2);
    if (tag.startsWith('"') && tag.endsWith('"') && tag.size() >= 2)
        tag = tag.mid(1, tag.size() - 2);
    return tag.toLower().toStdString();
}

/// Hubs that say no more than 404 mean the file too: that the repository is there is known by then, or said.
bool lacksFile(const HttpAnswer& answer) {
    const QByteArray code = answer.header("x-error-code");
    return answer.status == 404 && (code.isEmpty() || code == "EntryNotFound");
}

/// One repository while its files are looked up.
class Lookup {
  public:
    Lookup(const HubSource& source, const Job& job) : source_(source), job_(job) {}

    /// None: the repository has no such file.
    [[nodiscard]] std::optional<Found> find(const std::string& name, const std::string& revision) const {
        const HttpAnswer answer = ask(name, revision);
        if (lacksFile(answer))
            return std::nullopt;
        if (!answer.fine() && !answer.isRedirect())
            throwHubFailure(answer, source_.id, name, source_.settings);
        return read(answer, name);
    }

    [[nodiscard]] Found get(const std::string& name, const std::string& revision) const {
        if (auto found = find(name, revision))
            return *found;
        throwNotFound("is not there, or has no " + name, hubPlace(source_.id, {}, source_.settings),
                      "Only models in Hugging Face's format are fetched by their id. Download another one's file by "
                      "other means and open that.");
    }

  private:
    [[nodiscard]] HttpAnswer ask(const std::string& name, const std::string& revision) const {
        Patience patience(source_.settings, job_);
        while (true) {
            HttpAnswer answer = source_.http.head(hubUrl(source_.settings, source_.id, revision, name));
            // Without any answer there is no network: that is said at once.
            if (!answer.isPassing() || answer.status == 0 || !patience.wait(false))
                return answer;
        }
    }

    /// Commit and hash become names of files here: nothing else than digits is taken.
    [[nodiscard]] Found read(const HttpAnswer& answer, const std::string& name) const {
        const std::string where = hubPlace(source_.id, name, source_.settings);
        const auto either = [&](const char* first, const char* second) {
            const QByteArray value = answer.header(first);
            return value.isEmpty() ? answer.header(second) : value;
        };
        Found found{{name, bareTag(either("x-linked-etag", "etag")), 0}, answer.header("x-repo-commit").toStdString()};
        bool sized = false;
        found.file.bytes = either("x-linked-size", "content-length").toULongLong(&sized);
        if (!isCommit(found.commit) || !isBlobHash(found.file.hash) || !sized ||
            found.file.bytes > static_cast<std::uint64_t>(std::numeric_limits<qint64>::max()))
            throwBadInput("is answered without the commit, hash or size that a Hugging Face hub tells", where,
                          "Check HF_ENDPOINT; what cannot be checked is not fetched.");
        const bool json = name.ends_with(".json");
        if (json && found.file.bytes > kMostJsonBytes)
            throwBadInput("is " + sizeText(found.file.bytes) + " large, too much for such a file", where);
        return found;
    }

    const HubSource& source_;
    const Job& job_;
};

void checkOnline(const HubId& id, const HubSettings& settings) {
    if (settings.offline)
        throwNotFound(
            "is no file, no folder and not in the local Hugging Face cache, and HF_HUB_OFFLINE forbids to ask "
            "the hub",
            id.text() + " (looked in " + hubRepositoryFolder(id, settings.cache).string() + ")",
            "Unset HF_HUB_OFFLINE (and TRANSFORMERS_OFFLINE) to download it.");
}

} // namespace

std::optional<HubId> missingFromCache(const std::string& name, const fs::path& cache) {
    std::error_code ec;
    const auto id = parseHubId(name);
    const std::size_t slash = name.find('/');
    if (!id || slash > id->repository.size() || fs::exists(name, ec) || fs::exists(name.substr(0, slash), ec) ||
        hasWeightsEnding(name) || name.ends_with(".json"))
        return std::nullopt;
    return guard([&] { return findInHubCache(*id, cache); }).ok() ? std::nullopt : id;
}

HubPlan planDownload(const HubId& id, const HubSettings& settings, const Job& job) {
    checkOnline(id, settings);
    job.progress(0.0, "asking " + settings.endpoint.host().toStdString());
    Http http(settings, job);
    const HubSource source{id, settings, http};
    const Lookup lookup(source, job);
    const HubStore store(id, settings.cache);
    HubPlan plan;
    plan.id = id;
    plan.from = hubAddress(settings);
    plan.cache = settings.cache;

    const Found config = lookup.get("config.json", id.revision);
    plan.commit = config.commit; // from here on: the branch may move
    if (const auto preprocessor = lookup.find("preprocessor_config.json", plan.commit))
        plan.files.push_back(preprocessor->file);
    std::optional<Found> weights;
    for (const char* name : kWeightNames)
        if (!weights)
            weights = lookup.find(name, plan.commit);
    if (!weights)
        throwNotFound("has neither model.safetensors nor pytorch_model.bin", hubPlace(id, {}, settings),
                      "This program cannot open weights of other kinds.");
    plan.files.push_back(weights->file);
    if (weights->file.name.ends_with(kIndexSuffix)) {
        TransferProgress progress(job, weights->file.bytes);
        progress.begin(weights->file.name, 0);
        fetchBlob(weights->file, plan.commit, store, source, progress, job);
        for (const std::string& shard : shardNames(store.blob(weights->file)))
            plan.files.push_back(lookup.get(shard, plan.commit).file);
    }
    plan.files.push_back(config.file);
    for (const HubFile& file : plan.files) {
        plan.bytes += file.bytes;
        plan.missing += file.bytes - store.bytesOf(file);
    }
    return plan;
}

fs::path download(const HubPlan& plan, const HubSettings& settings, const Job& job) {
    checkOnline(plan.id, settings);
    Http http(settings, job);
    const HubSource source{plan.id, settings, http};
    const HubStore store(plan.id, settings.cache);
    TransferProgress progress(job, plan.bytes);
    std::uint64_t before = 0;
    for (const HubFile& file : plan.files) {
        progress.begin(file.name, before);
        fetchBlob(file, plan.commit, store, source, progress, job);
        before += file.bytes;
    }
    for (const HubFile& file : plan.files)
        store.link(file, plan.commit);
    if (plan.id.revision != plan.commit)
        store.setRevision(plan.id.revision, plan.commit);
    return store.snapshot(plan.commit);
}

} // namespace tvlt
