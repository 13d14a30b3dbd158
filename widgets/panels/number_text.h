#pragma once

#include <QString>

#include <optional>

namespace tvlt {

/// With that many decimals; a dash for what is not there.
[[nodiscard]] inline QString numberText(const std::optional<double>& value, int decimals) {
    return value ? QString::number(*value, 'f', decimals) : QStringLiteral("–");
}

} // namespace tvlt
