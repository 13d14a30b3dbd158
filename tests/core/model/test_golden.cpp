// Our passes against the reference's own results, see tests/golden/model/make_golden.py.
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
