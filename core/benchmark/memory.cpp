#include "core/benchmark/memory.h"

#include <fstream>
#include <string>

namespace tvlt {

namespace {

/// "VmRSS:   123456 kB" of /proc/self/status.
double statusMb(const std::string& field) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(field + ":"))
            return std::stod(line.substr(field.size() + 1)) / 1024.0;
    return 0.0;
}

} // namespace

double residentMb() {
    return statusMb("VmRSS");
}

double peakResidentMb() {
    return statusMb("VmHWM");
}

void forgetPeak() {
    std::ofstream("/proc/self/clear_refs") << "5";
}

} // namespace tvlt
