#pragma once

#include <QColor>

namespace tvlt::palette {

// One colour per meaning, in figures and on screen. The two accents differ in lightness too, so they survive a print
// in greys.
inline constexpr QColor kVideo{0x1f, 0x6f, 0xb4};      ///< pixels: frame marks, curves of the pixel modality
inline constexpr QColor kAudio{0xd9, 0x7b, 0x0f};      ///< audio: waveform, curves of the audio modality
inline constexpr QColor kWhole{0x12, 0x80, 0x6a};      ///< the clip as a whole: curves of matching and of the task
inline constexpr QColor kWarning{0xb3, 0x26, 0x1e};    ///< untrained weights, damage: what nobody may overlook
inline constexpr QColor kHiddenFill{0xe4, 0xe4, 0xe7}; ///< under the hatching of a hidden patch
inline constexpr QColor kHiddenLine{0x83, 0x83, 0x8c}; ///< the hatching
inline constexpr QColor kPinned{0xff, 0xd2, 0x3f};     ///< the corner of a patch that was hidden or shown by hand
inline constexpr QColor kInk{0x1a, 0x1a, 0x1a};        ///< text and axes on paper
inline constexpr QColor kFaintInk{0x6b, 0x6b, 0x70};   ///< secondary text, leaders

} // namespace tvlt::palette
