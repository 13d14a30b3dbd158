#pragma once

#include <QIcon>

namespace tvlt {

/// One of resources/icons by name ("play"), painted in the palette's button text colour whatever the theme and scale.
[[nodiscard]] QIcon themedIcon(const QString& name);

} // namespace tvlt
