#include "core/model/autocast.h"
#include "tests/core/model/golden.h"
#include "tests/support/catch.h"

#include <torch/torch.h>

#include <cmath>

using namespace tvlt;

TEST_CASE("autocast multiplies in bf16 within its scope only") {
    const auto x = torch::randn({4, 8});
    const auto w = torch::randn({3, 8}, torch::requires_grad());
    {
        const Autocast scope(true, torch::kCPU);
        CHECK(autocasts(torch::kCPU));
        CHECK(torch::linear(x, w).scalar_type() == torch::kBFloat16);
        {
            const Autocast inner(false, torch::kCPU);
            CHECK(torch::linear(x, w).scalar_type() == torch::kFloat32);
        }
        CHECK(torch::linear(x, w).scalar_type() == torch::kBFloat16);
        CHECK((x + x).scalar_type() == torch::kFloat32);
    }
    CHECK_FALSE(autocasts(torch::kCPU));
    CHECK(torch::linear(x, w).scalar_type() == torch::kFloat32);
}

TEST_CASE("autocast ends with an exception too") {
    try {
        const Autocast scope(true, torch::kCPU);
        throw std::runtime_error("x");
    } catch (const std::runtime_error&) {
    }
    CHECK_FALSE(autocasts(torch::kCPU));
}

TEST_CASE("a parameter is cast anew after it changed, and after a pass without gradients") {
    const auto x = torch::ones({1, 2});
    auto w = torch::ones({1, 2}, torch::requires_grad());
    const Autocast scope(true, torch::kCPU);
    {
        const torch::NoGradGuard noGrad;
        CHECK(torch::linear(x, w).item<float>() == 2.0F);
        w.mul_(2);
    }
    const auto y = torch::linear(x, w);
    CHECK(y.item<float>() == 4.0F);
    y.sum().backward();
    REQUIRE(w.grad().defined());
    CHECK(w.grad().scalar_type() == torch::kFloat32);
    CHECK(torch::equal(w.grad(), x));
}

TEST_CASE("under autocast losses and gradients stay close to float32's, masked samples included") {
    const golden::Folder folder(std::filesystem::path(TVLT_GOLDEN) / "model");
    for (const char* name : {"train", "classes"}) {
        const auto& testCase = folder.find(name);
        const auto full = folder.run(testCase);
        const Autocast scope(true, torch::kCPU);
        const auto half = folder.run(testCase);
        CHECK(half.at("loss").item<double>() == Approx(full.at("loss").item<double>()).epsilon(0.03));
        double error = 0.0;
        double size = 0.0;
        for (const auto& [key, reference] : testCase.at("grad_tensors").items()) {
            const auto& exact = full.at("grad." + key);
            error += (half.at("grad." + key) - exact).pow(2).sum().item<double>();
            size += exact.pow(2).sum().item<double>();
        }
        CHECK(std::sqrt(error / size) < 0.05);
    }
    const auto& hidden = folder.find("one_sample_hidden");
    const Autocast scope(true, torch::kCPU);
    CHECK(folder.run(hidden).at("last_hidden_state").isfinite().all().item<bool>());
}
