#include "core/base/file.h"

#include "core/base/error.h"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <system_error>
#include <unistd.h>

namespace tvlt {

namespace fs = std::filesystem;

namespace {

std::uintmax_t checkedSize(const fs::path& path, std::uintmax_t limit) {
    std::error_code ec;
    const auto status = fs::status(path, ec);
    if (!fs::exists(status))
        throwNotFound("no such file", path.string(), "Check the path.");
    if (fs::is_directory(status))
        throwBadInput("is a folder, not a file", path.string());
    if (!fs::is_regular_file(status))
        throwBadInput("is not a regular file", path.string(), "Copy its content into a file first.");
    const auto size = fs::file_size(path, ec);
    if (ec)
        throwBadInput("cannot be read: " + ec.message(), path.string());
    if (size > limit)
        throwBadInput("is " + std::to_string(size) + " bytes long, more than the " + std::to_string(limit) +
                          " that are accepted here",
                      path.string());
    return size;
}

template <class Buffer> Buffer readInto(const fs::path& path, std::uintmax_t limit) {
    Buffer buffer;
    buffer.resize(static_cast<std::size_t>(checkedSize(path, limit)));
    std::ifstream in(path, std::ios::binary);
    if (!in)
        throwBadInput(std::string("cannot be opened: ") + std::strerror(errno), path.string(),
                      "Check its permissions.");
    in.read(reinterpret_cast<char*>(buffer.data()), static_cast<std::streamsize>(buffer.size()));
    if (static_cast<std::size_t>(in.gcount()) != buffer.size())
        throwBadInput("ended early while it was read: it may have changed", path.string(), "Try again.");
    return buffer;
}

/// 0, or the error's number. Some file systems find out only now that there is no room.
int syncToDisk(const fs::path& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    const int failed = ::fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP ? 0 : errno; // those cannot sync at all
    ::close(fd);
    return failed;
}

/// A hidden name for what will be `path`, with its extension: one for each write, as two of the same path may overlap.
/// No longer than file systems take, however long path's is.
std::string temporaryName(const fs::path& path) {
    static std::atomic<unsigned> writes{0};
    constexpr std::size_t longest = 100;
    std::string name = path.stem().string();
    if (name.size() > longest)
        name = name.substr(0, longest) + "-" + std::to_string(std::hash<std::string>()(name));
    const std::string extension = path.extension().string();
    return "." + name + "." + std::to_string(::getpid()) + "-" + std::to_string(++writes) + ".part" +
           (extension.size() > 32 ? "" : extension);
}

[[noreturn]] void cannotBeWritten(const fs::path& path, int number) {
    throwBadInput(std::string("cannot be written: ") + std::strerror(number), path.string(),
                  "Check permissions and free space.");
}

/// 0, or the error's number.
int renamed(const fs::path& from, const fs::path& to) {
    return std::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

/// Exchanges two folders beside each other; 0, or the error's number. Some file systems (NFS) cannot do it in one go:
/// there `folder` is missing for a moment.
int exchange(const fs::path& fresh, const fs::path& folder) {
    if (::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, folder.c_str(), RENAME_EXCHANGE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return errno;
    const fs::path old = fs::path(fresh).replace_extension(".old");
    std::error_code ec;
    fs::remove_all(old, ec); // left by a program that died; `folder` is newer
    if (const int failed = renamed(folder, old); failed != 0)
        return failed;
    if (const int failed = renamed(fresh, folder); failed != 0) {
        (void)renamed(old, folder);
        return failed;
    }
    (void)renamed(old, fresh);
    return 0;
}

} // namespace

std::vector<std::byte> readFile(const fs::path& path, std::uintmax_t limit) {
    return readInto<std::vector<std::byte>>(path, limit);
}

std::string readTextFile(const fs::path& path, std::uintmax_t limit) {
    return readInto<std::string>(path, limit);
}

void writeAtomically(const fs::path& path, const std::function<void(const fs::path&)>& write, Sync sync) {
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    std::error_code ec;
    if (!fs::is_directory(folder, ec))
        throwNotFound("no such folder", folder.string(), "Create it, or choose another place.");
    const fs::path temporary = folder / temporaryName(path);
    try {
        write(temporary);
        if (const int failed = sync == Sync::First ? syncToDisk(temporary) : 0; failed != 0)
            cannotBeWritten(path, failed);
        if (const int failed = renamed(temporary, path); failed != 0)
            cannotBeWritten(path, failed);
    } catch (...) {
        fs::remove(temporary, ec);
        throw;
    }
    if (sync == Sync::First)
        (void)syncToDisk(folder); // the file is whole either way
}

void writeFileAtomically(const fs::path& path, std::string_view bytes, Sync sync) {
    const auto write = [&](const fs::path& temporary) {
        std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        out.flush();
        if (!out)
            cannotBeWritten(path, errno);
    };
    writeAtomically(path, write, sync);
}

void replaceFolder(const fs::path& folder, const std::function<void(const fs::path&)>& write) {
    const fs::path parent = folder.has_parent_path() ? folder.parent_path() : fs::path(".");
    const fs::path fresh = parent / ("." + folder.filename().string() + ".part");
    std::error_code ec;
    fs::remove_all(fresh, ec); // left by a program that died
    fs::create_directories(fresh, ec);
    if (ec)
        throwBadInput("cannot be created: " + ec.message(), fresh.string(), "Check permissions and free space.");
    try {
        write(fresh);
        if (const int failed = syncToDisk(fresh); failed != 0)
            cannotBeWritten(folder, failed);
        if (const int failed = fs::exists(folder, ec) ? exchange(fresh, folder) : renamed(fresh, folder); failed != 0)
            cannotBeWritten(folder, failed);
    } catch (...) {
        fs::remove_all(fresh, ec);
        throw;
    }
    (void)syncToDisk(parent);
    fs::remove_all(fresh, ec);
}

} // namespace tvlt
