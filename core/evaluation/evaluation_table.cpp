#include "core/evaluation/evaluation_table.h"

#include <algorithm>

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
    return {
        {"pixel_mse_ratio", valueOf(table.pixel), "error on hidden picture patches over the best simple fill's", 0.3,
         true},
        {"audio_mse_ratio", valueOf(table.audio), "error on hidden sound patches over the best simple fill's", 0.5,
         true},
        {"matching_swapped_accuracy", valueOf(table.matchingSwapped), "tells its picture from another clip's", 0.9,
         false},
        {"matching_shifted_accuracy", valueOf(table.matchingShifted), "tells its picture from that of 0.5-1.5 s away",
         0.75, false},
        {"classification_accuracy", valueOf(table.classification), "names the right class", 0.95, false},
        {"cross_modal_ratio", valueOf(table.hearing), "error on hidden frames, own sound over another clip's", 0.95,
         true},
        {"cross_modal_sign_p", p, "chance of as many clips that own sound helps", 1e-6, true},
    };
}

} // namespace tvlt
