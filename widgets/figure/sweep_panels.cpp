#include "widgets/figure/sweep_panels.h"

#include "core/sweep/sweep.h"
#include "widgets/figure/palette.h"
#include "widgets/figure/tick.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tvlt {
namespace {

constexpr SweepMeasure kMeasures[] = {SweepMeasure::PixelLoss, SweepMeasure::AudioLoss, SweepMeasure::MatchingLogit};

QColor colorOf(SweepMeasure measure) {
    switch (measure) {
    case SweepMeasure::PixelLoss:
        return palette::kVideo;
    case SweepMeasure::AudioLoss:
        return palette::kAudio;
    case SweepMeasure::MatchingLogit:
        return palette::kWhole;
    }
    return palette::kInk;
}

/// Losses from zero up, so that panels can be compared by eye; logits around what is there, and zero, which decides.
void setRange(const std::vector<SweepPanel*>& panels) {
    double low = 0.0, high = -std::numeric_limits<double>::infinity();
    for (const SweepPanel* panel : panels) {
        for (const SweepStep& step : panel->curve) {
            if (panel->measure == SweepMeasure::MatchingLogit)
                low = std::min(low, step.mean - step.deviation);
            high = std::max(high, step.mean + step.deviation);
        }
    }
    if (panels.front()->measure == SweepMeasure::MatchingLogit)
        high = std::max(high, 0.0);
    high = high > low ? high : low + 1.0;
    const double margin = 0.06 * (high - low);
    for (SweepPanel* panel : panels) {
        panel->low = low < 0.0 ? low - margin : low;
        panel->high = high + margin;
    }
}

} // namespace

QString measureTitle(SweepMeasure measure) {
    switch (measure) {
    case SweepMeasure::PixelLoss:
        return QStringLiteral("pixel loss (MSE)");
    case SweepMeasure::AudioLoss:
        return QStringLiteral("audio loss (MSE)");
    case SweepMeasure::MatchingLogit:
        return QStringLiteral("matching (logit)");
    }
    return {};
}

std::vector<SweepPanel> sweepPanels(const Sweep& sweep) {
    std::vector<SweepPanel> panels;
    for (const SweepMeasure measure : kMeasures) {
        const std::size_t first = panels.size();
        for (const Modality varied : {Modality::Pixel, Modality::Audio}) {
            const bool pixel = varied == Modality::Pixel;
            SweepPanel panel;
            panel.varied = varied;
            panel.measure = measure;
            panel.ratioTitle = pixel ? QStringLiteral("pixel mask ratio") : QStringLiteral("audio mask ratio");
            panel.title = measureTitle(measure);
            panel.color = colorOf(measure);
            panel.curve =
                sweepCurve(sweep.samples, varied, pixel ? sweep.base.audioRatio : sweep.base.pixelRatio, measure);
            if (sweep.trained)
                panel.trained = pixel ? sweep.trained->pixelRatio : sweep.trained->audioRatio;
            if (panel.curve.size() > 1)
                panels.push_back(std::move(panel));
        }
        std::vector<SweepPanel*> together;
        for (std::size_t i = first; i < panels.size(); ++i)
            together.push_back(&panels[i]);
        if (!together.empty())
            setRange(together);
    }
    return panels;
}

QString sweepConditions(const Sweep& sweep) {
    std::vector<std::uint64_t> seeds;
    for (const SweepSample& sample : sweep.samples)
        if (std::find(seeds.begin(), seeds.end(), sample.point.seed) == seeds.end())
            seeds.push_back(sample.point.seed);
    const auto type = QString::fromStdString(std::string(audioMaskTypeName(sweep.base.audioType)));
    QString text =
        isGrid(sweep.samples, sweep.base)
            ? QStringLiteral("Every pixel ratio with every audio ratio (%1). Grey: nothing is hidden there.").arg(type)
            : QStringLiteral("While one ratio runs, the other stays: pixel %1, audio %2 (%3).")
                  .arg(sweep.base.pixelRatio)
                  .arg(sweep.base.audioRatio)
                  .arg(type);
    if (!seeds.empty())
        text += seeds.size() == 1 ? QStringLiteral(" One seed, %1.").arg(seeds.front())
                                  : QStringLiteral(" Mean of %1 seeds from %2 on, ± standard deviation.")
                                        .arg(seeds.size())
                                        .arg(seeds.front());
    if (!sweep.base.pixelPins.empty() || !sweep.base.audioPins.empty())
        text += QStringLiteral(" Pinned patches stay as they are.");
    return text;
}

QString sweepStopped(const Sweep& sweep) {
    if (sweep.samples.size() >= sweep.planned)
        return {};
    return QStringLiteral("Stopped after %1 of %2 passes.").arg(sweep.samples.size()).arg(sweep.planned);
}

} // namespace tvlt
