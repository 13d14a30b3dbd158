#include "widgets/figure/prediction_figure.h"

#include "core/analysis/analysis.h"
#include "core/base/error.h"
#include "core/prediction/folder_states.h"
#include "widgets/figure/bar_panel.h"
#include "widgets/figure/image_convert.h"
#include "widgets/figure/plot_area.h"
#include "widgets/figure/scatter_panel.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tvlt {
namespace {

constexpr double kLine = 0.32 * kUnitsPerMm;

QString text(const std::string& words) {
    return QString::fromStdString(words);
}

QString seconds(const Segment& segment) {
    return QStringLiteral("%1–%2 s").arg(segment.start, 0, 'f', 2).arg(segment.end(), 0, 'f', 2);
}

QString probabilityText(double probability) {
    return probability < 0.0005 ? QStringLiteral("< 0.001") : QString::number(probability, 'f', 3);
}

void paintSync(QPainter& painter, const QRectF& place, double fontSize, const SyncCurve& sync) {
    std::vector<double> shifts, logits{0.0};
    for (const SyncPoint& point : sync.points) {
        shifts.push_back(point.shift);
        logits.push_back(point.logit);
    }
    const PlotArea plot = plotArea(painter, place, fontSize, paddedRange(shifts, 0.03), paddedRange(logits, 0.08));
    paintPlotGrid(painter, plot);
    painter.setPen(QPen(palette::kFaintInk, kAxisLine, Qt::DashLine));
    painter.drawLine(QPointF(plot.across.at(0.0), plot.area.top()), QPointF(plot.across.at(0.0), plot.area.bottom()));
    painter.setPen(QPen(palette::kFaintInk, kAxisLine));
    painter.drawLine(QPointF(plot.area.left(), plot.up.at(0.0)), QPointF(plot.area.right(), plot.up.at(0.0)));
    QPolygonF line;
    for (const SyncPoint& point : sync.points)
        line << QPointF(plot.across.at(point.shift), plot.up.at(point.logit));
    painter.setPen(QPen(palette::kWhole, kLine, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);
    const auto best = bestSync(sync.points);
    for (std::size_t i = 0; i < sync.points.size(); ++i) {
        const SyncPoint& point = sync.points[i];
        const bool whole = heardWhole(point);
        painter.setPen(QPen(palette::kWhole, kLine));
        painter.setBrush(whole ? QBrush(palette::kWhole) : QBrush(Qt::white));
        const double radius = (best && point == *best ? 1.1 : 0.65) * kUnitsPerMm;
        painter.drawEllipse(line[static_cast<qsizetype>(i)], radius, radius);
    }
    paintPlotFrame(painter, plot, fontSize, QStringLiteral("sound taken later by (s)"),
                   QStringLiteral("matching logit"));
}

QString pairText(double logit) {
    return QStringLiteral("%1 (%2)").arg(QString::number(logit, 'f', 2).replace(QLatin1Char('-'), QChar(0x2212)),
                                         probabilityText(logistic(logit)));
}

/// From zero, which decides, as far as the bars reach.
void fitRange(FigureBars& all) {
    std::vector<double> values{0.0};
    for (const FigureBar& bar : all.bars)
        values.push_back(bar.value);
    std::tie(all.low, all.high) = paddedRange(values, 0.04);
}

FigureBars swapBars(const SwapMatch& swapped, const std::string& clip) {
    FigureBars all;
    all.title = QStringLiteral("matching logit (probability)");
    const auto add = [&](const QString& name, double logit, bool marked) {
        all.bars.push_back({name, logit, pairText(logit), {}, marked});
    };
    add(QStringLiteral("%1, its own sound").arg(text(clip)), swapped.own, true);
    add(QStringLiteral("its picture, sound of %1").arg(text(swapped.name)), swapped.otherSound, false);
    add(QStringLiteral("picture of %1, its sound").arg(text(swapped.name)), swapped.otherPicture, false);
    add(QStringLiteral("%1, its own sound").arg(text(swapped.name)), swapped.other, true);
    fitRange(all);
    return all;
}

std::vector<TextRun> folderCaption(const Folder& folder, const QString& said) {
    auto runs = checkpointRuns(folder.checkpoint, folder.label);
    const auto failed = std::count_if(folder.clips.begin(), folder.clips.end(),
                                      [](const FolderClip& clip) { return !clip.error.empty(); });
    QString words = said;
    if (failed > 0)
        words += QStringLiteral(" %1 of %2 files could not be used.").arg(failed).arg(folder.clips.size());
    runs.push_back({words});
    if (folder.clips.size() < folder.planned)
        runs.push_back({QStringLiteral(" Stopped after %1 of %2 clips.").arg(folder.clips.size()).arg(folder.planned),
                        true, palette::kWarning});
    return runs;
}

/// Panels of a figure with their caption.
struct FigurePart {
    std::vector<PlotPanel> panels;
    std::vector<TextRun> caption;
};

FigurePart classesPart(const Analysis& analysis, int most) {
    FigureBars all;
    if (!analysis.regression.empty()) {
        all.title = QStringLiteral("value, on the scale of the labels");
        for (const NamedValue& value : analysis.regression)
            all.bars.push_back({text(value.name), value.value, QString::number(value.value, 'f', 3), {}, true});
        fitRange(all);
    } else {
        all.title = QStringLiteral("probability");
        auto classes = analysis.classes;
        std::stable_sort(classes.begin(), classes.end(),
                         [](const ClassScore& a, const ClassScore& b) { return a.probability > b.probability; });
        classes.resize(std::min(classes.size(), static_cast<std::size_t>(std::max(1, most))));
        for (const ClassScore& score : classes)
            all.bars.push_back(
                {text(score.label), score.probability, probabilityText(score.probability), {}, all.bars.empty()});
    }
    const ClipFeatures& features = *analysis.features;
    const CheckpointUsed own{analysis.checkpointName, analysis.report};
    const CheckpointUsed& said = analysis.classifier ? *analysis.classifier : own;
    auto caption = checkpointRuns(said.name, said.report.label);
    QString words =
        QStringLiteral(" on %1, %2.").arg(text(features.clip.path.filename().string()), seconds(features.segment));
    if (analysis.classes.size() > all.bars.size())
        words += QStringLiteral(" The %1 likeliest of %2 classes.").arg(all.bars.size()).arg(analysis.classes.size());
    if (analysis.matchingLogit)
        words += QStringLiteral(" Matching logit of picture and sound (probability): %1, says %2.")
                     .arg(pairText(*analysis.matchingLogit), text(analysis.checkpointName));
    caption.push_back({words});
    return {{barPanel(std::move(all))}, caption};
}

FigurePart matchingPart(const SyncCurve& sync, const std::optional<SwapMatch>& swapped) {
    std::vector<PlotPanel> panels;
    if (sync.points.size() > 1)
        panels.push_back({48.0, [sync](QPainter& painter, const QRectF& place, double fontSize) {
                              paintSync(painter, place, fontSize, sync);
                          }});
    if (swapped)
        panels.push_back(barPanel(swapBars(*swapped, sync.clip)));
    auto caption = checkpointRuns(sync.checkpoint, sync.label);
    QString words = QStringLiteral(" on %1, %2.").arg(text(sync.clip), seconds(sync.segment));
    if (const auto best = bestSync(sync.points); best && sync.points.size() > 1)
        words += isFlat(sync.points)
                     ? QStringLiteral(" The curve is flat: the model does not tell these moments apart.")
                     : QStringLiteral(" Greatest matching logit at a shift of %1 s: %2.")
                           .arg(best->shift, 0, 'f', 2)
                           .arg(best->logit, 0, 'f', 2);
    if (std::any_of(sync.points.begin(), sync.points.end(), [](const auto& p) { return !heardWhole(p); }))
        words += QStringLiteral(" Hollow: part of the shifted segment lies outside the clip's sound and is silent.");
    caption.push_back({words});
    if (sync.points.size() < sync.planned)
        caption.push_back({QStringLiteral(" Stopped after %1 of %2 shifts.").arg(sync.points.size()).arg(sync.planned),
                           true, palette::kWarning});
    return {std::move(panels), caption};
}

} // namespace

PanelFigure scoresFigure(const Analysis* analysis, int most, const SyncCurve* sync,
                         const std::optional<SwapMatch>& swapped, const FigureLook& look) {
    FigurePart whole;
    const auto add = [&whole](FigurePart part) {
        std::move(part.panels.begin(), part.panels.end(), std::back_inserter(whole.panels));
        if (!whole.caption.empty())
            part.caption.front().text.prepend(QLatin1Char(' '));
        std::move(part.caption.begin(), part.caption.end(), std::back_inserter(whole.caption));
    };
    if (analysis && !(analysis->classes.empty() && analysis->regression.empty()))
        add(classesPart(*analysis, most));
    if (sync && (sync->points.size() > 1 || swapped))
        add(matchingPart(*sync, swapped));
    if (whole.panels.empty())
        throwBadInput("there are no classes, and fewer than two shifts were asked about", "scores",
                      "Give a classifier beside the checkpoint, or let the sync curve run for longer.");
    return {QStringLiteral("Predictions"), std::move(whole.panels), whole.caption, look};
}

PanelFigure classesFigure(const Analysis& analysis, int most, const FigureLook& look) {
    return scoresFigure(&analysis, most, nullptr, std::nullopt, look);
}

PanelFigure matchingFigure(const SyncCurve& sync, const std::optional<SwapMatch>& swapped, const FigureLook& look) {
    return scoresFigure(nullptr, 1, &sync, swapped, look);
}

PanelFigure rankingFigure(const Folder& folder, RankBy by, int most, const FigureLook& look) {
    const auto order = ranking(folder.clips, by);
    if (order.empty())
        throwBadInput("no clip has an answer", "ranking", "Look at what the files' errors say.");
    FigureBars all;
    all.color = by == RankBy::Sound ? palette::kAudio : palette::kVideo;
    all.title = QStringLiteral("matching logit (probability)");
    for (std::size_t rank = 0; rank < std::min(order.size(), static_cast<std::size_t>(std::max(1, most))); ++rank) {
        const FolderClip& clip = folder.clips[order[rank]];
        const double logit = *rankLogit(clip, by);
        all.bars.push_back({(clip.isQuery ? QStringLiteral("▸ %1. %2") : QStringLiteral("%1. %2"))
                                .arg(rank + 1)
                                .arg(text(clip.path.filename().string())),
                            logit, pairText(logit), clip.thumbnail ? toQImage(*clip.thumbnail) : QImage(),
                            clip.isQuery});
    }
    fitRange(all);
    const QString what = by == RankBy::Sound ? QStringLiteral(" ranks the sounds of %1 clips for the picture of %2.")
                                             : QStringLiteral(" ranks the pictures of %1 clips for the sound of %2.");
    QString words = what.arg(order.size()).arg(text(folder.query));
    if (all.bars.size() < order.size())
        words += QStringLiteral(" The first %1 are shown.").arg(all.bars.size());
    if (std::any_of(folder.clips.begin(), folder.clips.end(), [](const FolderClip& clip) { return clip.isQuery; }))
        words += QStringLiteral(" ▸ is the query itself.");
    return {QStringLiteral("Retrieval"), {barPanel(std::move(all))}, folderCaption(folder, words), look};
}

PanelFigure scatterFigure(const Folder& folder, const FigureLook& look) {
    const auto plane = folderPlane(folder.clips);
    if (plane.clips.size() < 2)
        throwBadInput("fewer than two clips have a cls state", "scatter", "Take a folder with more clips.");
    Groups groups = groupsOf(plane.groupOfEach);
    std::optional<std::size_t> query;
    for (std::size_t i = 0; i < folder.clips.size(); ++i)
        if (folder.clips[i].isQuery)
            query = i;
    QString words = QStringLiteral(" lays out %1 clips by their cls states after the last layer, in the plane of the "
                                   "two greatest principal components.")
                        .arg(plane.clips.size());
    if (groups.names.size() > 1 || !groups.names.front().empty())
        words += QStringLiteral(" Colour and shape: the likeliest class, says %1.")
                     .arg(text(folder.classifier.empty() ? folder.checkpoint : folder.classifier));
    if (query)
        words += QStringLiteral(" Framed: %1.").arg(text(folder.query));
    FigurePoints points;
    for (const auto& point : plane.projection.points)
        points.points.emplace_back(point[0], point[1]);
    points.groups = std::move(groups);
    for (std::size_t i = 0; i < plane.clips.size(); ++i)
        if (query && plane.clips[i] == *query)
            points.framed = i;
    const auto title = [&](std::size_t axis) {
        return QStringLiteral("principal component %1 (%2 % of the variance)")
            .arg(axis + 1)
            .arg(100.0 * plane.projection.explained[axis], 0, 'f', 1);
    };
    points.acrossTitle = title(0);
    points.upTitle = title(1);
    return {QStringLiteral("Clips by their cls states"),
            {scatterPanel(std::move(points), 0.62 * look.widthMm)},
            folderCaption(folder, words),
            look};
}

} // namespace tvlt
