#include "core/base/priority.h"

#include <sys/resource.h>

namespace tvlt {

void giveWay() {
    constexpr int kNiceness = 5;
    if (::getpriority(PRIO_PROCESS, 0) < kNiceness)
        (void)::setpriority(PRIO_PROCESS, 0, kNiceness); // at worst it stays as it is
}

} // namespace tvlt
