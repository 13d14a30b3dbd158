#pragma once

#include <functional>

namespace tvlt {

/// Calls work(0) … work(count - 1), spread over the machine's cores; returns when all are done. The first exception
/// stops the rest and is thrown again here.
void forEachInParallel(int count, const std::function<void(int)>& work);

} // namespace tvlt
