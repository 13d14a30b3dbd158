#include "core/parity/report.h"

#include <algorithm>

namespace tvlt {

int ParityReport::passed() const {
    return static_cast<int>(
        std::count_if(results.begin(), results.end(), [](const ParityResult& r) { return r.passed; }));
}

int ParityReport::failed() const {
    return static_cast<int>(results.size()) - passed();
}

} // namespace tvlt
