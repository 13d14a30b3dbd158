#include "app/hub/hub_failure.h"

#include "core/base/error.h"

namespace tvlt {

namespace {

constexpr const char* kNoAccess = "It may also be no hub id at all: check the spelling, or the path if it is one.";

/// 401 and 403: the hub does not tell strangers which repositories there are.
[[noreturn]] void throwRefused(const HttpAnswer& answer, const HubId& id, const std::string& where,
                               const HubSettings& settings) {
    const bool gated = answer.header("x-error-code") == "GatedRepo";
    const std::string page = hubAddress(settings) + "/" + id.repository;
    if (gated && settings.token.isEmpty())
        throwBadInput("is gated: its owner gives access to those who ask", where,
                      "Ask for it at " + page + ", and set HF_TOKEN to a token of your account.");
    if (gated)
        throwBadInput("is gated, and the account of the token in " + settings.tokenFrom + " has no access yet", where,
                      "Ask for it at " + page + ".");
    if (settings.token.isEmpty())
        throwNotFound("is not there, or is private", where,
                      std::string("Set HF_TOKEN to a token that may read it. ") + kNoAccess);
    throwNotFound("is not there, or the token in " + settings.tokenFrom + " may not read it", where,
                  std::string("Check the token. ") + kNoAccess);
}

} // namespace

std::string hubAddress(const HubSettings& settings) {
    return settings.endpoint.toString(QUrl::RemoveUserInfo).toStdString();
}

std::string hubPlace(const HubId& id, const std::string& file, const HubSettings& settings) {
    return id.text() + (file.empty() ? "" : ", " + file) + ", at " + hubAddress(settings);
}

void throwHubFailure(const HttpAnswer& answer, const HubId& id, const std::string& file, const HubSettings& settings) {
    const std::string where = hubPlace(id, file, settings);
    if (answer.status == 0)
        throwNotFound("cannot be reached (" + answer.broken.toStdString() + ")", where,
                      "Check the connection, the proxy and HF_ENDPOINT, or copy the model here by other means and open "
                      "its folder.");
    if (!answer.broken.isEmpty())
        throwBadInput("broke off (" + answer.broken.toStdString() + ")", where,
                      "Ask again: what has come is kept, and the download goes on from there.");
    switch (answer.status) {
    case 401:
    case 403:
        throwRefused(answer, id, where, settings);
    case 404:
        if (answer.header("x-error-code") == "RevisionNotFound")
            throwNotFound("has no revision \"" + id.revision + "\"", where, "Check the name behind the @.");
        throwNotFound("is not there", where, kNoAccess);
    case 429:
        throwBadInput("is refused for now: too many requests", where, "Wait some minutes, or set HF_TOKEN.");
    default:
        throwBadInput("is not given: the host answers with status " + std::to_string(answer.status), where,
                      "Try again later.");
    }
}

} // namespace tvlt
