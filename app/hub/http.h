#pragma once

#include "app/hub/hub_settings.h"
#include "core/base/job.h"

#include <QString>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>

class QNetworkAccessManager;
class QNetworkReply;
class QNetworkRequest;

namespace tvlt {

/// What a host answered.
struct HttpAnswer {
    int status = 0;                           ///< 0: nothing came
    std::map<QByteArray, QByteArray> headers; ///< names in lower case
    QString broken;                           ///< why the answer did not come, or not whole; empty: it did

    [[nodiscard]] QByteArray header(const QByteArray& name) const;
    [[nodiscard]] bool fine() const { return status >= 200 && status < 300 && broken.isEmpty(); }
    [[nodiscard]] bool isRedirect() const { return status >= 300 && status < 400 && !header("location").isEmpty(); }
    /// Whether asking again may bring more: the line broke, or the host is overloaded.
    [[nodiscard]] bool isPassing() const {
        return !broken.isEmpty() || status == 408 || status == 429 || status >= 500;
    }
};

/// Asks hosts, one question at a time, on the thread that made it; that thread waits, so it is never the GUI's. The
/// token goes to the hub's own scheme, host and port and nowhere else. A redirect from https to http is refused. Throws
/// Cancelled as soon as the job is stopped.
class Http {
  public:
    Http(const HubSettings& settings, Job job);
    ~Http();
    Http(const Http&) = delete;
    Http& operator=(const Http&) = delete;

    /// The headers alone. Redirects are followed within the hub; one to another host is the answer, its headers joined
    /// to those that came before.
    [[nodiscard]] HttpAnswer head(const QUrl& url);
    /// A file from byte `from` on, wherever redirects lead. `take` gets the bytes of an answer of status 200 or 206, as
    /// they come; what it throws ends the transfer and is thrown here.
    using Take = std::function<void(const HttpAnswer& soFar, const QByteArray& bytes)>;
    [[nodiscard]] HttpAnswer get(const QUrl& url, std::uint64_t from, const Take& take);

  private:
    [[nodiscard]] QNetworkRequest request(const QUrl& url) const;
    [[nodiscard]] HttpAnswer finish(std::unique_ptr<QNetworkReply> reply, const Take& take);

    const HubSettings& settings_;
    Job job_;
    std::unique_ptr<QNetworkAccessManager> manager_;
};

} // namespace tvlt
