#pragma once

#include "core/base/job.h"

#include <filesystem>
#include <string>

namespace tvlt {

/// A lock that programs of one or several machines agree on by a file, as huggingface_hub does (flock): who holds it is
/// alone, and it ends with the program that holds it, however that ends. The file is made where there is none, and
/// stays; a folder can be locked itself.
class FileLock {
  public:
    /// Waits for others, saying so by `stage`. Throws Cancelled, and BadInput for a file that cannot be made.
    FileLock(const std::filesystem::path& path, const Job& job, const std::string& stage);
    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

  private:
    int file_ = -1;
};

} // namespace tvlt
