#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/result.h"
#include "core/checkpoint/convert.h"
#include "core/checkpoint/modules.h"
#include "core/checkpoint/original_keys.h"
#include "core/checkpoint/read_weights.h"
#include "core/checkpoint/torch_file.h"
#include "core/checkpoint/weights_files.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <nlohmann/json.hpp>
#include <torch/types.h>

#include <cmath>

using namespace tvlt;

namespace fs = std::filesystem;

namespace {

const fs::path golden = fs::path(TVLT_GOLDEN) / "checkpoint";
const std::string kAuthorsFile = (golden / "tiny-original-mae.ckpt").string();
const std::string kSentimentFile = (golden / "tiny-original-lightning-sentiment.ckpt").string();

Converted convert(const fs::path& from, const fs::path& to, std::optional<StoredDtype> dtype = {}, bool force = false) {
    ConvertOptions options;
    options.format = formatByName(to);
    options.dtype = dtype;
    options.force = force;
    return convertCheckpoint(from.string(), to, options);
}

StateDict weightsIn(const fs::path& path) {
    return readWeights(findWeights(path)).tensors;
}

/// Same names, same dtypes, same bits.
bool equal(const StateDict& a, const StateDict& b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](const auto& x, const auto& y) {
               return x.first == y.first && x.second.scalar_type() == y.second.scalar_type() &&
                      torch::equal(x.second, y.second);
           });
}

StateDict castTo(StateDict tensors, torch::ScalarType type) {
    for (auto& [name, tensor] : tensors)
        tensor = tensor.to(type);
    return tensors;
}

/// A pre-training model in a folder; gives its weights.
StateDict savePreTraining(const fs::path& folder) {
    saveCheckpoint(*untrainedCheckpoint(5), folder);
    return weightsIn(folder);
}

std::string failure(const fs::path& from, const fs::path& to, std::optional<StoredDtype> dtype = {}) {
    const auto result = guard([&] { return convert(from, to, dtype); });
    return result.ok() ? "converted" : result.error().message();
}

bool notes(const Converted& converted, const std::string& words) {
    return std::any_of(converted.notes.begin(), converted.notes.end(),
                       [&](const std::string& note) { return note.find(words) != std::string::npos; });
}

} // namespace

TEST_CASE("the authors' file becomes a folder and a .safetensors and comes back bit for bit") {
    const TempFolder folder;
    const StateDict authors = readTorchFile(kAuthorsFile).tensors;
    const StateDict mapped = mapOriginalKeys(authors).tensors;

    const Converted converted = convert(kAuthorsFile, folder / "hf");
    CHECK(converted.dtype == StoredDtype::F32);
    CHECK(notes(converted, "by rule"));
    CHECK(equal(weightsIn(folder / "hf"), mapped));
    const auto opened = loadCheckpoint((folder / "hf").string());
    CHECK(opened->report.architecture == "TvltForPreTraining");
    CHECK((opened->report.missing.empty() && opened->report.unexpected.empty()));
    CHECK(opened->report.parameters == converted.parameters);

    convert(folder / "hf", folder / "back.ckpt");
    CHECK(equal(readTorchFile(folder / "back.ckpt").tensors, authors));
    convert(kAuthorsFile, folder / "same.safetensors");
    CHECK(equal(weightsIn(folder / "same.safetensors"), authors));
    convert(folder / "same.safetensors", folder / "again.ckpt");
    CHECK(equal(readTorchFile(folder / "again.ckpt").tensors, authors));
    CHECK(loadCheckpoint((folder / "again.ckpt").string())->report.original);
}

TEST_CASE("a folder becomes other folders and files with the same weights") {
    const TempFolder folder;
    const StateDict weights = savePreTraining(folder / "model");
    convert(folder / "model", folder / "copy/"); // as shells complete names of folders
    CHECK(equal(weightsIn(folder / "copy"), weights));
    CHECK(readTextFile(folder / "copy" / "config.json") == readTextFile(folder / "model" / "config.json"));
    CHECK(readTextFile(folder / "copy" / "preprocessor_config.json") ==
          readTextFile(folder / "model" / "preprocessor_config.json"));
    CHECK(notes(convert(folder / "model", folder / "lone.safetensors"), "config.json beside it"));
    CHECK(equal(weightsIn(folder / "lone.safetensors"), weights));
    const Converted authors = convert(folder / "model", folder / "authors.ckpt");
    CHECK(notes(authors, "gives other numbers"));
    convert(folder / "authors.ckpt", folder / "back");
    CHECK(equal(weightsIn(folder / "back"), weights));
}

TEST_CASE("pytorch_model.bin and weights in parts are sources too") {
    const TempFolder folder;
    const StateDict weights = savePreTraining(folder / "model");
    fs::remove(folder / "model" / "model.safetensors");
    SECTION("pytorch_model.bin") {
        writeTorchFile(folder / "model" / "pytorch_model.bin", weights);
    }
    SECTION("parts") {
        StateDict first;
        StateDict second;
        nlohmann::json map;
        for (const auto& [name, tensor] : weights) {
            const bool early = name < "m";
            (early ? first : second).emplace(name, tensor);
            map[name] = early ? "model-1.safetensors" : "model-2.safetensors";
        }
        writeSafetensors(folder / "model" / "model-1.safetensors", first);
        writeSafetensors(folder / "model" / "model-2.safetensors", second);
        writeFileAtomically(folder / "model" / "model.safetensors.index.json",
                            nlohmann::json{{"weight_map", map}}.dump());
    }
    convert(folder / "model", folder / "copy");
    CHECK(equal(weightsIn(folder / "copy"), weights));
}

TEST_CASE("f16 and bf16 keep every bit on the way, and through f32") {
    const TempFolder folder;
    const StateDict weights = savePreTraining(folder / "model");
    const auto [dtype, type, name] = GENERATE(table<StoredDtype, torch::ScalarType, std::string>(
        {{StoredDtype::F16, torch::kFloat16, "float16"}, {StoredDtype::BF16, torch::kBFloat16, "bfloat16"}}));
    CHECK(convert(folder / "model", folder / "small", dtype).dtype == dtype);
    const StateDict small = weightsIn(folder / "small");
    CHECK(equal(small, castTo(weights, type)));
    CHECK(nlohmann::json::parse(readTextFile(folder / "small" / "config.json"))["torch_dtype"] == name);

    convert(folder / "small", folder / "kept");
    CHECK(equal(weightsIn(folder / "kept"), small));
    convert(folder / "small", folder / "kept.ckpt");
    convert(folder / "kept.ckpt", folder / "from-ckpt");
    CHECK(equal(weightsIn(folder / "from-ckpt"), small));
    convert(folder / "small", folder / "wide", StoredDtype::F32);
    CHECK(equal(weightsIn(folder / "wide"), castTo(small, torch::kFloat32)));
    convert(folder / "wide", folder / "small-again", dtype);
    CHECK(equal(weightsIn(folder / "small-again"), small));
}

TEST_CASE("numbers between two others are rounded to the even one") {
    const TempFolder folder;
    StateDict weights = savePreTraining(folder / "model");
    const std::string name = "matching_head.pooler.dense.bias";
    const auto rounded = [&](double value, StoredDtype dtype) {
        weights.at(name).fill_(value);
        writeSafetensors(folder / "model" / "model.safetensors", weights);
        convert(folder / "model", folder / "rounded", dtype, true);
        return weightsIn(folder / "rounded").at(name)[0].item<double>();
    };
    const double f16 = std::ldexp(1.0, -10); // between numbers that follow 1
    const double bf16 = std::ldexp(1.0, -7);
    CHECK(rounded(1.0 + 0.5 * f16, StoredDtype::F16) == 1.0);
    CHECK(rounded(1.0 + 1.5 * f16, StoredDtype::F16) == 1.0 + 2.0 * f16);
    CHECK(rounded(1.0 + 0.5 * bf16, StoredDtype::BF16) == 1.0);
    CHECK(rounded(1.0 + 1.5 * bf16, StoredDtype::BF16) == 1.0 + 2.0 * bf16);
}

TEST_CASE("a weight that a dtype cannot hold is refused by name, and nothing is written") {
    const TempFolder folder;
    StateDict weights = savePreTraining(folder / "model");
    weights.at("matching_head.fc.bias").fill_(70000.0);
    writeSafetensors(folder / "model" / "model.safetensors", weights);
    for (const char* to : {"small", "small.safetensors", "small.ckpt"}) {
        CHECK_THAT(failure(folder / "model", folder / to, StoredDtype::F16), ContainsSubstring("too large for f16"));
        CHECK_THAT(failure(folder / "model", folder / to, StoredDtype::F16),
                   ContainsSubstring("matching_head.fc.bias"));
        CHECK_FALSE(fs::exists(folder / to));
    }
    CHECK(convert(folder / "model", folder / "wide", StoredDtype::BF16).dtype == StoredDtype::BF16);
}

TEST_CASE("weights of several dtypes become f32, which is told") {
    const TempFolder folder;
    StateDict weights = savePreTraining(folder / "model");
    weights.at("matching_head.fc.bias") = weights.at("matching_head.fc.bias").to(torch::kFloat16);
    writeSafetensors(folder / "model" / "model.safetensors", weights);
    const Converted converted = convert(folder / "model", folder / "copy");
    CHECK(converted.dtype == StoredDtype::F32);
    CHECK(notes(converted, "several dtypes"));
    CHECK(equal(weightsIn(folder / "copy"), castTo(weights, torch::kFloat32)));
}

TEST_CASE("the authors' classifier has no place in a folder, but keeps all of its weights in files") {
    const TempFolder folder;
    CHECK_THAT(failure(kSentimentFile, folder / "hf"), ContainsSubstring("pooler"));
    CHECK_FALSE(fs::exists(folder / "hf"));
    const StateDict weights = readTorchFile(kSentimentFile).tensors;
    convert(kSentimentFile, folder / "bare.ckpt");
    CHECK(equal(readTorchFile(folder / "bare.ckpt").tensors, weights));
    convert(kSentimentFile, folder / "bare.safetensors");
    CHECK(equal(weightsIn(folder / "bare.safetensors"), weights));
    CHECK(loadCheckpoint((folder / "bare.safetensors").string())->report.hasClassifier);
}

TEST_CASE("what the authors' format has no place for is refused") {
    const TempFolder folder;
    savePreTraining(folder / "model");
    nlohmann::json config = nlohmann::json::parse(readTextFile(folder / "model" / "config.json"));
    config["hidden_act"] = "relu";
    writeFileAtomically(folder / "model" / "config.json", config.dump());
    CHECK_THAT(failure(folder / "model", folder / "authors.ckpt"), ContainsSubstring("no place"));
    CHECK_FALSE(fs::exists(folder / "authors.ckpt"));
}

TEST_CASE("an encoder alone keeps its bare names in a folder, and the authors' in their file") {
    const TempFolder folder;
    const StateDict weights = savePreTraining(folder / "model");
    const StateDict encoder = withoutPrefix(weights, "tvlt.");
    writeSafetensors(folder / "model" / "model.safetensors", encoder);
    nlohmann::json config = nlohmann::json::parse(readTextFile(folder / "model" / "config.json"));
    config["architectures"] = {"TvltModel"};
    writeFileAtomically(folder / "model" / "config.json", config.dump());
    convert(folder / "model", folder / "copy");
    CHECK(equal(weightsIn(folder / "copy"), encoder));
    convert(folder / "model", folder / "encoder.ckpt");
    CHECK(weightsIn(folder / "encoder.ckpt").count("cls_token") == 1);
    convert(folder / "encoder.ckpt", folder / "back");
    CHECK(equal(weightsIn(folder / "back"), encoder));
}

TEST_CASE("what is there already is replaced only when that is asked for, and nothing else is touched") {
    const TempFolder folder;
    const StateDict weights = savePreTraining(folder / "model");
    fs::create_directories(folder / "empty");
    CHECK(failure(folder / "model", folder / "empty") == "converted");
    fs::create_directories(folder / "used");
    writeFileAtomically(folder / "used" / "thesis.txt", "years of work");
    writeFileAtomically(folder / "used.ckpt", "old");
    CHECK_THAT(failure(folder / "model", folder / "used"), ContainsSubstring("--force"));
    CHECK_THAT(failure(folder / "model", folder / "used.ckpt"), ContainsSubstring("--force"));
    CHECK(std::distance(fs::directory_iterator(folder / "used"), {}) == 1);
    CHECK(readTextFile(folder / "used.ckpt") == "old");
    convert(folder / "model", folder / "used", {}, true);
    convert(folder / "model", folder / "used.ckpt", {}, true);
    CHECK(readTextFile(folder / "used" / "thesis.txt") == "years of work");
    CHECK(equal(weightsIn(folder / "used"), weights));
    CHECK(loadCheckpoint((folder / "used.ckpt").string())->report.original);

    ConvertOptions options;
    options.force = true;
    CHECK_THROWS_WITH(convertCheckpoint((folder / "model").string(), folder / "used.ckpt", options),
                      ContainsSubstring("is a file"));
    options.format = CheckpointFormat::Safetensors;
    CHECK_THROWS_WITH(convertCheckpoint((folder / "model").string(), folder / "used", options),
                      ContainsSubstring("is a folder"));
}

TEST_CASE("a name's ending says the format") {
    CHECK(formatByName("a/b.safetensors") == CheckpointFormat::Safetensors);
    CHECK(formatByName("b.ckpt") == CheckpointFormat::Authors);
    CHECK(formatByName("b.v2") == CheckpointFormat::Folder);
    CHECK(formatByName("b/") == CheckpointFormat::Folder);
}
