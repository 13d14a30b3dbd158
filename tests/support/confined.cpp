#include "tests/support/confined.h"

#include "core/base/result.h"

#include <sys/resource.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <system_error>
#include <unistd.h>

namespace tvlt {

namespace {

constexpr rlim_t kMoreMemory = 64U << 20;

void limit(decltype(RLIMIT_AS) what, rlim_t most) {
    const rlimit limits{most, most};
    if (::setrlimit(what, &limits) != 0)
        std::_Exit(3);
}

rlim_t memoryNow() {
    rlim_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    return pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
}

[[noreturn]] void runChild(const std::function<void()>& work, int to) {
    limit(RLIMIT_CPU, kConfinesMemory ? 1 : 20);
    if (kConfinesMemory)
        limit(RLIMIT_AS, memoryNow() + kMoreMemory);
    limit(RLIMIT_CORE, 0);
    const auto result = guard(work);
    const std::string message = result ? "no error" : result.error().message();
    const bool written = ::write(to, message.data(), message.size()) == static_cast<ssize_t>(message.size());
    std::_Exit(written ? 0 : 3);
}

} // namespace

std::string confined(const std::function<void()>& work) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0)
        throw std::system_error(errno, std::generic_category(), "pipe");
    const pid_t child = ::fork();
    if (child < 0)
        throw std::system_error(errno, std::generic_category(), "fork");
    if (child == 0)
        runChild(work, ends[1]);
    ::close(ends[1]);
    std::string message;
    std::array<char, 4096> chunk{};
    for (ssize_t got = 0; (got = ::read(ends[0], chunk.data(), chunk.size())) > 0;)
        message.append(chunk.data(), static_cast<std::size_t>(got));
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFSIGNALED(status))
        return "ended by signal " + std::to_string(WTERMSIG(status));
    return WEXITSTATUS(status) == 0 ? message : "the limits could not be set";
}

} // namespace tvlt
