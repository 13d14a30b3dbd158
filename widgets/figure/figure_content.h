#pragma once

#include "widgets/figure/color_bar.h"
#include "widgets/figure/figure_choice.h"
#include "widgets/figure/mask_painter.h"
#include "widgets/figure/mel_axis.h"
#include "widgets/figure/text_block.h"

#include <QImage>
#include <QString>

#include <optional>
#include <vector>

namespace tvlt {

struct Analysis;
struct ClipFeatures;

/// Part of a picture that is framed, in shares of its width and height.
struct FigureOutline {
    std::size_t picture = 0;
    QRectF part;
};

/// One row of a figure: a label and one or more pictures.
struct FigureRow {
    QString label;
    QString warning;               ///< stands under the label whatever the room: "untrained"
    std::vector<QString> details;  ///< further lines, left out where the row is too low for them
    std::vector<QImage> pictures;  ///< one per frame, or the spectrogram
    std::vector<PatchCells> cells; ///< one per picture; empty where the clip has no patches
    bool masked = false;           ///< hidden patches are covered
    bool heatMap = false;          ///< pixels are values: never smoothed
    bool hiddenOnly = false;       ///< patches that are not hidden are left blank
    std::vector<FigureOutline> outlines{};
};

/// What stands beside an error row, or along several rows.
struct RowsColorBar {
    ColorBar bar;
    int firstRow = 0; ///< of its section
    int lastRow = 0;
};

/// Rows that share their geometry: the frames, or the spectrograms.
struct FigureSection {
    std::vector<FigureRow> rows;
    std::vector<RowsColorBar> bars;
};

/// Everything that a reconstruction figure shows, before anything has a place.
struct FigureContent {
    QString title = QStringLiteral("Masked audio-visual reconstruction"); ///< in the file's metadata
    double startTime = 0.0;                                               ///< of the time axis, seconds of the clip
    double endTime = 1.0;
    std::vector<double> frameTimes;
    double spectrogramStart = 0.0; ///< edges of the first and the last column
    double spectrogramEnd = 0.0;
    MelAxis mel;
    FigureSection frames;           ///< no rows: the clip has no picture
    FigureSection spectrograms;     ///< no rows: it has no sound
    std::vector<TextRun> statement; ///< what is not in the figure, and why; empty when all is
    std::vector<TextRun> caption;
};

[[nodiscard]] FigureContent figureContent(const Analysis& analysis, const FigureColors& colors = {});
/// The times and the mel axis, of a content that has neither.
void setAxes(FigureContent& content, const ClipFeatures& features);

/// Share of hidden tokens among those that hold signal, 0 to 1; 0 where there are none.
[[nodiscard]] double hiddenShare(const TokenMask& mask, const std::vector<std::uint8_t>& padded);

} // namespace tvlt
