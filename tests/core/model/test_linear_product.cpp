#include "core/model/autocast.h"
#include "core/model/linear_product.h"
#include "tests/support/catch.h"

#include <torch/types.h>
#include <torch/utils.h>

using namespace tvlt;
using torch::Tensor;

namespace {

double difference(const Tensor& a, const Tensor& b) {
    REQUIRE(a.sizes() == b.sizes());
    return a.numel() == 0 ? 0.0 : (a.to(torch::kFloat64) - b.to(torch::kFloat64)).abs().max().item<double>();
}

} // namespace

TEST_CASE("a product with its activation is the activation of the product, for training and for inference") {
    torch::manual_seed(3);
    const auto weight = torch::randn({24, 40});
    const auto bias = torch::randn({24});
    for (const auto& x : {torch::randn({7, 40}), torch::randn({2, 5, 40}), torch::randn({40, 7}).t(),
                          torch::randn({9, 80}).narrow(1, 20, 40), torch::empty({0, 40})})
        for (const auto& b : {bias, Tensor()})
            for (const char* name : {"gelu", "gelu_new", "relu", "quick_gelu", "gelu_10"}) {
                INFO(name << " of " << x.sizes());
                const Activation then = activation(name);
                const auto exact = torch::linear(x.to(torch::kFloat64), weight.to(torch::kFloat64),
                                                 b.defined() ? b.to(torch::kFloat64) : b);
                CHECK(difference(linearProduct(x, weight, b, then), then(exact)) < 2e-5);
                const torch::InferenceMode inference;
                CHECK(difference(linearProduct(x, weight, b, then), then(exact)) < 2e-5);
                CHECK(difference(linearProduct(x, weight, b), exact) < 2e-5);
            }
}

TEST_CASE("a product in bf16 is the exact one rounded, on every processor") {
    torch::manual_seed(4);
    const torch::InferenceMode inference;
    const auto x = torch::randn({6, 40}).to(torch::kBFloat16);
    const auto weight = torch::randn({24, 40}).to(torch::kBFloat16);
    const auto bias = torch::randn({24}).to(torch::kBFloat16);
    for (const char* name : {"gelu", "relu"}) {
        const auto exact = activation(name)(
            torch::linear(x.to(torch::kFloat64), weight.to(torch::kFloat64), bias.to(torch::kFloat64)));
        const auto product = linearProduct(x, weight, bias, activation(name));
        CHECK(product.scalar_type() == torch::kBFloat16);
        if (widensBf16(x)) // each number is rounded once
            CHECK(((product.to(torch::kFloat64) - exact).abs() - exact.abs() / 256.0).max().item<double>() < 2e-5);
        else
            CHECK(difference(product, exact) <= 0.01 * exact.abs().max().item<double>());
    }
    CHECK_FALSE(widensBf16(x.to(torch::kFloat32)));
}

TEST_CASE("a product whose weights are trained keeps its gradient") {
    auto weight = torch::randn({3, 4}).requires_grad_();
    linearProduct(torch::ones({2, 4}), weight, {}, activation("relu")).sum().backward();
    CHECK(weight.grad().defined());
}

TEST_CASE("a product under autocast is as narrow as autocast says") {
    const torch::InferenceMode inference;
    const auto x = torch::randn({8, 16});
    const auto weight = torch::randn({8, 16});
    CHECK(linearProduct(x, weight, {}).scalar_type() == torch::kFloat32);
    const Autocast narrow(true, torch::kCPU);
    CHECK(linearProduct(x, weight, {}).scalar_type() == torch::kBFloat16);
}
