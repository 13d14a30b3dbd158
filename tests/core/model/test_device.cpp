#include "core/base/error.h"
#include "core/model/device.h"
#include "tests/support/catch.h"

#include <torch/torch.h>

using namespace tvlt;

TEST_CASE("devices are chosen by name") {
    CHECK(chooseDevice("cpu").name == "cpu");
    CHECK_THAT(chooseDevice("cpu").description, ContainsSubstring("CPU, "));
    CHECK_FALSE(chooseDevice("auto").name.empty());
    CHECK(availableDevices().front().name == "cpu");
    for (const char* wrong : {"", "gpu", "cuda:", "cuda:x", "cuda:-1", "cuda:1x", "CPU"}) {
        INFO(wrong);
        CHECK_THROWS_WITH(chooseDevice(wrong), ContainsSubstring("not auto, cpu, cuda"));
    }
    CHECK_THROWS_WITH(chooseDevice("cuda:4096"), ContainsSubstring("there is no cuda:4096"));
}

TEST_CASE("dtypes are chosen by name") {
    CHECK(dtypeFromName("bf16") == Dtype::BF16);
    CHECK(std::string(dtypeName(dtypeFromName("f32"))) == "f32");
    CHECK_THROWS_WITH(dtypeFromName("f16"), ContainsSubstring("f16"));
}

TEST_CASE("the runtime says what it is made of") {
    prepareRuntime(1);
    const auto info = runtimeInfo();
    CHECK(info.threads == 1);
    CHECK(info.libtorch == TORCH_VERSION);
    CHECK_FALSE(info.blas.empty());
    prepareRuntime();
    CHECK(runtimeInfo().threads >= 1);
}
