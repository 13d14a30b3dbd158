#include "core/training/optimizer.h"

#include "core/base/error.h"

#include <torch/nn/module.h>
#include <torch/utils.h>

#include <cmath>
#include <span>

namespace tvlt {

using torch::Scalar;
using torch::Tensor;

namespace {

constexpr double kEps = 1e-8; ///< AdamW's, torch.optim's default

/// A parameter and what AdamW remembers of its gradients.
struct Slot {
    std::string name;
    Tensor parameter;
    double weightDecay = 0.0;
    Tensor units{};   ///< undefined: 1
    Tensor average{}; ///< of gradients, and `square` of their squares; undefined until there is one
    Tensor square{};
    std::int64_t steps = 0;
};

using Slots = std::span<Slot* const>;

/// One value of each slot, in a row, for LibTorch's _foreach_ functions.
template <class Of> auto listed(Slots slots, const Of& of) {
    std::vector<decltype(of(*slots.front()))> list;
    list.reserve(slots.size());
    for (Slot* slot : slots)
        list.push_back(of(*slot));
    return list;
}

std::vector<Tensor> gradientsOf(Slots slots) {
    return listed(slots, [](const Slot& slot) { return slot.parameter.grad(); });
}

/// AdamW's step for slots that have a gradient.
void stepTogether(Slots slots, const OptimizerOptions& options, double learningRate) {
    for (Slot* slot : slots) {
        if (!slot->average.defined()) {
            slot->average = torch::zeros_like(slot->parameter);
            slot->square = torch::zeros_like(slot->parameter);
        }
        ++slot->steps;
    }
    const auto parameters = listed(slots, [](const Slot& slot) { return slot.parameter; });
    const auto averages = listed(slots, [](const Slot& slot) { return slot.average; });
    const auto squares = listed(slots, [](const Slot& slot) { return slot.square; });
    const auto gradients = gradientsOf(slots);

    at::_foreach_mul_(parameters,
                      listed(slots, [&](const Slot& slot) { return Scalar(1.0 - learningRate * slot.weightDecay); }));
    at::_foreach_mul_(averages, options.beta1);
    at::_foreach_add_(averages, gradients, 1.0 - options.beta1);
    at::_foreach_mul_(squares, options.beta2);
    at::_foreach_addcmul_(squares, gradients, gradients, 1.0 - options.beta2);

    // Both averages began at 0 and are too small at first, by these factors.
    const auto grown = [](double beta, const Slot& slot) {
        return 1.0 - std::pow(beta, static_cast<double>(slot.steps));
    };
    auto spread = at::_foreach_sqrt(squares);
    at::_foreach_div_(spread,
                      listed(slots, [&](const Slot& slot) { return Scalar(std::sqrt(grown(options.beta2, slot))); }));
    at::_foreach_add_(spread, Scalar(kEps));
    for (std::size_t i = 0; i < slots.size(); ++i)
        if (slots[i]->units.defined())
            spread[i].div_(slots[i]->units);
    at::_foreach_addcdiv_(parameters, averages, spread, listed(slots, [&](const Slot& slot) {
                              return Scalar(-learningRate / grown(options.beta1, slot));
                          }));
}

} // namespace

struct Optimizer::Impl {
    OptimizerOptions options;
    std::vector<Slot> slots;

    /// Those with a gradient: of a part that was left out of the pass there is none, and it is left alone.
    [[nodiscard]] std::vector<Slot*> touched() {
        std::vector<Slot*> touched;
        for (Slot& slot : slots)
            if (slot.parameter.grad().defined())
                touched.push_back(&slot);
        return touched;
    }
};

bool isDecayed(const std::string& name, std::int64_t dimensions) {
    return dimensions > 1 && name.ends_with("weight");
}

Optimizer::Optimizer(torch::nn::Module& module, const OptimizerOptions& options)
    : impl_(std::make_unique<Impl>(Impl{options, {}})) {
    for (const auto& item : module.named_parameters())
        if (item.value().requires_grad())
            impl_->slots.push_back(
                {item.key(), item.value(), isDecayed(item.key(), item.value().dim()) ? options.weightDecay : 0.0});
}

Optimizer::~Optimizer() = default;

void Optimizer::setUnits(const std::string& parameter, const Tensor& units) {
    for (Slot& slot : impl_->slots)
        if (slot.name == parameter)
            slot.units = units.to(slot.parameter.device(), slot.parameter.scalar_type());
}

void Optimizer::zeroGradients() {
    for (Slot& slot : impl_->slots)
        slot.parameter.mutable_grad().reset();
}

double Optimizer::clipGradients() {
    const torch::NoGradGuard noGrad;
    const auto touched = impl_->touched();
    if (touched.empty())
        return 0.0;
    const auto gradients = gradientsOf(touched);
    for (Slot* slot : touched)
        if (slot->units.defined())
            slot->parameter.grad().mul_(slot->units);
    const double norm = torch::stack(at::_foreach_norm(gradients)).norm().item<double>();
    constexpr double kLeast = 1e-6; // of torch.nn.utils.clip_grad_norm_
    const double factor = impl_->options.clipNorm / (norm + kLeast);
    if (impl_->options.clipNorm > 0.0 && factor < 1.0)
        at::_foreach_mul_(gradients, factor);
    return norm;
}

void Optimizer::step(double learningRate) {
    const torch::NoGradGuard noGrad;
    const auto touched = impl_->touched();
    // On a GPU all at once, one launch a kernel instead of one for each parameter; on a CPU one after the other, which
    // stays in cache and needs `spread` for one parameter at a time.
    const bool together = !touched.empty() && touched.front()->parameter.is_cuda();
    const std::size_t size = together ? touched.size() : 1;
    for (std::size_t first = 0; first < touched.size(); first += size)
        stepTogether(Slots(touched).subspan(first, size), impl_->options, learningRate);
}

StateDict Optimizer::state() const {
    StateDict state;
    const auto copy = [](const Tensor& t) { return t.detach().to(torch::kCPU, false, true).contiguous(); };
    for (const Slot& slot : impl_->slots) {
        if (!slot.average.defined())
            continue; // has had no gradient yet
        state.emplace(slot.name + ".exp_avg", copy(slot.average));
        state.emplace(slot.name + ".exp_avg_sq", copy(slot.square));
        state.emplace(slot.name + ".step", torch::tensor({slot.steps}));
    }
    return state;
}

void Optimizer::setState(const StateDict& state, const std::string& where) {
    for (Slot& slot : impl_->slots) {
        const auto part = [&](const char* suffix) -> Tensor {
            const auto found = state.find(slot.name + suffix);
            return found == state.end() ? Tensor() : found->second;
        };
        const Tensor average = part(".exp_avg");
        const Tensor square = part(".exp_avg_sq");
        const Tensor steps = part(".step");
        if (!average.defined() && !square.defined() && !steps.defined())
            continue;
        const auto shape = slot.parameter.sizes();
        if (!average.defined() || !square.defined() || !steps.defined() || average.sizes() != shape ||
            square.sizes() != shape || steps.numel() != 1)
            throwBadInput("the optimizer's state of " + slot.name + " does not fit the model", where,
                          "Start from the checkpoint with --from instead of resuming.");
        const auto ours = [&](const Tensor& t) {
            return t.to(slot.parameter.device(), slot.parameter.scalar_type(), false, true);
        };
        slot.average = ours(average);
        slot.square = ours(square);
        slot.steps = steps.item<std::int64_t>();
    }
}

} // namespace tvlt
