#include "widgets/figure/figure_choice.h"

#include "core/base/error.h"
#include "widgets/figure/figure_content.h"

#include <algorithm>
#include <string>

namespace tvlt {
namespace {

/// `values` at `indices`; as they are where the lists are not of the same things.
template <class T> std::vector<T> at(const std::vector<T>& values, const std::vector<int>& indices, std::size_t all) {
    if (values.size() != all)
        return values;
    std::vector<T> picked;
    for (const int index : indices)
        picked.push_back(values[static_cast<std::size_t>(index)]);
    return picked;
}

void keepFrames(FigureContent& content, const std::vector<int>& frames) {
    const std::size_t all = content.frameTimes.size();
    for (const int frame : frames)
        if (frame < 0 || static_cast<std::size_t>(frame) >= all)
            throwBadInput("frame " + std::to_string(frame + 1) + " is not there: the clip has " + std::to_string(all),
                          "frames of the figure");
    for (FigureRow& row : content.frames.rows) {
        row.pictures = at(row.pictures, frames, all);
        row.cells = at(row.cells, frames, all);
    }
    content.frameTimes = at(content.frameTimes, frames, all);
}

void keepRows(FigureSection& section, const std::vector<FigurePanel>& panels) {
    FigureSection kept;
    std::vector<int> places; // of the old rows in the new list, -1: gone
    for (std::size_t row = 0; row < section.rows.size(); ++row) {
        const bool stays = std::find(panels.begin(), panels.end(), kFigurePanels.at(row)) != panels.end();
        places.push_back(stays ? static_cast<int>(kept.rows.size()) : -1);
        if (stays)
            kept.rows.push_back(std::move(section.rows[row]));
    }
    for (const RowsColorBar& bar : section.bars) {
        int first = -1, last = -1;
        for (int row = bar.firstRow; row <= bar.lastRow; ++row) {
            const int place = places[static_cast<std::size_t>(row)];
            if (place < 0)
                continue;
            first = first < 0 ? place : first;
            last = place;
        }
        if (first >= 0)
            kept.bars.push_back({bar.bar, first, last});
    }
    section = std::move(kept);
}

} // namespace

std::string_view figurePanelName(FigurePanel panel) {
    switch (panel) {
    case FigurePanel::Original:
        return "original";
    case FigurePanel::Masked:
        return "masked";
    case FigurePanel::Reconstruction:
        return "reconstruction";
    case FigurePanel::Error:
        return "error";
    }
    return {};
}

FigureContent chosen(FigureContent content, const FigureChoice& choice) {
    const bool had = !content.frames.rows.empty() || !content.spectrograms.rows.empty();
    if (!choice.frames.empty())
        keepFrames(content, choice.frames);
    keepRows(content.frames, choice.panels);
    keepRows(content.spectrograms, choice.panels);
    if (!choice.picture)
        content.frames = {};
    if (!choice.sound)
        content.spectrograms = {};
    if (!choice.caption)
        content.caption.clear();
    if (had && content.frames.rows.empty() && content.spectrograms.rows.empty())
        throwBadInput("nothing is left to show", "panels of the figure", "Choose at least one row of what is there.");
    return content;
}

} // namespace tvlt
