#pragma once

#include "core/parity/report.h"

#include <nlohmann/json_fwd.hpp>
#include <torch/types.h>

#include <string>

namespace tvlt {

/// How far a result may be from the reference's.
struct Tolerance {
    double absolute = 2e-5;
    double relative = 0.0; ///< of the largest finite expected value; what bf16 is judged by
};

/// Collects what one case compares and turns it into its result. NaN equals NaN, infinity the same infinity.
class Comparison {
  public:
    /// `floor`: every tolerance is at least this; {} but for arithmetic in bf16.
    explicit Comparison(Tolerance floor = {0.0, 0.0});

    /// Shapes must be equal. Integer and boolean expectations are exact whatever the tolerance.
    void tensor(const std::string& name, const torch::Tensor& got, const torch::Tensor& expected, Tolerance tolerance);
    /// Equal values, whatever the types that hold them.
    void exact(const std::string& name, const torch::Tensor& got, const torch::Tensor& expected);
    void number(const std::string& name, double got, double expected, Tolerance tolerance);
    /// Fails the case with `what` unless `holds`.
    void require(bool holds, const std::string& what);

    /// Passed: something was compared and nothing failed.
    [[nodiscard]] ParityResult result(const std::string& name, const std::string& kind) const;

  private:
    void judge(const std::string& name, double difference, double allowed, const std::string& shape);
    void fail(const std::string& what);

    Tolerance floor_;
    int checks_ = 0;
    int failures_ = 0;
    double worstRatio_ = -1.0;
    double tolerance_ = 0.0;
    double difference_ = 0.0;
    std::string decider_;
    std::string failed_;
};

/// max(2e-5, 10 × the reference's own float32 error for that output), which a case states as fp64_max_abs_diff: one
/// number, or one per output.
[[nodiscard]] Tolerance caseTolerance(const nlohmann::json& entry, const std::string& output);

/// A number of a manifest: JSON has no NaN, so "nan", "inf" and "-inf" stand for them.
[[nodiscard]] double numberOf(const nlohmann::json& json);

} // namespace tvlt
