#pragma once

#include <QString>

#include <filesystem>

namespace tvlt {

/// A path as core takes it.
[[nodiscard]] inline std::filesystem::path toPath(const QString& path) {
    return path.toStdString();
}

} // namespace tvlt
