#include "app/hub/hub_settings.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/checkpoint/hub_cache.h"

namespace tvlt {

namespace fs = std::filesystem;

namespace {

bool isOn(const char* variable) {
    const QByteArray value = qgetenv(variable).toLower();
    return value == "1" || value == "on" || value == "yes" || value == "true";
}

/// Of a mirror, or of a hub of one's own.
QUrl endpointFrom(QString text) {
    while (text.endsWith('/'))
        text.chop(1);
    QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != "https" && url.scheme() != "http"))
        throwBadInput("is no address of a hub: " + text.toStdString(), "HF_ENDPOINT",
                      "Unset it, or give one that starts with https://.");
    return url;
}

void readToken(HubSettings& settings) {
    settings.token = qgetenv("HF_TOKEN").trimmed();
    settings.tokenFrom = "HF_TOKEN";
    if (!settings.token.isEmpty())
        return;
    const QByteArray named = qgetenv("HF_TOKEN_PATH");
    const fs::path file = named.isEmpty() ? huggingFaceHome() / "token" : fs::path(named.toStdString());
    std::error_code ec;
    if (!fs::is_regular_file(file, ec))
        return;
    settings.token = QByteArray::fromStdString(readTextFile(file, 64 << 10)).trimmed();
    settings.tokenFrom = file.string();
}

} // namespace

HubSettings hubSettings(const fs::path& cache) {
    HubSettings settings;
    if (const QString endpoint = qEnvironmentVariable("HF_ENDPOINT"); !endpoint.isEmpty())
        settings.endpoint = endpointFrom(endpoint);
    readToken(settings);
    settings.offline = isOn("HF_HUB_OFFLINE") || isOn("TRANSFORMERS_OFFLINE");
    settings.cache = cache.empty() ? hubCacheFolder() : cache;
    return settings;
}

} // namespace tvlt
