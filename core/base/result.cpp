#include "core/base/result.h"

#include "core/base/printable.h"

#include <algorithm>
#include <string>

namespace tvlt {

Error currentError() noexcept {
    try {
        throw;
    } catch (const Exception& e) {
        return e.error();
    } catch (const std::bad_alloc&) {
        return {Error::Kind::OutOfMemory,
                "not enough memory",
                {},
                "Close other programs, or take fewer frames or a shorter segment."};
    } catch (const std::exception& e) {
        // LibTorch puts a backtrace behind the first line of its messages.
        std::string text = e.what();
        const bool memory =
            text.find("out of memory") != std::string::npos || text.find("can't allocate memory") != std::string::npos;
        text.resize(std::min(text.size(), text.find('\n')));
        text = printable(text);
        if (memory)
            return {Error::Kind::OutOfMemory, text, {}, "Take fewer frames or a shorter segment, or run on the CPU."};
        return {Error::Kind::Internal, text, {}, {}};
    } catch (...) {
        return {Error::Kind::Internal, "unknown failure", {}, {}};
    }
}

} // namespace tvlt
