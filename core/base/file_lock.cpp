#include "core/base/file_lock.h"

#include "core/base/error.h"

#include <sys/file.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

namespace tvlt {

namespace fs = std::filesystem;

FileLock::FileLock(const fs::path& path, const Job& job, const std::string& stage) {
    std::error_code ec;
    fs::create_directories(path.parent_path(), ec);
    const int how = fs::is_directory(path, ec) ? O_RDONLY | O_DIRECTORY : O_RDWR | O_CREAT;
    file_ = ::open(path.c_str(), how | O_CLOEXEC, 0664);
    if (file_ < 0)
        throwBadInput(std::string("cannot be written: ") + std::strerror(errno), path.string(),
                      "Check permissions and free space, or choose another place.");
    // File systems without such locks (ENOLCK, EOPNOTSUPP; EBADF for folders on NFS) do without.
    while (::flock(file_, LOCK_EX | LOCK_NB) != 0 && (errno == EWOULDBLOCK || errno == EINTR)) {
        if (job.stop.stop_requested()) {
            ::close(file_);
            throwCancelled();
        }
        job.progress(0.0, stage);
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
}

FileLock::~FileLock() {
    ::close(file_);
}

} // namespace tvlt
