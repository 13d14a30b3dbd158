#include "core/checkpoint/container/zip_container.h"

#include "core/base/error.h"

#include <string_view>
#include <zip.h>

namespace tvlt {

namespace {

constexpr std::int64_t maxEntries = 100'000;
constexpr std::size_t maxNameBytes = 1000;
constexpr const char* remedy = "Download or copy the file again.";

/// Whether every part of the name stays inside the archive's own folder.
bool isSafeName(std::string_view name) {
    if (name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos ||
        name.find(':') != std::string_view::npos)
        return false;
    for (std::size_t start = 0; start <= name.size();) {
        const std::size_t end = std::min(name.find('/', start), name.size());
        if (name.substr(start, end - start) == "..")
            return false;
        start = end + 1;
    }
    return true;
}

zip* open(const std::filesystem::path& path) {
    int code = 0;
    zip* archive = zip_open(path.c_str(), ZIP_RDONLY, &code);
    if (archive != nullptr)
        return archive;
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const std::string text = zip_error_strerror(&error);
    zip_error_fini(&error);
    if (code == ZIP_ER_NOENT)
        throwNotFound("no such file", path.string(), "Check the path.");
    throwBadInput("cannot be opened as a zip archive: " + text, path.string(), remedy);
}

} // namespace

ZipContainer::ZipContainer(const std::filesystem::path& path)
    : where_(path.string()), archive_(open(path), [](zip* archive) {
          zip_discard(archive);
          return 0;
      }) {
    const std::uint64_t fileSize = std::filesystem::file_size(path);
    const std::int64_t count = zip_get_num_entries(archive_.get(), 0);
    if (count > maxEntries)
        throwBadInput("holds " + std::to_string(count) + " entries, more than " + std::to_string(maxEntries), where_);
    std::uint64_t total = 0;
    for (std::int64_t i = 0; i < count; ++i) {
        const auto index = static_cast<std::uint64_t>(i);
        zip_stat_t info;
        zip_stat_init(&info);
        constexpr std::uint64_t needed = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_METHOD;
        if (zip_stat_index(archive_.get(), index, ZIP_FL_ENC_RAW, &info) != 0 || (info.valid & needed) != needed)
            throwBadInput("entry " + std::to_string(i) + " cannot be read", where_, remedy);
        const std::string name = info.name;
        if (name.size() > maxNameBytes)
            throwBadInput("entry " + std::to_string(i) + " has a name of " + std::to_string(name.size()) + " bytes",
                          where_, "The file was not written by torch.save; do not trust it.");
        if (!isSafeName(name))
            throwBadInput("entry \"" + name + "\" has a path that leaves the archive", where_,
                          "The file was not written by torch.save; do not trust it.");
        if (info.comp_method != ZIP_CM_STORE)
            throwBadInput("entry \"" + name + "\" is compressed, which torch.save never does", where_,
                          "Load and save it with PyTorch.");
        if ((info.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && info.encryption_method != ZIP_EM_NONE)
            throwBadInput("entry \"" + name + "\" is encrypted", where_);
        // Stored entries cannot hold more than the file: this ends bombs made of overlapping entries too.
        if (info.size > fileSize || (total += info.size) > fileSize)
            throwBadInput("its entries claim more bytes than the file has (" + std::to_string(fileSize) + ")", where_,
                          remedy);
        if (!entries_.emplace(name, Entry{index, info.size}).second)
            throwBadInput("entry \"" + name + "\" is there twice", where_,
                          "The file was not written by torch.save; do not trust it.");
    }
}

ZipContainer::~ZipContainer() = default;

void ZipContainer::read(const std::string& name, std::span<std::byte> bytes) const {
    const auto found = entries_.find(name);
    if (found == entries_.end())
        throwBadInput("has no entry \"" + name + "\"", where_, remedy);
    if (found->second.size != bytes.size())
        throwBadInput("entry \"" + name + "\" has " + std::to_string(found->second.size) + " bytes where " +
                          std::to_string(bytes.size()) + " belong",
                      where_, remedy);
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(
        zip_fopen_index(archive_.get(), found->second.index, 0), zip_fclose);
    std::size_t done = 0;
    while (file && done < bytes.size()) {
        const zip_int64_t got = zip_fread(file.get(), bytes.data() + done, bytes.size() - done);
        if (got <= 0)
            break;
        done += static_cast<std::size_t>(got);
    }
    // libzip compares the checksum when it is asked for more at the end.
    std::byte beyond{};
    if (!file || done != bytes.size() || zip_fread(file.get(), &beyond, 1) != 0)
        throwBadInput("entry \"" + name +
                          "\" is damaged: " + (file ? zip_file_strerror(file.get()) : zip_strerror(archive_.get())),
                      where_, remedy);
}

std::vector<std::byte> ZipContainer::readAll(const std::string& name, std::uint64_t limit) const {
    const auto found = entries_.find(name);
    const std::uint64_t size = found == entries_.end() ? 0 : found->second.size;
    if (size > limit)
        throwBadInput("entry \"" + name + "\" is " + std::to_string(size) + " bytes long, more than the " +
                          std::to_string(limit) + " that are accepted here",
                      where_);
    std::vector<std::byte> bytes(static_cast<std::size_t>(size));
    read(name, bytes);
    return bytes;
}

} // namespace tvlt
