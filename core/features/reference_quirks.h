#pragma once

namespace tvlt {

/// Faults of transformers 4.40.2 that are put right here. Comparison with its outputs switches them on again; nothing
/// else does.
struct ReferenceQuirks {
    /// A frame whose first and last axis could both be channels is channels-first, even an 8-bit one (3 × W × 3).
    bool firstAxisIsChannels = false;
    /// Padding by an odd number of pixels gives a frame one row or column smaller than asked.
    bool oddPaddingFallsShort = false;
    /// pixel_mask has (shortest_edge / patch height)² entries a frame, whatever the frames are.
    bool maskFromShortestEdge = false;
    /// A 2-D array of sound is a batch of mono recordings, even one that looks like stereo.
    bool soundMatrixIsBatch = false;
    /// A recording shorter than one hop gives a spectrogram without rows.
    bool shortSoundIsEmpty = false;
    /// The processor's `resample`, meant for sound, also selects the image filter of that number.
    bool resampleReachesImages = false;

    [[nodiscard]] static ReferenceQuirks all() { return {true, true, true, true, true, true}; }
};

} // namespace tvlt
