#pragma once

#include "widgets/figure/color_map.h"
#include "widgets/inspect/inspect_data.h"

#include <QString>

#include <optional>
#include <vector>

namespace tvlt {

/// What a column shows in one of its rows, of the frame at the cursor and of the spectrogram.
enum class ColumnRow { Blank, Original, Masked, Reconstruction, Error };
[[nodiscard]] QString columnRowName(ColumnRow row);

/// One answer beside others: the same clip under another ratio, or another clip or checkpoint under the same mask.
struct ColumnData {
    QString title;
    QString help; ///< tooltip of the title
    InspectData shown;
    /// Added to the shared times: another clip's segment may begin elsewhere in its file, and begins where the first
    /// does.
    double timeShift = 0.0;
    std::optional<double> ratio; ///< that a person can set; none: the title says what it is
};

struct DisplayOptions;

/// Colours that all columns share, so that they can be compared.
struct ColumnScales {
    ColorScale frameError;
    ColorScale soundError; ///< dB
};
[[nodiscard]] ColumnScales columnScales(const std::vector<ColumnData>& columns, const DisplayOptions& display);

/// "MSE 0.0213 · PSNR 24.1 dB" and "MSE 0.0390 · 3.2 dB": of hidden patches; empty where nothing was measured.
[[nodiscard]] QString pixelSummary(const InspectData& shown);
[[nodiscard]] QString audioSummary(const InspectData& shown);

} // namespace tvlt
