#include "core/base/error.h"
#include "core/parity/runner.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <torch/torch.h>

#include <cmath>
#include <fstream>

using namespace tvlt;

namespace {

const std::filesystem::path kGolden = std::filesystem::path(TVLT_GOLDEN) / "parity/model";

ParityReport run(const std::filesystem::path& folder) {
    const auto manifest = readManifest(folder);
    TensorFiles tensors(folder);
    ModelSource models(folder, loadSafetensorsFolder, torch::kCPU, torch::kFloat32);
    CaseFunctions functions;
    addModelCases(functions);
    addOriginalModelCases(functions);
    ParityContext context{manifest, tensors, models};
    return runCases(context, functions);
}

/// A copy of the golden folder that a test may spoil.
struct Copy {
    TempFolder temp;
    std::filesystem::path folder = temp / "copy";
    nlohmann::json manifest;

    Copy() {
        std::filesystem::copy(kGolden, folder, std::filesystem::copy_options::recursive);
        manifest = readManifest(kGolden).json;
    }
    void write() const { std::ofstream(folder / "manifest.json") << manifest; }
    nlohmann::json& caseNamed(const std::string& name) {
        for (auto& entry : manifest["cases"])
            if (entry["name"] == name)
                return entry;
        throw std::runtime_error("no case " + name);
    }
    /// Changes one stored tensor.
    template <class Change> void spoil(const std::string& file, const std::string& tensor, const Change& change) {
        auto tensors = readSafetensors(folder / file);
        tensors.at(tensor) = change(tensors.at(tensor));
        writeSafetensors(folder / file, tensors);
    }
};

const ParityResult& resultOf(const ParityReport& report, const std::string& name) {
    for (const auto& result : report.results)
        if (result.name == name)
            return result;
    throw std::runtime_error("no result " + name);
}

void writeText(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file) << text;
}

} // namespace

TEST_CASE("stored outputs of the reference's classes are met") {
    const auto report = run(kGolden);
    for (const auto& result : report.results) {
        INFO(result.name << ": " << result.detail);
        CHECK(result.passed);
        CHECK(result.difference <= 2e-5);
    }
    CHECK(report.results.size() == 4);
    CHECK(report.failed() == 0);
}

TEST_CASE("one wrong value among the expected fails its case alone and is named") {
    Copy copy;
    copy.spoil("model/micro_eps.safetensors", "out.last_hidden_state", [](torch::Tensor t) {
        t.view(-1)[7] += 1e-3;
        return t;
    });
    const auto report = run(copy.folder);
    CHECK(report.failed() == 1);
    const auto& result = resultOf(report, "eps");
    CHECK_FALSE(result.passed);
    CHECK(result.difference == Approx(1e-3).epsilon(0.05));
    CHECK_THAT(result.detail, ContainsSubstring("last_hidden_state"));
}

TEST_CASE("a wrong gradient fails its case and is named") {
    for (const char* list : {"grad_l2", "grad_sum"}) {
        Copy copy;
        auto& value = copy.caseNamed("pre_rect_audio")[list]["tvlt.encoder.layer.0.output.dense.bias"];
        value = value.get<double>() + 1e-3;
        copy.write();
        const auto result = resultOf(run(copy.folder), "pre_rect_audio");
        CHECK_FALSE(result.passed);
        CHECK_THAT(result.detail, ContainsSubstring(std::string(list) + ".tvlt.encoder.layer.0.output.dense.bias"));
    }
    Copy copy;
    copy.caseNamed("pre_rect_audio")["grad_l2"]["no.such.parameter"] = 0.0;
    copy.write();
    CHECK_THAT(resultOf(run(copy.folder), "pre_rect_audio").detail, ContainsSubstring("no.such.parameter"));
}

TEST_CASE("an output of another shape fails, even where it could be broadcast") {
    Copy copy;
    copy.spoil("model/micro_eps.safetensors", "out.last_hidden_state",
               [](torch::Tensor t) { return t.narrow(0, 0, 1); });
    CHECK_FALSE(resultOf(run(copy.folder), "eps").passed);
}

TEST_CASE("a wrong weight fails the case that uses it") {
    Copy copy;
    copy.spoil("checkpoints/micro/eps/model.safetensors", "encoder.layer.0.intermediate.dense.bias",
               [](torch::Tensor t) { return t + 0.5; });
    CHECK_FALSE(resultOf(run(copy.folder), "eps").passed);
}

TEST_CASE("other inputs give other outputs") {
    Copy copy;
    copy.caseNamed("eps")["inputs"]["audio_values"] = "model/micro_eps.safetensors#in.audio_values_other";
    auto tensors = readSafetensors(copy.folder / "model/micro_eps.safetensors");
    tensors["in.audio_values_other"] = tensors.at("in.audio_values").flip(2).contiguous();
    writeSafetensors(copy.folder / "model/micro_eps.safetensors", tensors);
    copy.write();
    CHECK_FALSE(resultOf(run(copy.folder), "eps").passed);
}

TEST_CASE("config_overrides change how a checkpoint runs") {
    Copy copy;
    copy.caseNamed("eps")["config_overrides"] = {{"hidden_act", "relu"}};
    copy.write();
    CHECK_FALSE(resultOf(run(copy.folder), "eps").passed);
}

TEST_CASE("a case that nobody can run, and one that expects nothing, fail and are counted") {
    Copy copy;
    copy.caseNamed("eps")["kind"] = "telepathy";
    copy.caseNamed("rect_patches")["expected"] = nlohmann::json::object();
    copy.caseNamed("rect_patches")["flags"] = nlohmann::json::object();
    copy.write();
    const auto report = run(copy.folder);
    CHECK(report.results.size() == 4);
    CHECK_THAT(resultOf(report, "eps").detail, ContainsSubstring("telepathy"));
    CHECK_FALSE(resultOf(report, "rect_patches").passed);
}

TEST_CASE("a missing tensor, file or checkpoint fails its case with its name") {
    Copy copy;
    copy.caseNamed("eps")["expected"]["last_hidden_state"] = "model/micro_eps.safetensors#out.nothing";
    copy.caseNamed("rect_patches")["checkpoint"] = "checkpoints/micro/nowhere";
    copy.caseNamed("mean_pooling_cls")["inputs"]["pixel_values"] = "../../secret.safetensors#x";
    copy.write();
    const auto report = run(copy.folder);
    CHECK_THAT(resultOf(report, "eps").detail, ContainsSubstring("out.nothing"));
    CHECK_THAT(resultOf(report, "rect_patches").detail, ContainsSubstring("nowhere"));
    CHECK_THAT(resultOf(report, "mean_pooling_cls").detail, ContainsSubstring("secret"));
    CHECK(report.passed() == 1);
}

TEST_CASE("a folder without a readable manifest is an error that says where") {
    const TempFolder temp;
    CHECK_THROWS_AS(readManifest(temp.path()), Exception);
    const auto file = temp / "manifest.json";
    const auto message = [&](const std::string& text) {
        writeText(file, text);
        try {
            (void)readManifest(temp.path());
        } catch (const Exception& e) {
            return e.error().message();
        }
        return std::string("no error");
    };
    CHECK_THAT(message(R"({"format": 1, "cases": [)"), ContainsSubstring("manifest.json:1:25"));
    CHECK_THAT(message("[]"), ContainsSubstring("format"));
    CHECK_THAT(message(R"({"format": 2, "cases": []})"), ContainsSubstring("format 2"));
    CHECK_THAT(message(R"({"format": 1})"), ContainsSubstring("cases"));
    CHECK_THAT(message(R"({"format": 1, "cases": [{"name": "a"}]})"), ContainsSubstring("cases[0]"));
    CHECK_THAT(message(R"({"format": 1, "cases": [7]})"), ContainsSubstring("cases[0]"));
}

TEST_CASE("every entry of both formats is a case") {
    const TempFolder temp;
    writeText(temp / "manifest.json", R"({"format": 1, "cases": [{"name": "a", "kind": "model"}]})");
    writeText(temp / "errors.json",
              R"([{"component": "TvltModel", "case": "x"}, {"component": "TvltModel", "case": "y"}])");
    CHECK(readManifest(temp.path()).cases.size() == 3);
    CHECK(readManifest(temp.path()).cases.back().name == "TvltModel: y");
    std::filesystem::remove(temp / "errors.json");
    writeText(temp / "manifest.json", R"({"format": "TVLT original-code goldens 1",
        "cases": [{"id": "a", "kind": "mae"}], "video": [{"id": "b"}], "audio": [{"id": "c"}, {"id": "d"}],
        "frame_indices": [{}], "frame_indices_timestamp": [{}, {}], "errors": [{"id": "e"}]})");
    CHECK(readManifest(temp.path()).cases.size() == 8);
    CHECK(run(temp.path()).failed() == 8); // nothing behind them
}

TEST_CASE("comparison: not a number equals only itself, integers are exact, nothing compared is no pass") {
    const float nan = std::nanf("");
    const auto passes = [](const torch::Tensor& got, const torch::Tensor& expected) {
        Comparison comparison;
        comparison.tensor("x", got, expected, {});
        return comparison.result("case", "kind").passed;
    };
    CHECK(passes(torch::tensor({nan, 1.0F}), torch::tensor({nan, 1.0F})));
    CHECK_FALSE(passes(torch::tensor({nan, 1.0F}), torch::tensor({0.0F, 1.0F})));
    CHECK_FALSE(passes(torch::tensor({0.0F, 1.0F}), torch::tensor({nan, 1.0F})));
    CHECK(passes(torch::tensor({HUGE_VALF}), torch::tensor({HUGE_VALF})));
    CHECK_FALSE(passes(torch::tensor({HUGE_VALF}), torch::tensor({-HUGE_VALF})));
    CHECK(passes(torch::tensor({1.00001F}), torch::tensor({1.0F})));
    CHECK_FALSE(passes(torch::tensor({1.0001F}), torch::tensor({1.0F})));
    CHECK_FALSE(passes(torch::tensor({3}), torch::tensor({4})));
    CHECK_FALSE(passes({}, torch::tensor({1.0F})));
    CHECK_FALSE(Comparison().result("case", "kind").passed);
}

TEST_CASE("a tolerance is ten times the case's own float32 error, but never below 2e-5") {
    const nlohmann::json entry{{"fp64_max_abs_diff", {{"a", 1e-5}, {"b", 1e-9}, {"c", "nan"}}}};
    CHECK(caseTolerance(entry, "a").absolute == Approx(1e-4));
    CHECK(caseTolerance(entry, "b").absolute == Approx(2e-5));
    CHECK(caseTolerance(entry, "c").absolute == Approx(2e-5));
    CHECK(caseTolerance(entry, "other").absolute == Approx(2e-5));
    CHECK(caseTolerance({{"fp64_max_abs_diff", 3e-5}}, "any").absolute == Approx(3e-4));
}
