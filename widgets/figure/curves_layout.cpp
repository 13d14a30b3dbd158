#include "widgets/figure/curves_layout.h"

#include "core/base/error.h"
#include "core/curves/training_curves.h"
#include "widgets/figure/curves_figure.h"
#include "widgets/figure/figure_font.h"
#include "widgets/figure/palette.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace tvlt {
namespace {

constexpr double mm(double value) {
    return value * kUnitsPerMm;
}

constexpr double kMargin = mm(3.0);
constexpr double kColumnGap = mm(6.0);
constexpr double kRowGap = mm(3.5);
constexpr double kHeadGap = mm(1.4); // between a panel's heading and its plot
constexpr double kPlotHeight = mm(42.0);
constexpr double kSmallPlotHeight = mm(20.0);
constexpr double kSampleWidth = mm(7.0);
constexpr double kTextWidth = mm(1000.0); // one line
constexpr double kLinesPerTick = 2.0;

/// A fortieth of the run, odd.
std::size_t windowOf(std::size_t steps) {
    return steps / 80 * 2 + 1;
}

/// Places everything from the top down; each step moves y_.
class Composer {
  public:
    Composer(const TrainingCurves& curves, const CurvesFigureOptions& options)
        : curves_(curves), window_(windowOf(curves.steps.size())), width_(mm(options.widthMm)),
          fontSize_(options.fontPt * 25.4 / 72.0 * kUnitsPerMm) {
        layout_.smallFontSize = 0.86 * fontSize_;
    }

    CurvesLayout compose() {
        const QString accuracyUnit = QStringLiteral("share that is right");
        const bool pairs = curves_.matchingLoss.hasValues(); // the accuracy is of matching: one of two
        const auto chance = [&](double value) { return pairs ? std::optional<double>(value) : std::nullopt; };
        const QString squares = QStringLiteral("mean squared error");
        const auto add = [&](const CurvePanelStyle& style, const MeasuredCurve& curve) {
            if (curve.hasValues())
                layout_.panels.push_back(curvePanel(style, curves_.steps, curve, window_, mostTicks(kPlotHeight)));
        };
        add({QStringLiteral("Pixel loss"), squares, palette::kVideo, {}, {}}, curves_.pixelLoss);
        add({QStringLiteral("Audio loss"), squares, palette::kAudio, {}, {}}, curves_.audioLoss);
        add({QStringLiteral("Matching loss"), QStringLiteral("nats"), palette::kWhole, {}, chance(std::log(2.0))},
            curves_.matchingLoss);
        add({QStringLiteral("Task loss"), {}, palette::kWhole, {}, {}}, curves_.taskLoss);
        add({pairs ? QStringLiteral("Matching accuracy") : QStringLiteral("Accuracy"), accuracyUnit, palette::kWhole,
             CurveRange{0.0, 1.0, 0.0, false}, chance(0.5)},
            curves_.accuracy);
        const std::size_t large = layout_.panels.size();
        addSmall(QStringLiteral("Learning rate"), curves_.learningRate, 1, true);
        addSmall(QStringLiteral("Gradient norm"), curves_.gradientNorm, window_, false);

        y_ = kMargin;
        placeTitle();
        placeColumns();
        placePanels(0, large, kPlotHeight);
        placePanels(large, layout_.panels.size(), kSmallPlotHeight);
        placeClips();
        layout_.size = {std::round(width_), std::ceil(y_ + kMargin - kRowGap)};
        return std::move(layout_);
    }

  private:
    [[nodiscard]] QFontMetricsF smallMetrics() const { return QFontMetricsF(figureFont(layout_.smallFontSize)); }
    [[nodiscard]] int mostTicks(double height) const {
        return std::max(2, static_cast<int>(height / (smallMetrics().height() * kLinesPerTick)));
    }
    [[nodiscard]] TextBlock small(const QString& text, const QColor& color = palette::kInk) const {
        return {{{text, false, color}}, kTextWidth, layout_.smallFontSize};
    }

    void addSmall(const QString& title, const std::vector<double>& values, std::size_t window, bool fromZero) {
        MeasuredCurve curve{values, {}};
        if (!curve.hasValues())
            return;
        CurvePanelStyle style{title, {}, palette::kFaintInk, {}, {}};
        if (fromZero) {
            const auto largest = *std::max_element(values.begin(), values.end(), [](double a, double b) {
                return (std::isfinite(a) ? a : 0.0) < (std::isfinite(b) ? b : 0.0);
            });
            const int power = largest > 0.0 ? static_cast<int>(std::floor(std::log10(largest))) : 0;
            if (power < -1) { // short labels: the power stands in the heading
                for (double& value : curve.training)
                    value *= std::pow(10.0, -power);
                style.unit = QStringLiteral("in ") + powerOfTen(power);
            }
            const double scaled = largest * std::pow(10.0, power < -1 ? -power : 0);
            style.range = CurveRange{0.0, scaled > 0.0 ? scaled : 1.0, 0.0, false};
        }
        layout_.panels.push_back(curvePanel(style, curves_.steps, curve, window, mostTicks(kSmallPlotHeight)));
        if (window == 1) // nothing to smooth: the curve itself is the line to look at
            layout_.panels.back().mean = layout_.panels.back().raw;
    }

    void placeTitle() {
        const QString name = curves_.name.empty() ? QString() : QLatin1Char(' ') + QString::fromStdString(curves_.name);
        QString facts = QStringLiteral(" · ") + QString::number(curves_.steps.back(), 'f', 0) +
                        (curves_.steps.back() == 1.0 ? QStringLiteral(" step") : QStringLiteral(" steps"));
        if (!curves_.clips.empty() && std::isfinite(curves_.clips.back()))
            facts += QStringLiteral(" · ") + QString::number(curves_.clips.back(), 'f', 0) + QStringLiteral(" clips");
        const TextBlock title({{QStringLiteral("Training run") + name, true}, {facts, false, palette::kFaintInk}},
                              width_ - 2.0 * kMargin, 1.15 * fontSize_);
        layout_.texts.push_back({title, {kMargin, y_}});
        y_ += title.height() + mm(1.0);
        placeLegend();
        y_ += kRowGap;
    }

    void placeLegend() {
        const auto any = [&](auto has) { return std::any_of(layout_.panels.begin(), layout_.panels.end(), has); };
        std::vector<std::pair<LegendEntry::Kind, QString>> entries{
            {LegendEntry::Kind::Raw, QStringLiteral("each step")}};
        const bool smooth = window_ > 1 && any([](const CurvePanel& p) { return !p.mean.empty(); });
        if (smooth)
            entries.emplace_back(LegendEntry::Kind::Mean, QStringLiteral("mean over %1 steps").arg(window_));
        if (any([](const CurvePanel& p) { return !p.validation.empty(); }))
            entries.emplace_back(LegendEntry::Kind::Validation, QStringLiteral("validation"));
        if (any([](const CurvePanel& p) { return p.chance.has_value(); }))
            entries.emplace_back(LegendEntry::Kind::Chance, QStringLiteral("chance"));
        double x = kMargin;
        double height = 0.0;
        for (const auto& [kind, name] : entries) {
            const TextBlock text = small(name);
            if (x > kMargin && x + kSampleWidth + mm(1.2) + text.width() > width_ - kMargin) {
                x = kMargin;
                y_ += text.height();
            }
            const double middle = y_ + text.height() / 2.0;
            layout_.legend.push_back(
                {kind, {x, middle, x + kSampleWidth, middle}, {text, {x + kSampleWidth + mm(1.2), y_}}});
            x += kSampleWidth + mm(1.2) + text.width() + mm(5.0);
            height = text.height();
        }
        y_ += height;
    }

    /// One width of vertical labels for all panels, so that plots stand exactly below each other.
    void placeColumns() {
        const double size = layout_.smallFontSize;
        for (const CurvePanel& panel : layout_.panels)
            labels_ = std::max(labels_, widestLabel(panel.axis.ticks, smallMetrics()));
        labels_ += tickLength(size) + tickGap(size);
        column_ = (width_ - 2.0 * kMargin - kColumnGap) / 2.0;
        const double last = curves_.steps.back();
        first_ = curves_.steps.front() <= 0.1 * last ? 0.0 : curves_.steps.front();
        if (!(first_ < last))
            first_ = last - 1.0;
        const double widest = smallMetrics().horizontalAdvance(QStringLiteral("000000000"));
        const auto ticks = [&](double plot) {
            auto result = niceTicks(first_, last, std::clamp(static_cast<int>(plot / widest), 1, 12));
            result.erase(std::remove_if(result.begin(), result.end(),
                                        [](const Tick& tick) { return tick.value != std::floor(tick.value); }),
                         result.end());
            for (Tick& tick : result)
                tick.label = QString::number(tick.value, 'f', 0);
            return result;
        };
        overhang_ = smallMetrics().horizontalAdvance(QString::number(last, 'f', 0)) / 2.0;
        layout_.stepTicks = ticks(column_ - labels_);
        layout_.wideStepTicks = ticks(width_ - 2.0 * kMargin - labels_);
    }

    void placePanels(std::size_t begin, std::size_t end, double height) {
        for (std::size_t i = begin; i < end; i += 2) {
            const bool alone = i + 1 == end;
            placePanel(layout_.panels[i], kMargin, alone ? width_ - 2.0 * kMargin : column_, height);
            if (!alone)
                placePanel(layout_.panels[i + 1], kMargin + column_ + kColumnGap, column_, height);
            const double size = layout_.smallFontSize;
            axisBottom_ = layout_.panels[i].plot.bottom() + tickLength(size) + tickGap(size) + smallMetrics().height();
            y_ = axisBottom_ + kRowGap;
            lastRow_ = i;
        }
    }

    void placePanel(CurvePanel& panel, double left, double width, double height) {
        const TextBlock heading(
            {{panel.title, true, validationColor(panel.color)}, {panel.unit, false, palette::kFaintInk}}, width,
            fontSize_);
        layout_.texts.push_back({heading, {left, y_}});
        placeLastValues(panel, left + width - overhang_, y_ + heading.height(),
                        width - overhang_ - heading.width() - mm(2.0));
        panel.plot = {left + labels_, y_ + heading.height() + kHeadGap, width - labels_ - overhang_, height};
        panel.steps = {first_, curves_.steps.back(), panel.plot.left(), panel.plot.right()};
    }

    /// Where the curves end, right of the heading; the mean of training, and validation.
    void placeLastValues(const CurvePanel& panel, double right, double bottom, double room) {
        const auto& training = panel.mean.empty() ? panel.raw : panel.mean;
        QStringList parts;
        if (!training.empty())
            parts << QStringLiteral("now ") + QString::number(training.back().y, 'g', 3);
        if (!panel.validation.empty())
            parts << QStringLiteral("validation ") + QString::number(panel.validation.back().y, 'g', 3);
        const TextBlock text = small(parts.join(QStringLiteral(" · ")), palette::kFaintInk);
        if (text.width() <= room)
            layout_.texts.push_back({text, {right - text.width(), bottom - text.height()}});
    }

    /// Below the last row: clips under the steps, and the names of both.
    void placeClips() {
        const bool clips = std::any_of(curves_.clips.begin(), curves_.clips.end(), [](double c) { return c > 0.0; });
        double bottom = axisBottom_;
        for (std::size_t i = lastRow_; i < layout_.panels.size(); ++i) {
            const CurvePanel& panel = layout_.panels[i];
            const bool wide = i == lastRow_ && i + 1 == layout_.panels.size();
            double y = axisBottom_;
            if (clips) {
                for (const Tick& tick : wide ? layout_.wideStepTicks : layout_.stepTicks) {
                    const TextBlock text = small(countText(clipsAt(tick.value)), palette::kFaintInk);
                    layout_.texts.push_back({text, {panel.steps.at(tick.value) - text.width() / 2.0, y}});
                }
                y += smallMetrics().height() * 1.1;
            }
            TextBlock name({{QStringLiteral("step"), false, palette::kInk}}, kTextWidth, layout_.smallFontSize);
            if (clips)
                name = TextBlock({{QStringLiteral("step"), false, palette::kInk},
                                  {QStringLiteral("/ clips seen"), false, palette::kFaintInk}},
                                 kTextWidth, layout_.smallFontSize);
            layout_.texts.push_back({name, {panel.plot.center().x() - name.width() / 2.0, y}});
            bottom = y + name.height();
        }
        y_ = bottom + kRowGap;
    }

    /// Clips seen up to a step: of the last one noted before it or, at the run's beginning, 0.
    [[nodiscard]] double clipsAt(double step) const {
        const auto after = std::upper_bound(curves_.steps.begin(), curves_.steps.end(), step);
        if (after == curves_.steps.begin())
            return 0.0;
        return curves_.clips[static_cast<std::size_t>(after - curves_.steps.begin()) - 1];
    }

    const TrainingCurves& curves_;
    CurvesLayout layout_;
    std::size_t window_;
    double width_;
    double fontSize_;
    double labels_ = 0.0;
    double column_ = 0.0;
    double overhang_ = 0.0; ///< of the last step's label beyond its plot
    double first_ = 0.0;
    double axisBottom_ = 0.0;
    std::size_t lastRow_ = 0;
    double y_ = 0.0;
};

} // namespace

CurvesLayout layoutCurves(const TrainingCurves& curves, const CurvesFigureOptions& options) {
    if (!(options.widthMm >= 80.0 && options.widthMm <= 1000.0))
        throwBadInput("the width of a figure is 80 to 1000 mm", "width");
    if (options.dpi < 30 || options.dpi > 1200)
        throwBadInput("a picture has 30 to 1200 dots per inch", "dpi");
    if (!(options.fontPt >= 4.0 && options.fontPt <= 14.0))
        throwBadInput("the font of a figure is 4 to 14 points", "font");
    CurvesLayout layout = Composer(curves, options).compose();
    if (layout.panels.empty())
        throwBadInput("holds no numbers to draw", curves.name);
    return layout;
}

} // namespace tvlt
