#include "tests/support/hub_server.h"

#include <QCryptographicHash>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <stdexcept>
#include <utility>

namespace tvlt {

namespace {

struct File {
    QByteArray bytes;
    HubServer::Size size = HubServer::Size::Small;
    QByteArray hash;
};

QByteArray hashOf(const QByteArray& bytes, HubServer::Size size) {
    if (size == HubServer::Size::Large)
        return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
    return QCryptographicHash::hash("blob " + QByteArray::number(bytes.size()) + '\0' + bytes, QCryptographicHash::Sha1)
        .toHex();
}

QByteArray headerOf(const QByteArray& request, const QByteArray& name) {
    for (const QByteArray& line : request.split('\n'))
        if (line.toLower().startsWith(name + ':'))
            return line.mid(name.size() + 1).trimmed();
    return {};
}

struct Reply {
    QByteArray status;
    QByteArray headers; ///< each with its line end
    QByteArray body;
};

} // namespace

class HubServer::Answering : public QObject {
  public:
    Answering() : hub_(this), files_(this) {
        for (QTcpServer* server : {&hub_, &files_}) {
            if (!server->listen(QHostAddress::LocalHost))
                throw std::runtime_error("the test's hub cannot listen");
            connect(server, &QTcpServer::newConnection, this, [this, server] {
                while (QTcpSocket* socket = server->nextPendingConnection())
                    serve(socket, server == &files_);
            });
        }
        hubPort_ = hub_.serverPort();
        filesPort_ = files_.serverPort();
    }

    [[nodiscard]] quint16 hubPort() const { return hubPort_; }

    mutable std::mutex mutex;
    std::map<QByteArray, File> held;
    Behaviour behaviour;
    std::vector<Request> asked;

  private:
    void serve(QTcpSocket* socket, bool large) {
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        auto text = std::make_shared<QByteArray>();
        connect(socket, &QTcpSocket::readyRead, this, [this, socket, text, large] {
            *text += socket->readAll();
            if (text->contains("\r\n\r\n"))
                answer(socket, std::exchange(*text, {}), large);
        });
    }

    void answer(QTcpSocket* socket, const QByteArray& text, bool large) {
        const std::lock_guard lock(mutex);
        Request request;
        const auto words = text.left(text.indexOf('\r')).split(' ');
        request.method = words.value(0);
        request.path = words.value(1);
        request.largeHost = large;
        request.authorization = headerOf(text, "authorization");
        request.range = headerOf(text, "range");
        Reply reply = large ? largeFile(request) : hubAnswer(request);
        const qint64 length = reply.body.size();
        if (request.method == "HEAD")
            reply.body.clear();
        bool stays = false;
        if (large && behaviour.cutAfter >= 0)
            reply.body.truncate(behaviour.cutAlways ? behaviour.cutAfter : std::exchange(behaviour.cutAfter, -1));
        if (large && behaviour.stallAfter >= 0) {
            reply.body.truncate(std::exchange(behaviour.stallAfter, -1));
            stays = true;
        }
        request.bodyBytes = reply.body.size();
        asked.push_back(request);
        const bool sized = reply.headers.contains("Content-Length");
        socket->write("HTTP/1.1 " + reply.status + "\r\nConnection: close\r\n" +
                      (sized ? QByteArray() : "Content-Length: " + QByteArray::number(length) + "\r\n") +
                      reply.headers + "\r\n" + reply.body);
        if (!stays)
            socket->disconnectFromHost(); // when all is written
    }

    [[nodiscard]] Reply refusal() const {
        return {
            "401 Unauthorized", behaviour.gated ? "X-Error-Code: GatedRepo\r\n" : "X-Error-Code: RepoNotFound\r\n", {}};
    }

    /// /ORG/NAME/resolve/REVISION/FILE
    [[nodiscard]] Reply hubAnswer(const Request& request) {
        if (behaviour.busy > 0) {
            --behaviour.busy;
            return {"503 Service Unavailable", {}, {}};
        }
        QByteArray path = request.path;
        if (behaviour.moved && !path.startsWith("/new-name/"))
            return {"307 Temporary Redirect", "Location: /new-name" + path + "\r\n", {}};
        if (path.startsWith("/new-name/"))
            path = path.mid(9);
        const QByteArray start = QByteArray("/") + kRepository + "/resolve/";
        if (!path.startsWith(start) ||
            (!behaviour.token.isEmpty() && request.authorization != "Bearer " + behaviour.token))
            return refusal();
        const auto parts = path.mid(start.size()).split('/');
        const QByteArray revision = QByteArray::fromPercentEncoding(parts.value(0));
        if (revision != "main" && revision != "refs/pr/1" && revision != kCommit)
            return {"404 Not Found", "X-Error-Code: RevisionNotFound\r\n", {}};
        const auto found = held.find(QByteArray::fromPercentEncoding(parts.value(1)));
        if (parts.size() != 2 || found == held.end())
            return {"404 Not Found", "X-Error-Code: EntryNotFound\r\n", {}};
        const File& file = found->second;
        QByteArray headers = QByteArray("X-Repo-Commit: ") + kCommit + "\r\n";
        if (behaviour.noHashes)
            return {"200 OK", headers, file.bytes};
        if (file.size == Size::Small)
            return {"200 OK", headers + "ETag: W/\"" + file.hash + "\"\r\n", file.bytes};
        headers += "X-Linked-Etag: \"" + file.hash + "\"\r\nX-Linked-Size: " +
                   QByteArray::number(behaviour.announced < 0 ? file.bytes.size() : behaviour.announced) +
                   "\r\nETag: \"of the redirect\"\r\nLocation: http://127.0.0.1:" + QByteArray::number(filesPort_) +
                   "/blob/" + file.hash + "?signature=secret\r\n";
        return {"302 Found", headers, "Found. Redirecting"};
    }

    /// /blob/HASH
    [[nodiscard]] Reply largeFile(const Request& request) const {
        const QByteArray hash = request.path.mid(6, 64);
        for (const auto& [name, file] : held) {
            if (file.hash != hash)
                continue;
            QByteArray bytes = file.bytes;
            if (behaviour.damaged)
                bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
            if (behaviour.shortened)
                bytes.chop(1);
            if (request.range.isEmpty() || behaviour.ignoresRanges)
                return {"200 OK", {}, bytes};
            const qint64 from = request.range.mid(6, request.range.indexOf('-') - 6).toLongLong();
            return {"206 Partial Content",
                    "Content-Range: bytes " + QByteArray::number(from) + '-' + QByteArray::number(bytes.size() - 1) +
                        '/' + QByteArray::number(bytes.size()) + "\r\n",
                    bytes.mid(from)};
        }
        return {"404 Not Found", {}, {}};
    }

    QTcpServer hub_;
    QTcpServer files_;
    quint16 hubPort_ = 0;
    quint16 filesPort_ = 0;
};

HubServer::HubServer() : answering_(new Answering) {
    answering_->moveToThread(&thread_);
    QObject::connect(&thread_, &QThread::finished, answering_, &QObject::deleteLater);
    thread_.start();
}

HubServer::~HubServer() {
    thread_.quit();
    thread_.wait();
}

QString HubServer::endpoint() const {
    return QStringLiteral("http://127.0.0.1:%1").arg(answering_->hubPort());
}

std::string HubServer::put(const std::string& name, const QByteArray& bytes, Size size) {
    const std::lock_guard lock(answering_->mutex);
    File file{bytes, size, hashOf(bytes, size)};
    const std::string hash = file.hash.toStdString();
    answering_->held[QByteArray::fromStdString(name)] = std::move(file);
    return hash;
}

void HubServer::behave(const Behaviour& behaviour) {
    const std::lock_guard lock(answering_->mutex);
    answering_->behaviour = behaviour;
}

std::vector<HubServer::Request> HubServer::requests() const {
    const std::lock_guard lock(answering_->mutex);
    return answering_->asked;
}

void HubServer::forgetRequests() {
    const std::lock_guard lock(answering_->mutex);
    answering_->asked.clear();
}

} // namespace tvlt
