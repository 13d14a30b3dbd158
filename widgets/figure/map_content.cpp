#include "widgets/figure/map_content.h"

#include "core/analysis/analysis.h"
#include "core/attention/targets.h"
#include "widgets/figure/image_convert.h"
#include "widgets/figure/level_scale.h"
#include "widgets/figure/map_scale.h"

#include <algorithm>

namespace tvlt {
namespace {

QString text(std::string_view words) {
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

QString rowLabel(MapQuantity quantity) {
    QString name = text(mapQuantityName(quantity));
    name[0] = name[0].toUpper();
    return name;
}

std::vector<QString> rowDetails(const TokenMap& map) {
    const MapQuestion& q = map.question;
    std::vector<QString> details;
    const bool attention = q.quantity == MapQuantity::Attention;
    if (attention)
        details.push_back(QStringLiteral("layer %1").arg(q.layer));
    if (asksState(q.quantity))
        details.push_back(QStringLiteral("state %1").arg(q.layer));
    if (attention || q.quantity == MapQuantity::Rollout)
        details.push_back(attention && q.heads.head
                              ? QStringLiteral("head %1").arg(*q.heads.head)
                              : text(headFusionName(attention ? q.heads.fusion : q.rollout.fusion)) +
                                    QStringLiteral(" of heads"));
    if (asksOutput(q.quantity))
        details.push_back(QString::fromStdString(map.output));
    if (asksToken(q.quantity))
        details.push_back((q.direction == AttentionDirection::From ? QStringLiteral("from ") : QStringLiteral("to ")) +
                          QString::fromStdString(tokenName(map.features->layout, q.token)));
    return details;
}

/// The chosen patch within its picture, where it is one of this modality.
std::vector<FigureOutline> outlines(const TokenMap& map, Modality modality) {
    if (!asksToken(map.question.quantity) || !map.question.token || map.question.token->modality != modality)
        return {};
    const PatchLayout& layout = map.features->layout;
    const int token = map.question.token->token;
    if (modality == Modality::Pixel) {
        const PixelPlace place = layout.pixelPlace(token);
        return {{static_cast<std::size_t>(place.frame),
                 {double(place.col) / layout.patchCols, double(place.row) / layout.patchRows, 1.0 / layout.patchCols,
                  1.0 / layout.patchRows}}};
    }
    const AudioPlace place = layout.audioPlace(token);
    const double columns = std::max(1, map.features->spectrogram.rows);
    const double left = place.step * layout.patchColumns / columns;
    return {{0,
             {left, 1.0 - double(place.band + 1) / layout.bands, std::min(1.0 - left, layout.patchColumns / columns),
              1.0 / layout.bands}}};
}

std::vector<QString> clsDetail(const TokenMap& map) {
    auto details = rowDetails(map);
    if (map.values.cls && addsUp(map.question.quantity))
        details.push_back(QStringLiteral("cls %1").arg(double(*map.values.cls), 0, 'g', 3));
    return details;
}

FigureSection frames(const std::vector<TokenMap>& maps, const ColorBar& bar) {
    const ClipFeatures& features = *maps.front().features;
    if (features.frames.empty())
        return {};
    FigureSection section;
    std::vector<QImage> originals;
    for (const Image& frame : features.frames)
        originals.push_back(toQImage(frame));
    section.rows.push_back({QStringLiteral("Original"),
                            {},
                            {},
                            originals,
                            {},
                            false,
                            false,
                            false,
                            outlines(maps.front(), Modality::Pixel)});
    for (const TokenMap& map : maps) {
        const MapColors colors(map, bar.scale);
        std::vector<QImage> pictures;
        for (int frame = 0; frame < features.layout.frames; ++frame)
            pictures.push_back(colors.frame(frame));
        section.rows.push_back({rowLabel(map.question.quantity),
                                QString::fromStdString(map.report.label),
                                clsDetail(map),
                                pictures,
                                {},
                                false,
                                true,
                                false,
                                outlines(map, Modality::Pixel)});
    }
    if (hasBar(maps.front().question.quantity))
        section.bars.push_back({bar, 1, static_cast<int>(maps.size())});
    return section;
}

FigureSection spectrograms(const std::vector<TokenMap>& maps, const ColorBar& bar) {
    const ClipFeatures& features = *maps.front().features;
    if (features.spectrogram.empty())
        return {};
    FigureSection section;
    section.rows.push_back({QStringLiteral("Original"),
                            {},
                            {QStringLiteral("%1 mel bands").arg(features.spectrogram.cols)},
                            {spectrogramImage(features.spectrogram, kLevelScale)},
                            {},
                            false,
                            true,
                            false,
                            outlines(maps.front(), Modality::Audio)});
    section.bars.push_back({{kLevelScale, QStringLiteral("level (dB)")}, 0, 0});
    for (const TokenMap& map : maps)
        section.rows.push_back({rowLabel(map.question.quantity),
                                QString::fromStdString(map.report.label),
                                rowDetails(map),
                                {MapColors(map, bar.scale).spectrogram(features.spectrogram.rows)},
                                {},
                                false,
                                true,
                                false,
                                outlines(map, Modality::Audio)});
    if (hasBar(maps.front().question.quantity))
        section.bars.push_back({bar, 1, static_cast<int>(maps.size())});
    return section;
}

std::vector<TextRun> caption(const std::vector<TokenMap>& maps) {
    const TokenMap& first = maps.front();
    const ClipFeatures& features = *first.features;
    std::vector<TextRun> runs;
    if (!first.report.label.empty())
        runs.push_back({QString::fromStdString(first.report.label) + QStringLiteral(": "), true, palette::kWarning});
    QString words = QString::fromStdString(first.checkpoint) + QStringLiteral(", ") +
                    QString::fromStdString(first.device) + QStringLiteral(" ") + QString::fromStdString(first.dtype) +
                    QStringLiteral(". Clip %1, %2–%3 s. ")
                        .arg(QString::fromStdString(features.clip.path.filename().string()))
                        .arg(features.segment.start, 0, 'f', 2)
                        .arg(features.segment.end(), 0, 'f', 2);
    for (const TokenMap& map : maps) {
        QString title = QString::fromStdString(mapTitle(map));
        title[0] = title[0].toUpper();
        words += title + QStringLiteral(". ");
    }
    words += mapScaleRule(first.question.quantity);
    if (first.components)
        words += QStringLiteral(" They hold %1, %2 and %3 % of the variance.")
                     .arg(100.0 * first.components->explained[0], 0, 'f', 1)
                     .arg(100.0 * first.components->explained[1], 0, 'f', 1)
                     .arg(100.0 * first.components->explained[2], 0, 'f', 1);
    words += QStringLiteral(" Grey: padding, or not in the sequence.");
    runs.push_back({words});
    return runs;
}

} // namespace

FigureContent mapContent(const std::vector<TokenMap>& maps) {
    std::vector<const TokenMap*> all;
    for (const TokenMap& map : maps)
        all.push_back(&map);
    const ColorBar bar = mapBar(all);
    FigureContent content;
    content.title = QString::fromStdString(mapTitle(maps.front()));
    setAxes(content, *maps.front().features);
    content.frames = frames(maps, bar);
    content.spectrograms = spectrograms(maps, bar);
    content.caption = caption(maps);
    return content;
}

} // namespace tvlt
