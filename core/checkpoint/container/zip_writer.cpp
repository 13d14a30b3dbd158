#include "core/checkpoint/container/zip_writer.h"

#include "core/base/error.h"
#include "core/base/file.h"

#include <memory>
#include <zip.h>

namespace tvlt {

void writeStoredZip(const std::filesystem::path& path, const std::vector<StoredEntry>& entries) {
    writeAtomically(path, [&](const std::filesystem::path& temporary) {
        int code = 0;
        std::unique_ptr<zip_t, void (*)(zip_t*)> archive(zip_open(temporary.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code),
                                                         zip_discard);
        if (!archive)
            throwBadInput("cannot be written", path.string(), "Check permissions and free space.");
        const auto fail = [&] {
            throwBadInput(std::string("cannot be written: ") + zip_strerror(archive.get()), path.string(),
                          "Check permissions and free space.");
        };
        for (const StoredEntry& entry : entries) {
            zip_source_t* source = zip_source_buffer(archive.get(), entry.bytes.data(), entry.bytes.size(), 0);
            const zip_int64_t index =
                source != nullptr ? zip_file_add(archive.get(), entry.name.c_str(), source, ZIP_FL_ENC_UTF_8) : -1;
            if (index < 0) {
                zip_source_free(source);
                fail();
            }
            if (zip_set_file_compression(archive.get(), static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0) != 0)
                fail();
        }
        if (zip_close(archive.get()) != 0) // reads the entries' bytes
            fail();
        static_cast<void>(archive.release()); // freed by zip_close
    });
}

} // namespace tvlt
