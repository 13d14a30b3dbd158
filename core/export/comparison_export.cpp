#include "core/export/comparison_export.h"

#include "core/export/analysis_export.h"
#include "core/export/csv_text.h"

#include <limits>
#include <sstream>

namespace tvlt {

namespace {

void addStats(std::ostream& text, const ErrorStats& stats) {
    text << ',' << stats.patches;
    for (const auto* value : {&stats.mse, &stats.psnr, &stats.ssim, &stats.maeDb}) {
        text << ',';
        if (*value)
            text << **value;
    }
}

void addLine(std::ostream& text, const std::string& column, const char* modality, double ratio,
             const std::optional<Reconstruction>& reconstruction) {
    if (!reconstruction)
        return;
    text << csvCell(column) << ',' << modality << ',' << ratio << ',' << reconstruction->loss;
    addStats(text, reconstruction->metrics.masked);
    addStats(text, reconstruction->metrics.visible);
    text << '\n';
}

} // namespace

std::vector<NpzArray> comparisonArrays(const std::vector<NamedAnalysis>& columns) {
    std::vector<NpzArray> all;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        names.push_back(columns[i].name);
        for (NpzArray& array : analysisArrays(*columns[i].analysis)) {
            array.name = std::to_string(i + 1) + '_' + array.name;
            all.push_back(std::move(array));
        }
    }
    all.push_back(NpzArray::strings("columns", names));
    return all;
}

std::string comparisonCsv(const std::vector<NamedAnalysis>& columns) {
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text.precision(std::numeric_limits<double>::max_digits10);
    text << "column,modality,mask_ratio,loss";
    for (const char* side : {"masked", "visible"})
        for (const char* value : {"patches", "mse", "psnr", "ssim", "mae_db"})
            text << ',' << side << '_' << value;
    text << '\n';
    for (const NamedAnalysis& column : columns) {
        const Analysis& analysis = *column.analysis;
        addLine(text, column.name, "pixel", analysis.maskSettings.pixelRatio, analysis.pixel);
        addLine(text, column.name, "audio", analysis.maskSettings.audioRatio, analysis.audio);
    }
    return text.str();
}

} // namespace tvlt
