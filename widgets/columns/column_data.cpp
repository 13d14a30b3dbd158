#include "widgets/columns/column_data.h"

#include "core/analysis/analysis.h"
#include "widgets/inspect/robust_range.h"

#include <QCoreApplication>

#include <algorithm>

namespace tvlt {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Columns", text);
}

} // namespace

QString columnRowName(ColumnRow row) {
    switch (row) {
    case ColumnRow::Blank:
        return {};
    case ColumnRow::Original:
        return tr("Original");
    case ColumnRow::Masked:
        return tr("Masked");
    case ColumnRow::Reconstruction:
        return tr("Reconstruction");
    case ColumnRow::Error:
        return tr("Error");
    }
    return {};
}

ColumnScales columnScales(const std::vector<ColumnData>& columns, const DisplayOptions& display) {
    const bool withSign = display.signedError;
    // The largest of the columns' own limits: what shows in one shows in all.
    const auto wider = [](ColorScale& scale, const ColorScale& other, bool first) {
        if (first || other.high > scale.high)
            scale = other;
    };
    ColumnScales scales{errorScale(std::vector<Grid>(), display), errorScale(Grid(), display)};
    bool first = true;
    for (const ColumnData& column : columns) {
        const Analysis* analysis = column.shown.analysis.get();
        if (!analysis)
            continue;
        wider(scales.frameError, errorScale(withSign ? analysis->frameDifference : analysis->frameError, display),
              first);
        wider(scales.soundError,
              errorScale(withSign ? analysis->spectrogramDifference : analysis->spectrogramError, display), first);
        first = false;
    }
    return scales;
}

QString pixelSummary(const InspectData& shown) {
    if (!shown.analysis || !shown.analysis->pixel)
        return {};
    const ErrorStats& masked = shown.analysis->pixel->metrics.masked;
    if (!masked.mse)
        return tr("picture: nothing hidden");
    QString text = tr("picture MSE %1").arg(*masked.mse, 0, 'g', 3);
    if (masked.psnr)
        text += tr(" · %1 dB").arg(*masked.psnr, 0, 'f', 1);
    return text;
}

QString audioSummary(const InspectData& shown) {
    if (!shown.analysis || !shown.analysis->audio)
        return {};
    const ErrorStats& masked = shown.analysis->audio->metrics.masked;
    if (!masked.mse)
        return tr("sound: nothing hidden");
    QString text = tr("sound MSE %1").arg(*masked.mse, 0, 'g', 3);
    if (masked.maeDb)
        text += tr(" · off by %1 dB").arg(*masked.maeDb, 0, 'f', 1);
    return text;
}

} // namespace tvlt
