#include "core/training/optimizer.h"

#include "core/base/error.h"

#include <torch/nn/module.h>
#include <torch/nn/utils/clip_grad.h>
#include <torch/optim/adamw.h>
#include <torch/utils.h>

#include <sstream>
#include <type_traits>

namespace tvlt {

using torch::Tensor;
using torch::optim::AdamWParamState;

namespace {

/// The key of a parameter in an optimizer's map of states: its address, which LibTorch 1.13 spells as a stream does.
template <class Map> auto stateKey(const Map&, const Tensor& parameter) {
    if constexpr (std::is_same_v<typename Map::key_type, std::string>) {
        std::ostringstream text;
        text << parameter.unsafeGetTensorImpl();
        return text.str();
    } else {
        return parameter.unsafeGetTensorImpl();
    }
}

struct Named {
    std::string name;
    Tensor parameter;
};

} // namespace

struct Optimizer::Impl {
    std::vector<Named> parameters;
    std::vector<Tensor> tensors;
    std::unique_ptr<torch::optim::AdamW> adam;
    double clipNorm = 0.0;
};

bool isDecayed(const std::string& name, std::int64_t dimensions) {
    return dimensions > 1 && name.ends_with("weight");
}

Optimizer::Optimizer(torch::nn::Module& module, const OptimizerOptions& options) : impl_(std::make_unique<Impl>()) {
    std::vector<Tensor> decayed;
    std::vector<Tensor> others;
    for (const auto& item : module.named_parameters()) {
        if (!item.value().requires_grad())
            continue;
        impl_->parameters.push_back({item.key(), item.value()});
        impl_->tensors.push_back(item.value());
        (isDecayed(item.key(), item.value().dim()) ? decayed : others).push_back(item.value());
    }
    const auto adam = torch::optim::AdamWOptions(options.learningRate)
                          .betas({options.beta1, options.beta2})
                          .weight_decay(options.weightDecay);
    auto plain = adam;
    plain.weight_decay(0.0);
    std::vector<torch::optim::OptimizerParamGroup> groups;
    groups.emplace_back(decayed, std::make_unique<torch::optim::AdamWOptions>(adam));
    groups.emplace_back(others, std::make_unique<torch::optim::AdamWOptions>(plain));
    impl_->adam = std::make_unique<torch::optim::AdamW>(groups, adam);
    impl_->clipNorm = options.clipNorm;
}

Optimizer::~Optimizer() = default;

void Optimizer::zeroGradients() {
    impl_->adam->zero_grad();
}

double Optimizer::clipGradients() {
    constexpr double kNoLimit = 1e30;
    return torch::nn::utils::clip_grad_norm_(impl_->tensors, impl_->clipNorm > 0.0 ? impl_->clipNorm : kNoLimit);
}

void Optimizer::step(double learningRate) {
    for (auto& group : impl_->adam->param_groups())
        static_cast<torch::optim::AdamWOptions&>(group.options()).lr(learningRate);
    impl_->adam->step();
}

StateDict Optimizer::state() const {
    StateDict state;
    auto& all = impl_->adam->state();
    const auto copy = [](const Tensor& t) { return t.detach().to(torch::kCPU, false, true).contiguous(); };
    for (const auto& [name, parameter] : impl_->parameters) {
        const auto found = all.find(stateKey(all, parameter));
        if (found == all.end())
            continue; // has had no gradient yet
        const auto& adam = static_cast<const AdamWParamState&>(*found->second);
        state.emplace(name + ".exp_avg", copy(adam.exp_avg()));
        state.emplace(name + ".exp_avg_sq", copy(adam.exp_avg_sq()));
        state.emplace(name + ".step", torch::tensor({static_cast<std::int64_t>(adam.step())}));
    }
    return state;
}

void Optimizer::setState(const StateDict& state, const std::string& where) {
    auto& all = impl_->adam->state();
    for (const auto& [name, parameter] : impl_->parameters) {
        const auto part = [&](const char* suffix) -> Tensor {
            const auto found = state.find(name + suffix);
            return found == state.end() ? Tensor() : found->second;
        };
        const Tensor average = part(".exp_avg");
        const Tensor square = part(".exp_avg_sq");
        const Tensor steps = part(".step");
        if (!average.defined() && !square.defined() && !steps.defined())
            continue;
        if (!average.defined() || !square.defined() || !steps.defined() || average.sizes() != parameter.sizes() ||
            square.sizes() != parameter.sizes() || steps.numel() != 1)
            throwBadInput("the optimizer's state of " + name + " does not fit the model", where,
                          "Start from the checkpoint with --from instead of resuming.");
        auto adam = std::make_unique<AdamWParamState>();
        adam->exp_avg(average.to(parameter.device(), parameter.scalar_type(), false, true));
        adam->exp_avg_sq(square.to(parameter.device(), parameter.scalar_type(), false, true));
        adam->step(steps.item<std::int64_t>());
        all[stateKey(all, parameter)] = std::move(adam);
    }
}

} // namespace tvlt
