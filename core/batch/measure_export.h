#pragma once

#include "core/batch/batch_table.h"
#include "core/export/npz.h"

#include <cstddef>
#include <string>
#include <vector>

namespace tvlt {

// Some columns of a batch as data, by columnKey(), a value a clip; what was not measured is empty or NaN.

/// clip and a column each.
[[nodiscard]] std::string measuresCsv(const BatchTable& table, const std::vector<std::size_t>& columns);
/// The same as arrays.
[[nodiscard]] std::vector<NpzArray> measureArrays(const BatchTable& table, const std::vector<std::size_t>& columns);

} // namespace tvlt
