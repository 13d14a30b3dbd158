#pragma once

namespace tvlt {

/// Freed memory stays in the process for the next pass, since fresh pages cost more than the arithmetic, and threads
/// share few heaps. Call at program start; again does no harm.
void keepFreedMemory();

} // namespace tvlt
