#pragma once

#include "app/hub/http.h"
#include "app/hub/hub_store.h"
#include "app/hub/transfer_progress.h"
#include "core/checkpoint/hub_id.h"

namespace tvlt {

/// The address of a file in a revision: ENDPOINT/REPOSITORY/resolve/REVISION/FILE.
[[nodiscard]] QUrl hubUrl(const HubSettings& settings, const HubId& id, const std::string& revision,
                          const std::string& file);

/// One repository of a hub, ready to be asked. What it refers to must outlive it.
struct HubSource {
    const HubId& id;
    const HubSettings& settings;
    Http& http;
};

/// Brings a file's blob into the cache, alone by its lock. Goes on with what an earlier try left, and asks again when
/// the line breaks. The blob gets its name only with the announced size and hash; else it is thrown away. Throws
/// Exception; after Cancelled, and after a line that stays broken, what came is kept.
void fetchBlob(const HubFile& file, const std::string& commit, const HubStore& store, const HubSource& source,
               TransferProgress& progress, const Job& job);

} // namespace tvlt
