#pragma once

#include <QString>

#include <vector>

namespace tvlt {

/// A mark on an axis or a colour bar.
struct Tick {
    double value = 0.0; ///< in the axis' unit
    QString label;
};

/// At most `most` round values (1, 2 or 5 times a power of ten apart) within [low, high], ascending, labelled with the
/// decimals that their step needs. At least one value when high >= low; empty otherwise.
[[nodiscard]] std::vector<Tick> niceTicks(double low, double high, int most);

/// The smallest 1, 1.5, 2, 2.5, 3, 4, 5, 6 or 8 times a power of ten that is at least `value`; 1 for nothing positive.
[[nodiscard]] double niceCeiling(double value);

} // namespace tvlt
