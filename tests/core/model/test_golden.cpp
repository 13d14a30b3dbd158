// Our passes against the reference's own results, see tests/golden/model/make_golden.py.
#include "core/model/layers.h"
#include "tests/core/model/golden.h"
#include "tests/support/catch.h"

#include <torch/torch.h>

using namespace tvlt;

namespace {

const golden::Folder& folder() {
    static const golden::Folder instance(std::filesystem::path(TVLT_GOLDEN) / "model");
    return instance;
}

} // namespace

TEST_CASE("every case of the reference is met within float32's own error") {
    for (const auto& testCase : folder().manifest().at("cases")) {
        std::string worst;
        const double difference = folder().difference(testCase, folder().run(testCase), worst);
        INFO(testCase.at("name") << ": " << worst);
        CHECK(difference >= 0.0);
        CHECK(difference < 2e-5);
    }
}

TEST_CASE("gradients of the training losses are those of the reference") {
    for (const char* name : {"train", "classes"}) {
        const auto& testCase = folder().find(name);
        REQUIRE(testCase.at("grad_tensors").size() > 20);
        const auto ours = folder().run(testCase);
        for (const auto& [key, reference] : testCase["grad_tensors"].items()) {
            INFO(name << ": " << key);
            const auto found = ours.find("grad." + key);
            REQUIRE(found != ours.end());
            CHECK(torch::allclose(found->second, folder().tensor(reference), 1e-4, 1e-4));
        }
    }
}

TEST_CASE("bf16 stays close to float32") {
    const auto& testCase = folder().find("train");
    torch::NoGradGuard noGrad;
    const auto full = folder().run(testCase);
    const auto half = folder().run(testCase, torch::kBFloat16);
    CHECK(half.at("pixel_logits").scalar_type() == torch::kBFloat16);
    CHECK(half.at("loss").item<double>() == Approx(full.at("loss").item<double>()).epsilon(0.03));
    const auto error = (half.at("pixel_logits").to(torch::kFloat32) - full.at("pixel_logits")).abs();
    CHECK(error.mean().item<double>() < 0.03);
    CHECK(error.max().item<double>() > 0.0);
}

TEST_CASE("rows and columns that are found in tiles are those of the reference's attentions") {
    for (const char* name : {"plain", "padded", "masked"}) {
        const auto& testCase = folder().find(name);
        const torch::NoGradGuard noGrad;
        int compared = 0;
        const auto results = folder().run(testCase, torch::kFloat32, torch::kCPU, [&](const LayerCall& call) {
            const auto projections = call.layer.project(call.x);
            const auto reference =
                folder().tensor(testCase.at("expected").at("attentions." + std::to_string(call.index)));
            for (std::int64_t sample = 0; sample < reference.size(0); ++sample) {
                const auto one = [&](const torch::Tensor& x) { return x.defined() ? x.narrow(0, sample, 1) : x; };
                const Projections own{one(projections.query), one(projections.key), one(projections.value)};
                std::vector<torch::Tensor> logSumExp;
                std::int64_t next = 0;
                forEachAttentionTile(own, one(call.bias), [&](const AttentionTile& tile) {
                    CHECK(tile.first == next);
                    next += tile.weights.size(1);
                    const auto rows = reference[sample].narrow(1, tile.first, tile.weights.size(1));
                    CHECK((tile.weights - rows).abs().max().item<double>() < 1e-5);
                    CHECK((tile.weights.sum(-1) - 1.0).abs().max().item<double>() < 1e-5);
                    logSumExp.push_back(tile.logSumExp);
                });
                CHECK(next == reference.size(2));
                for (const std::int64_t key : {std::int64_t{0}, next / 2, next - 1}) {
                    const auto column = attentionColumn(own, one(call.bias), torch::cat(logSumExp, 1), key);
                    CHECK((column - reference[sample].select(2, key)).abs().max().item<double>() < 1e-5);
                    ++compared;
                }
            }
            return call.layer.finish(call.x, attend(projections, call.bias));
        });
        CHECK(compared >= 6);
        std::string worst;
        auto without = testCase;
        for (const char* attentions : {"attentions.0", "attentions.1"})
            without["expected"].erase(attentions);
        CHECK(folder().difference(without, results, worst) < 2e-5);
    }
}

TEST_CASE("attention's gradients without its matrix are those of autograd") {
    torch::manual_seed(5);
    const auto drawn = [] { return torch::randn({1, 2, 300, 4}); };
    const Projections projections{drawn().requires_grad_(true), drawn().requires_grad_(true),
                                  drawn().requires_grad_(true)};
    auto mask = torch::ones({1, 300});
    mask[0][7] = 0.0;
    const auto bias = keyBias(mask, torch::kFloat32);
    auto weights =
        torch::softmax(torch::matmul(projections.query, projections.key.transpose(2, 3)) / 2.0 + bias.unsqueeze(1), -1);
    weights.retain_grad();
    const auto context = torch::matmul(weights, projections.value);
    const auto given = torch::randn_like(context);
    context.backward(given);

    const torch::NoGradGuard noGrad;
    std::int64_t rows = 0;
    const auto found = attentionBackward(
        projections, bias, context, given, [&](const AttentionTile& tile, const torch::Tensor& gradient) {
            const auto expected = weights.grad()[0].narrow(1, tile.first, gradient.size(1));
            CHECK(torch::allclose(gradient, expected, 1e-4, 1e-5));
            rows += gradient.size(1);
        });
    CHECK(rows == 300);
    CHECK(torch::allclose(found.query, projections.query.grad(), 1e-4, 1e-5));
    CHECK(torch::allclose(found.key, projections.key.grad(), 1e-4, 1e-5));
    CHECK(torch::allclose(found.value, projections.value.grad(), 1e-4, 1e-5));
}
