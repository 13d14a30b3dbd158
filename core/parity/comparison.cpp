#include "core/parity/comparison.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <sstream>

namespace tvlt {
namespace {

constexpr int kFailuresTold = 3;

std::string shapeText(const torch::Tensor& tensor) {
    std::ostringstream out;
    out << tensor.sizes();
    return out.str();
}

std::string shortNumber(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", value);
    return text;
}

torch::Tensor plain(const torch::Tensor& tensor) {
    return tensor.detach().to(torch::kCPU, torch::kFloat64).contiguous();
}

/// Largest |a - b| of two values that may be NaN or infinite: 0 where both are the same, infinite where only one is.
double distance(double a, double b) {
    if (a == b || (std::isnan(a) && std::isnan(b)))
        return 0.0;
    const double d = std::abs(a - b);
    return std::isfinite(d) ? d : std::numeric_limits<double>::infinity();
}

} // namespace

Comparison::Comparison(Tolerance floor) : floor_(floor) {}

void Comparison::fail(const std::string& what) {
    if (failures_++ < kFailuresTold)
        failed_ += (failed_.empty() ? "" : "; ") + what;
}

void Comparison::require(bool holds, const std::string& what) {
    ++checks_;
    if (!holds)
        fail(what);
}

void Comparison::judge(const std::string& name, double difference, double allowed, const std::string& shape) {
    ++checks_;
    difference_ = std::max(difference_, difference);
    const double ratio = allowed > 0.0 ? difference / allowed : (difference > 0.0 ? HUGE_VAL : 0.0);
    if (ratio > worstRatio_) {
        worstRatio_ = ratio;
        tolerance_ = allowed;
        decider_ = name;
    }
    if (!(difference <= allowed))
        fail(name + " " + shape + " differs by " + shortNumber(difference) + ", allowed " + shortNumber(allowed));
}

void Comparison::tensor(const std::string& name, const torch::Tensor& got, const torch::Tensor& expected,
                        Tolerance tolerance) {
    if (!expected.is_floating_point())
        return exact(name, got, expected);
    if (!got.defined())
        return require(false, name + " is missing");
    if (got.sizes() != expected.sizes())
        return require(false, name + " has shape " + shapeText(got) + ", expected " + shapeText(expected));
    const auto a = plain(got);
    const auto b = plain(expected);
    double difference = 0.0;
    double largest = 0.0;
    const double* pa = a.data_ptr<double>();
    const double* pb = b.data_ptr<double>();
    for (std::int64_t i = 0; i < a.numel(); ++i) {
        difference = std::max(difference, distance(pa[i], pb[i]));
        if (std::isfinite(pb[i]))
            largest = std::max(largest, std::abs(pb[i]));
    }
    const double allowed = std::max(std::max(tolerance.absolute, floor_.absolute),
                                    std::max(tolerance.relative, floor_.relative) * largest);
    judge(name, difference, allowed, shapeText(expected));
}

void Comparison::exact(const std::string& name, const torch::Tensor& got, const torch::Tensor& expected) {
    if (!got.defined())
        return require(false, name + " is missing");
    if (got.sizes() != expected.sizes())
        return require(false, name + " has shape " + shapeText(got) + ", expected " + shapeText(expected));
    const auto a = plain(got);
    const auto b = plain(expected);
    double difference = 0.0;
    for (std::int64_t i = 0; i < a.numel(); ++i)
        difference = std::max(difference, distance(a.data_ptr<double>()[i], b.data_ptr<double>()[i]));
    judge(name, difference, 0.0, shapeText(expected));
}

void Comparison::number(const std::string& name, double got, double expected, Tolerance tolerance) {
    const double allowed =
        std::max(std::max(tolerance.absolute, floor_.absolute),
                 std::max(tolerance.relative, floor_.relative) * (std::isfinite(expected) ? std::abs(expected) : 0.0));
    judge(name, distance(got, expected), allowed, "= " + shortNumber(got) + " for " + shortNumber(expected));
}

ParityResult Comparison::result(const std::string& name, const std::string& kind) const {
    ParityResult result{name, kind, checks_ > 0 && failures_ == 0, difference_, tolerance_, decider_};
    if (checks_ == 0)
        result.detail = "nothing was compared: the case states no expectation";
    else if (failures_ > 0)
        result.detail =
            failed_ + (failures_ > kFailuresTold ? "; and " + std::to_string(failures_ - kFailuresTold) + " more"
                                                 : std::string());
    return result;
}

double numberOf(const nlohmann::json& json) {
    if (json.is_number())
        return json.get<double>();
    if (json == "nan")
        return std::nan("");
    if (json == "inf")
        return HUGE_VAL;
    if (json == "-inf")
        return -HUGE_VAL;
    throwBadInput("a number is wanted, not " + json.dump());
}

Tolerance caseTolerance(const nlohmann::json& entry, const std::string& output) {
    Tolerance tolerance;
    if (!entry.contains("fp64_max_abs_diff"))
        return tolerance;
    const auto& floors = entry.at("fp64_max_abs_diff");
    if (floors.is_object() && !floors.contains(output))
        return tolerance;
    const double floor = numberOf(floors.is_object() ? floors.at(output) : floors);
    if (std::isfinite(floor))
        tolerance.absolute = std::max(tolerance.absolute, 10.0 * floor);
    return tolerance;
}

} // namespace tvlt
