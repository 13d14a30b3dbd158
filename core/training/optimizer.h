#pragma once

#include "core/model/state_dict.h"
#include "core/training/train_options.h"

#include <cstdint>
#include <memory>
#include <string>

namespace torch::nn {
class Module;
}

namespace tvlt {

/// AdamW (Loshchilov and Hutter 2019, algorithm 2; as torch.optim.AdamW computes it) over a module's parameters that
/// require gradients: matrices with weight decay; norms, biases, embeddings and tokens without. A parameter without a
/// gradient is left alone and its step is not counted.
class Optimizer {
  public:
    Optimizer(torch::nn::Module& module, const OptimizerOptions& options);
    ~Optimizer();
    Optimizer(const Optimizer&) = delete;
    Optimizer& operator=(const Optimizer&) = delete;

    /// Learns a parameter as if it were divided by `units` (above 0; of a shape that spreads over its): gradients,
    /// their norm and steps are those of the quotient. Nothing where it has no such parameter.
    void setUnits(const std::string& parameter, const torch::Tensor& units);

    void zeroGradients();
    /// Once a step: puts gradients into their units, then scales the whole to norm `clipNorm` where it is longer.
    /// Returns its norm before, which is not finite when any gradient is not.
    double clipGradients();
    void step(double learningRate);

    /// Moments and step counts: "<parameter>.exp_avg", "<parameter>.exp_avg_sq", "<parameter>.step".
    [[nodiscard]] StateDict state() const;
    /// Throws BadInput, naming `where`, when a tensor is missing or has a wrong shape.
    void setState(const StateDict& state, const std::string& where);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Whether weight decay pulls at the parameter of this name and number of dimensions.
[[nodiscard]] bool isDecayed(const std::string& name, std::int64_t dimensions);

} // namespace tvlt
