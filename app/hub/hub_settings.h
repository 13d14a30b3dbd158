#pragma once

#include <QByteArray>
#include <QUrl>

#include <chrono>
#include <filesystem>
#include <string>

namespace tvlt {

/// Which hub is asked, and how. A plain value.
struct HubSettings {
    QUrl endpoint{QStringLiteral("https://huggingface.co")};
    QByteArray token;                          ///< sent to the endpoint alone; empty: none
    std::string tokenFrom;                     ///< "HF_TOKEN" or the file that holds it
    bool offline = false;                      ///< no host may be asked
    std::filesystem::path cache;               ///< where files are kept, see hubRepositoryFolder()
    std::chrono::milliseconds timeout{30'000}; ///< without a byte
    int retries = 5;                           ///< in a row that bring no byte
    std::chrono::milliseconds pause{1'000};    ///< before the first of them; doubled for each other
};

/// As huggingface_hub reads the environment: HF_ENDPOINT; HF_TOKEN, else the file HF_TOKEN_PATH or HF_HOME/token;
/// HF_HUB_OFFLINE and TRANSFORMERS_OFFLINE (1, on, yes, true). `cache`: empty: hubCacheFolder(). Throws BadInput for an
/// endpoint that is no http or https address.
[[nodiscard]] HubSettings hubSettings(const std::filesystem::path& cache = {});

} // namespace tvlt
