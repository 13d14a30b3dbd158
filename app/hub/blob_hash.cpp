#include "app/hub/blob_hash.h"

#include "core/base/error.h"

#include <QCryptographicHash>
#include <QFile>

namespace tvlt {

namespace {

constexpr std::size_t kSha256Digits = 64;
constexpr std::size_t kSha1Digits = 40;
constexpr qint64 kChunk = 4 << 20;

} // namespace

std::string blobHash(const std::filesystem::path& path, const std::string& like, const Job& job) {
    QFile file(QString::fromStdString(path.string()));
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        throwBadInput("cannot be read: " + file.errorString().toStdString(), path.string());
    const bool git = like.size() == kSha1Digits;
    QCryptographicHash hash(git ? QCryptographicHash::Sha1 : QCryptographicHash::Sha256);
    if (git) {
        const QByteArray head = "blob " + QByteArray::number(file.size());
        hash.addData(QByteArrayView(head.constData(), head.size() + 1)); // with the 0 behind it
    }
    QByteArray chunk(kChunk, Qt::Uninitialized);
    const qint64 size = file.size();
    for (qint64 done = 0; done < size;) {
        job.check();
        const qint64 got = file.read(chunk.data(), kChunk);
        if (got <= 0)
            throwBadInput("cannot be read: " + file.errorString().toStdString(), path.string());
        hash.addData(QByteArrayView(chunk.constData(), got));
        done += got;
        job.progress(static_cast<double>(done) / static_cast<double>(size), "checking what came");
    }
    return hash.result().toHex().toStdString();
}

bool isBlobHash(const std::string& text) {
    return (text.size() == kSha256Digits || text.size() == kSha1Digits) &&
           text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

} // namespace tvlt
