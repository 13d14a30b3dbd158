#pragma once

namespace tvlt {

/// How a figure looks that has nothing else to choose. The defaults are those of `tvlt` and of the window's export.
struct FigureLook {
    double widthMm = 180.0; ///< two columns of a journal; 80 to 1000; the height follows from the content
    double fontPt = 7.0;    ///< 4 to 14
    int dpi = 300;          ///< PNG only, 30 to 1200
    bool operator==(const FigureLook&) const = default;
};

/// Throws BadInput for a look out of range.
void checkLook(const FigureLook& look);
/// The font's size in a figure's units (kUnitsPerMm).
[[nodiscard]] double lookFontSize(const FigureLook& look);

} // namespace tvlt
