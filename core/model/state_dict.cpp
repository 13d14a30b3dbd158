#include "core/model/state_dict.h"

#include <torch/utils.h>

namespace tvlt {

KeyReport loadStateDict(torch::nn::Module& module, const StateDict& tensors) {
    const torch::NoGradGuard noGrad;
    KeyReport report;
    const auto parameters = module.named_parameters();
    for (const auto& item : parameters) {
        const auto found = tensors.find(item.key());
        if (found == tensors.end())
            report.missing.push_back(item.key());
        else if (found->second.sizes() != item.value().sizes())
            report.wrongShape.push_back({item.key(), item.value().sizes().vec(), found->second.sizes().vec()});
        else
            torch::Tensor(item.value()).copy_(found->second);
    }
    for (const auto& [name, tensor] : tensors)
        if (!parameters.contains(name))
            report.unexpected.push_back(name);
    return report;
}

StateDict stateDict(const torch::nn::Module& module) {
    StateDict tensors;
    for (const auto& item : module.named_parameters())
        tensors.emplace(item.key(), item.value().detach().to(torch::kCPU, false, true).contiguous());
    return tensors;
}

StateDict withoutPrefix(const StateDict& tensors, const std::string& prefix) {
    StateDict stripped;
    for (auto it = tensors.lower_bound(prefix); it != tensors.end() && it->first.starts_with(prefix); ++it)
        stripped.emplace(it->first.substr(prefix.size()), it->second);
    return stripped;
}

StateDict withPrefix(const StateDict& tensors, const std::string& prefix) {
    StateDict prefixed;
    for (const auto& [name, tensor] : tensors)
        prefixed.emplace(prefix + name, tensor);
    return prefixed;
}

} // namespace tvlt
