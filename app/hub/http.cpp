#include "app/hub/http.h"

#include "core/base/error.h"
#include "core/base/version.h"

#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>

#include <exception>

namespace tvlt {

namespace {

constexpr int kMostRedirects = 5;
constexpr qint64 kReadAhead = 4 << 20; // bytes that wait for a slow disk

bool sameOrigin(const QUrl& a, const QUrl& b) {
    const auto port = [](const QUrl& url) { return url.port(url.scheme() == "https" ? 443 : 80); };
    return a.scheme() == b.scheme() && a.host() == b.host() && port(a) == port(b);
}

/// Where a redirect leads. Throws BadInput for places that are not asked.
QUrl target(const QUrl& from, const HttpAnswer& answer) {
    QUrl to = from.resolved(QUrl::fromEncoded(answer.header("location")));
    const bool secure = to.scheme() == "https" || (to.scheme() == "http" && from.scheme() == "http");
    if (!to.isValid() || to.host().isEmpty() || !secure)
        throwBadInput("leads to an address that is not asked: " + answer.header("location").toStdString(),
                      from.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery).toStdString(),
                      "Tell those who run this host.");
    return to;
}

void readHeaders(const QNetworkReply& reply, HttpAnswer& answer) {
    answer.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    for (const auto& [name, value] : reply.rawHeaderPairs())
        answer.headers[name.toLower()] = value;
}

} // namespace

QByteArray HttpAnswer::header(const QByteArray& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? QByteArray() : found->second;
}

Http::Http(const HubSettings& settings, Job job)
    : settings_(settings), job_(std::move(job)), manager_(std::make_unique<QNetworkAccessManager>()) {}

Http::~Http() = default;

QNetworkRequest Http::request(const QUrl& url) const {
    QNetworkRequest request(url);
    // Redirects are looked at here, one by one: Qt would send the token along.
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false); // one file at a time gains nothing by it
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setTransferTimeout(static_cast<int>(settings_.timeout.count()));
    request.setRawHeader("User-Agent", QByteArray("tvlt-workbench/") + version());
    request.setRawHeader("Accept-Encoding", "identity"); // sizes and ranges are those of the file
    if (!settings_.token.isEmpty() && sameOrigin(url, settings_.endpoint))
        request.setRawHeader("Authorization", "Bearer " + settings_.token);
    return request;
}

HttpAnswer Http::finish(std::unique_ptr<QNetworkReply> reply, const Take& take) {
    HttpAnswer answer;
    QEventLoop loop;
    std::exception_ptr thrown; // Qt's loop takes none through
    reply->setReadBufferSize(kReadAhead);
    const auto read = [&] {
        readHeaders(*reply, answer);
        const QByteArray bytes = reply->readAll();
        if (!take || thrown || (answer.status != 200 && answer.status != 206))
            return;
        try {
            take(answer, bytes);
        } catch (...) {
            thrown = std::current_exception();
            reply->abort();
        }
    };
    QObject::connect(reply.get(), &QNetworkReply::readyRead, &loop, read);
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    {
        const std::stop_callback stop(job_.stop, [&] { // on any thread
            QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
        });
        if (!reply->isFinished())
            loop.exec();
    }
    reply->disconnect(&loop);
    if (!thrown)
        job_.check();
    if (!thrown && reply->bytesAvailable() > 0)
        read();
    if (thrown)
        std::rethrow_exception(thrown);
    readHeaders(*reply, answer);
    const bool told = answer.status >= 300; // by the status, not by Qt's words for it
    if (reply->error() == QNetworkReply::OperationCanceledError)
        answer.broken =
            QStringLiteral("no answer for %1 s").arg(static_cast<double>(settings_.timeout.count()) / 1000.0);
    else if (reply->error() != QNetworkReply::NoError && !told)
        answer.broken = reply->errorString();
    return answer;
}

HttpAnswer Http::head(const QUrl& url) {
    QUrl at = url;
    HttpAnswer joined;
    for (int i = 0; i <= kMostRedirects; ++i) {
        job_.check();
        HttpAnswer answer = finish(std::unique_ptr<QNetworkReply>(manager_->head(request(at))), {});
        joined.status = answer.status;
        joined.broken = answer.broken;
        joined.headers.erase("location");
        for (const auto& [name, value] : answer.headers)
            joined.headers[name] = value;
        if (!answer.isRedirect())
            return joined;
        at = target(at, answer);
        if (!sameOrigin(at, settings_.endpoint))
            return joined;
    }
    throwBadInput("leads in circles", url.toString().toStdString(), "Tell those who run this host.");
}

HttpAnswer Http::get(const QUrl& url, std::uint64_t from, const Take& take) {
    QUrl at = url;
    for (int i = 0; i <= kMostRedirects; ++i) {
        job_.check();
        QNetworkRequest asked = request(at);
        if (from > 0)
            asked.setRawHeader("Range", "bytes=" + QByteArray::number(static_cast<qulonglong>(from)) + "-");
        HttpAnswer answer = finish(std::unique_ptr<QNetworkReply>(manager_->get(asked)), take);
        if (!answer.isRedirect())
            return answer;
        at = target(at, answer);
    }
    throwBadInput("leads in circles", url.toString().toStdString(), "Tell those who run this host.");
}

} // namespace tvlt
