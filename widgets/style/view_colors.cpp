#include "widgets/style/view_colors.h"

#include "widgets/figure/palette.h"

#include <QPalette>

namespace tvlt {
namespace {

QColor mix(const QColor& a, const QColor& b, double share) {
    return QColor::fromRgbF(static_cast<float>(a.redF() * (1 - share) + b.redF() * share),
                            static_cast<float>(a.greenF() * (1 - share) + b.greenF() * share),
                            static_cast<float>(a.blueF() * (1 - share) + b.blueF() * share));
}

} // namespace

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::Window).lightnessF() < 0.5F;
}

ViewColors viewColors(const QPalette& palette) {
    const bool dark = isDark(palette);
    ViewColors colors;
    colors.background = palette.color(QPalette::Base);
    colors.text = palette.color(QPalette::Text);
    colors.quiet = mix(colors.text, colors.background, 0.38);
    colors.line = mix(colors.text, colors.background, 0.80);
    colors.accent = palette.color(QPalette::Highlight);
    colors.video = dark ? QColor(0x6c, 0xb2, 0xf0) : palette::kVideo;
    colors.audio = dark ? QColor(0xf0, 0xb0, 0x5c) : palette::kAudio;
    colors.hiddenFill = dark ? QColor(0x30, 0x35, 0x3e) : palette::kHiddenFill;
    colors.hiddenLine = dark ? QColor(0x8a, 0x93, 0xa3) : palette::kHiddenLine;
    colors.warning = dark ? QColor(0xf0, 0xb8, 0x4a) : palette::kWarning;
    colors.error = dark ? QColor(0xf0, 0x71, 0x78) : QColor(0xb3, 0x26, 0x1e);
    return colors;
}

} // namespace tvlt
