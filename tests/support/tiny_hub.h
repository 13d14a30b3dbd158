#pragma once

#include "core/base/file.h"
#include "core/checkpoint/checkpoint.h"
#include "tests/core/analysis/support/tiny_checkpoint.h"
#include "tests/support/environment.h"
#include "tests/support/hub_server.h"
#include "tests/support/temp_folder.h"

#include <string_view>

namespace tvlt {

/// A hub with a tiny model that nobody has fetched yet, and an environment that names it and nothing of this machine's.
struct TinyHub {
    TempFolder folder;
    HubServer hub;
    Environment endpoint{"HF_ENDPOINT", hub.endpoint().toStdString()};
    Environment token{"HF_TOKEN", {}};
    Environment tokenPath{"HF_TOKEN_PATH", (folder / "none").string()};
    Environment offline{"HF_HUB_OFFLINE", {}};
    Environment alsoOffline{"TRANSFORMERS_OFFLINE", {}};
    qint64 weightsBytes = 0;

    TinyHub() {
        saveCheckpoint(*tinyCheckpoint(), folder / "model");
        for (const char* name : {"config.json", "preprocessor_config.json", "model.safetensors"}) {
            const auto bytes = QByteArray::fromStdString(readTextFile(folder / "model" / name));
            const bool large = std::string_view(name) == "model.safetensors";
            hub.put(name, bytes, large ? HubServer::Size::Large : HubServer::Size::Small);
            if (large)
                weightsBytes = bytes.size();
        }
    }
};

} // namespace tvlt
