#include "app/hub/file_lock.h"

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
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0664);
    if (file_ < 0)
        throwBadInput(std::string("cannot be written: ") + std::strerror(errno), path.string(),
                      "Check permissions and free space, or choose another cache by HF_HUB_CACHE.");
    // File systems without locks (ENOLCK, EOPNOTSUPP) do without: two programs then fetch the same file.
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
