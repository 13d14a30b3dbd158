#pragma once

#include <QByteArray>
#include <QString>
#include <QThread>

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace tvlt {

/// A hub on this machine that speaks the paths and headers of huggingface.co for one repository: files with their
/// commit, hash and size; large ones by a redirect to a second host (another port). It can be told to misbehave.
/// Answers on a thread of its own; all members may be called from any.
class HubServer {
  public:
    static constexpr const char* kRepository = "some-org/tvlt-tiny";
    static constexpr const char* kCommit = "0123456789abcdef0123456789abcdef01234567";

    HubServer();
    ~HubServer();
    HubServer(const HubServer&) = delete;
    HubServer& operator=(const HubServer&) = delete;

    /// "http://127.0.0.1:PORT"
    [[nodiscard]] QString endpoint() const;

    enum class Size { Small, Large };
    /// Adds or replaces a file. Gives its hash.
    std::string put(const std::string& name, const QByteArray& bytes, Size size);

    /// How it misbehaves. What concerns bodies is of the large files' host.
    struct Behaviour {
        QByteArray token{};         ///< asked for; empty: none
        bool gated = false;         ///< refusals say so
        qint64 cutAfter = -1;       ///< the next body ends after so many bytes of it, once
        bool cutAlways = false;     ///< all of them do
        qint64 stallAfter = -1;     ///< the next body pauses for ever after so many bytes of it, once
        bool damaged = false;       ///< bodies have one wrong byte
        bool shortened = false;     ///< bodies lack their last byte, and Content-Length says so
        bool ignoresRanges = false; ///< the whole file is sent whatever is asked for
        int busy = 0;               ///< so many next answers are "503"
        bool noHashes = false;      ///< like any web server
        qint64 announced = -1;      ///< bytes that large files are said to have
        bool moved = false;         ///< the repository answers by a redirect within the hub
    };
    void behave(const Behaviour& behaviour);

    struct Request {
        QByteArray method;
        QByteArray path;
        bool largeHost = false;
        QByteArray authorization;
        QByteArray range;
        qint64 bodyBytes = 0; ///< that were sent
    };
    [[nodiscard]] std::vector<Request> requests() const;
    void forgetRequests();

  private:
    class Answering;

    QThread thread_;
    Answering* answering_; ///< lives in the thread
};

} // namespace tvlt
