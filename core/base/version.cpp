#include "core/base/version.h"

namespace tvlt {

const char* version() {
    return TVLT_VERSION;
}

} // namespace tvlt
