#include "core/model/recompute.h"

#include "core/model/autocast.h"

#include <ATen/Context.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/utils.h>

#include <mutex>

namespace tvlt {

using torch::Tensor;
using torch::autograd::variable_list;

namespace {

/// Where a device's default generator stands.
class RandomState {
  public:
    explicit RandomState(torch::Device device) : generator_(at::globalContext().defaultGenerator(device)) {
        const std::lock_guard lock(generator_.mutex());
        state_ = generator_.get_state();
    }
    void restore() {
        const std::lock_guard lock(generator_.mutex());
        generator_.set_state(state_);
    }

  private:
    at::Generator generator_;
    Tensor state_;
};

/// Puts a generator back when the scope ends.
class KeepRandomState {
  public:
    explicit KeepRandomState(torch::Device device) : state_(device) {}
    ~KeepRandomState() { state_.restore(); }
    KeepRandomState(const KeepRandomState&) = delete;
    KeepRandomState& operator=(const KeepRandomState&) = delete;

  private:
    RandomState state_;
};

/// A function and what must be as it was when it runs again.
struct FirstRun : torch::CustomClassHolder {
    FirstRun(std::function<Tensor(const Tensor&)> function, torch::Device place)
        : f(std::move(function)), device(place), random(place), autocast(autocasts(place.type())) {}

    [[nodiscard]] Tensor again(const Tensor& x) {
        const KeepRandomState keep(device);
        const Autocast scope(autocast, device);
        const torch::AutoGradMode gradients(true);
        random.restore();
        return f(x);
    }

    std::function<Tensor(const Tensor&)> f;
    torch::Device device;
    RandomState random;
    bool autocast;
};

/// The parameters are inputs too, so that their gradients take the usual way: added up over all uses, kept by hooks,
/// left out where nobody asks.
struct Recomputed : torch::autograd::Function<Recomputed> {
    static Tensor forward(torch::autograd::AutogradContext* context, const c10::intrusive_ptr<FirstRun>& run,
                          const Tensor& x, at::TensorList parameters) {
        variable_list inputs{x};
        inputs.insert(inputs.end(), parameters.begin(), parameters.end());
        context->save_for_backward(std::move(inputs));
        context->saved_data["run"] = c10::IValue::make_capsule(run);
        return run->f(x);
    }

    static variable_list backward(torch::autograd::AutogradContext* context, const variable_list& gradients) {
        auto inputs = context->get_saved_variables();
        const bool asksX = inputs[0].requires_grad();
        inputs[0] = inputs[0].detach().requires_grad_(asksX);
        const auto run = c10::static_intrusive_pointer_cast<FirstRun>(context->saved_data["run"].toCapsule());
        const auto y = run->again(inputs[0]);

        variable_list asked;
        for (const auto& input : inputs)
            if (input.requires_grad())
                asked.push_back(input);
        const auto found = torch::autograd::grad({y}, asked, {gradients[0]}, false, false, true);

        variable_list result(1); // none for the function
        auto next = found.begin();
        for (const auto& input : inputs)
            result.push_back(input.requires_grad() ? *next++ : Tensor());
        return result;
    }
};

} // namespace

Tensor recomputed(std::function<Tensor(const Tensor&)> f, const Tensor& x, const std::vector<Tensor>& parameters) {
    return Recomputed::apply(c10::make_intrusive<FirstRun>(std::move(f), x.device()), x, at::TensorList(parameters));
}

} // namespace tvlt
