#include "app/hub/fetch_blob.h"

#include "app/hub/blob_hash.h"
#include "app/hub/hub_failure.h"
#include "app/hub/patience.h"
#include "core/base/error.h"
#include "core/base/file_lock.h"

#include <QFile>

#include <algorithm>
#include <optional>
#include <unistd.h>

namespace tvlt {

namespace fs = std::filesystem;

namespace {

/// The first byte of an answer, and the bytes of the whole file where it tells them. None: it tells no range.
struct Range {
    std::uint64_t first = 0;
    std::optional<std::uint64_t> whole;
};

/// "bytes 100-199/200".
std::optional<Range> contentRange(const HttpAnswer& answer) {
    const QByteArray text = answer.header("content-range");
    const qsizetype dash = text.indexOf('-');
    const qsizetype slash = text.indexOf('/');
    if (!text.startsWith("bytes ") || dash < 0 || slash < dash)
        return std::nullopt;
    bool fine = false;
    Range range;
    range.first = text.mid(6, dash - 6).trimmed().toULongLong(&fine);
    if (!fine)
        return std::nullopt;
    const qulonglong whole = text.mid(slash + 1).trimmed().toULongLong(&fine);
    if (fine)
        range.whole = whole;
    return range;
}

/// A blob while it grows.
class Growing {
  public:
    Growing(const HubFile& file, const fs::path& path, TransferProgress& progress)
        : file_(file), path_(path), progress_(progress), out_(QString::fromStdString(path.string())) {
        if (!out_.open(QIODevice::ReadWrite | QIODevice::Unbuffered))
            cannotBeWritten();
        have_ = static_cast<std::uint64_t>(out_.size());
        if (have_ > file_.bytes)
            restart();
        out_.seek(static_cast<qint64>(have_));
    }

    [[nodiscard]] std::uint64_t have() const { return have_; }
    [[nodiscard]] bool isWhole() const { return have_ == file_.bytes; }

    /// The first bytes of an answer: they may be those that were asked for, or the file from its start.
    void begin(const HttpAnswer& answer, const std::string& where) {
        const auto range = answer.status == 206 ? contentRange(answer) : std::nullopt;
        if (answer.status == 206 &&
            (!range || range->first != have_ || range->whole.value_or(file_.bytes) != file_.bytes))
            throwBadInput("is answered by other bytes than were asked for", where, "Try again later.");
        if (!range)
            restart();
        bool told = false;
        const std::uint64_t length = answer.header("content-length").toULongLong(&told);
        if (told && length != file_.bytes - have_)
            refuseSize(have_ + length, where);
    }

    /// Throws it away.
    [[noreturn]] void refuseSize(std::uint64_t bytes, const std::string& where) {
        out_.remove();
        throwBadInput("has " + std::to_string(bytes) + " bytes where " + std::to_string(file_.bytes) +
                          " were announced",
                      where, "It was discarded. Try again later.");
    }

    void add(const QByteArray& bytes, const std::string& where) {
        const auto size = static_cast<std::uint64_t>(bytes.size());
        if (size > file_.bytes - have_)
            refuseSize(have_ + size, where);
        if (out_.write(bytes) != bytes.size())
            cannotBeWritten();
        have_ += size;
        progress_.at(have_, size);
    }

    /// Gives it its name when the hash is right.
    void finish(const fs::path& blob, const std::string& where) {
        if (::fsync(out_.handle()) != 0)
            cannotBeWritten();
        if (blobHash(path_, file_.hash, progress_.aside()) != file_.hash) {
            out_.remove();
            throwBadInput(
                "came damaged: its hash is not the announced one", where,
                "It was discarded. Try again; if it fails again, the hub or a proxy on the way changes files.");
        }
        std::error_code ec;
        fs::rename(path_, blob, ec);
        if (ec)
            throwBadInput("cannot be written: " + ec.message(), blob.string(), "Check permissions and free space.");
    }

  private:
    void restart() {
        have_ = 0;
        if (!out_.resize(0) || !out_.seek(0))
            cannotBeWritten();
    }
    [[noreturn]] void cannotBeWritten() const {
        throwBadInput(
            "cannot be written: " + out_.errorString().toStdString(), path_.string(),
            "Check permissions and make room, or choose another cache by HF_HUB_CACHE. What has come is kept.");
    }

    const HubFile& file_;
    const fs::path& path_;
    TransferProgress& progress_;
    QFile out_;
    std::uint64_t have_ = 0;
};

void checkRoom(const fs::path& folder, std::uint64_t bytes) {
    std::error_code ec;
    const auto space = fs::space(folder, ec);
    if (!ec && space.available < bytes)
        throwBadInput("has room for " + sizeText(space.available) + " where " + sizeText(bytes) + " are to come",
                      folder.string(), "Make room, or choose another cache by HF_HUB_CACHE.");
}

void transfer(Growing& growing, const HubFile& file, const std::string& commit, const HubSource& source,
              const Job& job) {
    const std::string where = hubPlace(source.id, file.name, source.settings);
    const QUrl url = hubUrl(source.settings, source.id, commit, file.name);
    Patience patience(source.settings, job);
    std::uint64_t furthest = growing.have(); // a host that begins anew each time brings nothing
    while (!growing.isWhole()) {
        const std::uint64_t before = growing.have();
        bool begun = false;
        HttpAnswer answer = source.http.get(url, before, [&](const HttpAnswer& soFar, const QByteArray& bytes) {
            if (!begun)
                growing.begin(soFar, where);
            begun = true;
            growing.add(bytes, where);
        });
        if (growing.isWhole())
            return;
        if (answer.status == 416) // what is here is more than there is
            growing.refuseSize(before, where);
        if (answer.fine())
            answer.broken = QStringLiteral("the connection ended early");
        const bool further = growing.have() > furthest;
        furthest = std::max(furthest, growing.have());
        if (!answer.isPassing() || !patience.wait(further))
            throwHubFailure(answer, source.id, file.name, source.settings);
    }
}

} // namespace

QUrl hubUrl(const HubSettings& settings, const HubId& id, const std::string& revision, const std::string& file) {
    QUrl url = settings.endpoint;
    const auto encoded = [](const std::string& text) { return QUrl::toPercentEncoding(QString::fromStdString(text)); };
    // A revision's slashes are part of its name.
    const QByteArray path = url.path(QUrl::FullyEncoded).toUtf8() + '/' + QByteArray::fromStdString(id.repository) +
                            "/resolve/" + encoded(revision) + '/' + encoded(file);
    url.setPath(QString::fromUtf8(path), QUrl::StrictMode);
    return url;
}

void fetchBlob(const HubFile& file, const std::string& commit, const HubStore& store, const HubSource& source,
               TransferProgress& progress, const Job& job) {
    if (store.has(file))
        return;
    store.prepareBlobs();
    const FileLock lock(store.lock(file), progress.aside(), "waiting for another program that downloads " + file.name);
    if (store.has(file)) // it did
        return;
    const fs::path path = store.incomplete(file);
    Growing growing(file, path, progress);
    checkRoom(path.parent_path(), file.bytes - growing.have());
    transfer(growing, file, commit, source, job);
    growing.finish(store.blob(file), hubPlace(source.id, file.name, source.settings));
}

} // namespace tvlt
