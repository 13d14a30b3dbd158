#pragma once

#include <QColor>
#include <QPainterPath>

#include <string>
#include <vector>

namespace tvlt {

/// How the points of one group are told from those of others: by colour and by shape.
struct GroupStyle {
    QColor color;
    QPainterPath marker; ///< about (0, 0), of radius 1
};

/// Of group `index`, counted from 0; from the eighth group on they repeat.
[[nodiscard]] GroupStyle groupStyle(std::size_t index);

/// A group for each point, by its name, in the order in which names first appear.
struct Groups {
    std::vector<std::string> names;
    std::vector<std::size_t> of; ///< one a point: an index of `names`
};
[[nodiscard]] Groups groupsOf(const std::vector<std::string>& nameOfEach);

} // namespace tvlt
