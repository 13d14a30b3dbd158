#include "core/evaluation/evaluation_table.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace tvlt {

namespace {

std::optional<double> quotient(const ErrorSum& above, const ErrorSum& below) {
    if (above.patches == 0 || below.patches == 0 || below.sum <= 0.0)
        return std::nullopt;
    return above.mse() / below.mse();
}

template <class Score> std::optional<double> valueOf(const std::optional<Score>& score) {
    if (!score)
        return std::nullopt;
    if constexpr (requires { score->value(); })
        return score->value();
    else
        return score->ratio();
}

std::string whyNotPainted(const EvaluationTable& table, const std::optional<PaintScore>& score) {
    if (!table.paints)
        return "the checkpoint has no MAE decoder";
    if (!score || score->model.patches == 0)
        return "nothing is hidden";
    return score->ratio() ? "" : "the best simple fill makes no error";
}

std::string whyNotMatched(const EvaluationTable& table, const std::optional<Accuracy>& accuracy, const char* lacking) {
    if (!table.matches)
        return "the checkpoint has no matching head";
    return accuracy ? "" : lacking;
}

std::string whyNotClassified(const EvaluationTable& table) {
    if (table.classifier.empty())
        return "there is no classifier: --classifier names one";
    return table.classification ? "" : "the clips have no labels";
}

std::string whyNotHeard(const EvaluationTable& table) {
    if (!table.paints)
        return "the checkpoint has no MAE decoder";
    if (!table.hearing)
        return table.clips < 2 ? "there is no other clip" : "the clips have a single frame";
    return table.hearing->ratio() ? "" : "no hidden patch counts";
}

/// Of few clips even the best outcome happens by chance.
std::string whyNotSignificant(const EvaluationTable& table, double target) {
    if (std::string why = whyNotHeard(table); !why.empty())
        return why;
    const std::int64_t clips = table.hearing->test.wins + table.hearing->test.losses;
    const double least = signTestP(clips, 0);
    if (least <= target)
        return "";
    char text[96];
    std::snprintf(text, sizeof text, "of %ld clips that differ it cannot be below %.2g: take %d or more",
                  static_cast<long>(clips), least, static_cast<int>(std::ceil(-std::log2(target))));
    return text;
}

} // namespace

const PaintScore::Fill& PaintScore::best() const {
    return *std::min_element(fills.begin(), fills.end(),
                             [](const Fill& a, const Fill& b) { return a.error.sum < b.error.sum; });
}

std::optional<double> PaintScore::ratio() const {
    return quotient(model, best().error);
}

void Accuracy::count(bool isRight) {
    right += isRight ? 1 : 0;
    ++of;
}

std::optional<double> Accuracy::value() const {
    if (of == 0)
        return std::nullopt;
    return static_cast<double>(right) / static_cast<double>(of);
}

std::optional<double> HearingScore::ratio() const {
    return quotient(ownSound, otherSound);
}

std::vector<Measure> measures(const EvaluationTable& table) {
    std::optional<double> p;
    if (table.hearing && table.hearing->ratio())
        p = table.hearing->test.p;
    constexpr double kSignTarget = 1e-6;
    return {
        {"pixel_mse_ratio", valueOf(table.pixel), "error on hidden picture patches over the best simple fill's", 0.3,
         true, whyNotPainted(table, table.pixel)},
        {"audio_mse_ratio", valueOf(table.audio), "error on hidden sound patches over the best simple fill's", 0.5,
         true, whyNotPainted(table, table.audio)},
        {"matching_swapped_accuracy", valueOf(table.matchingSwapped), "tells its picture from another clip's", 0.9,
         false, whyNotMatched(table, table.matchingSwapped, "there is no other clip")},
        {"matching_shifted_accuracy", valueOf(table.matchingShifted), "tells its picture from that of 0.5-1.5 s away",
         0.75, false,
         whyNotMatched(table, table.matchingShifted, "no clip is long enough for a picture of another moment")},
        {"classification_accuracy", valueOf(table.classification), "names the right class", 0.95, false,
         whyNotClassified(table)},
        {"cross_modal_ratio", valueOf(table.hearing), "error on hidden frames, own sound over another clip's", 0.95,
         true, whyNotHeard(table)},
        {"cross_modal_sign_p", p, "chance of as many clips that own sound helps", kSignTarget, true,
         whyNotSignificant(table, kSignTarget)},
    };
}

} // namespace tvlt
