#include "app/workbench/color_map_box.h"

#include <QComboBox>

#include <array>

namespace tvlt {

QComboBox* colorMapBox(const char* objectName, ColorMap chosen) {
    constexpr std::array kMaps{ColorMap::Magma, ColorMap::Inferno, ColorMap::Viridis, ColorMap::Cividis};
    auto* box = new QComboBox;
    box->setObjectName(objectName);
    for (const ColorMap map : kMaps)
        box->addItem(QString::fromUtf8(colorMapName(map).data()), int(map));
    box->setCurrentIndex(box->findData(int(chosen)));
    return box;
}

} // namespace tvlt
