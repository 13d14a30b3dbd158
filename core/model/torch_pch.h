// LibTorch's headers take 15 seconds to parse: they are parsed once, here. Targets that use tensors reuse this header
// (target_precompile_headers(... REUSE_FROM tvlt_model)).
#pragma once

#include <torch/torch.h>
