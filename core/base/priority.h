#pragma once

namespace tvlt {

/// The calling thread, and those that it begins from now on, take the processor after the threads that do not: a window
/// paints at once beside them, and they lose little (nice(2), which Linux keeps by thread).
void giveWay();

} // namespace tvlt
