#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/result.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/fit_preprocessor.h"
#include "core/checkpoint/hub_cache.h"
#include "core/checkpoint/modules.h"
#include "core/model/safetensors.h"
#include "core/model/state_dict.h"
#include "tests/core/checkpoint/container/support/zip_writer.h"
#include "tests/support/catch.h"
#include "tests/support/environment.h"
#include "tests/support/temp_folder.h"

#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <torch/types.h>

#include <cmath>

using namespace tvlt;

namespace fs = std::filesystem;

namespace {

const fs::path golden = fs::path(TVLT_GOLDEN) / "checkpoint";

TvltConfig tinyConfig() {
    TvltConfig config;
    config.image_size = {32, 32};
    config.num_frames = 2;
    config.spectrogram_length = 64;
    config.frequency_length = 32;
    config.hidden_size = 16;
    config.num_hidden_layers = 2;
    config.num_attention_heads = 2;
    config.intermediate_size = 24;
    config.decoder_hidden_size = 8;
    config.decoder_num_hidden_layers = 1;
    config.decoder_num_attention_heads = 2;
    config.decoder_intermediate_size = 12;
    return config;
}

/// Saves a tiny TvltForPreTraining and gives its tensors.
StateDict saveTiny(const fs::path& folder) {
    Checkpoint checkpoint;
    checkpoint.config = tinyConfig();
    checkpoint.modules = std::make_shared<Modules>();
    checkpoint.modules->pretraining = TvltForPreTraining(checkpoint.config);
    std::vector<std::string> notes;
    fitPreprocessor(checkpoint.preprocessor, checkpoint.config, false, notes);
    saveCheckpoint(checkpoint, folder);
    return readSafetensors(folder / "model.safetensors");
}

void rewrite(const fs::path& folder, const StateDict& tensors) {
    writeSafetensors(folder / "model.safetensors", tensors);
}

std::string failure(const std::string& path) {
    const auto result = guard([&] { return loadCheckpoint(path); });
    return result.ok() ? "loaded" : result.error().message();
}

} // namespace

TEST_CASE("a saved checkpoint opens again with the same weights and nothing odd") {
    const TempFolder folder;
    const StateDict tensors = saveTiny(folder / "tiny");
    for (const char* file : {"tiny", "tiny/model.safetensors", "tiny/config.json"}) {
        const auto checkpoint = loadCheckpoint((folder / file).string());
        const LoadReport& report = checkpoint->report;
        CHECK(report.architecture == "TvltForPreTraining");
        CHECK(report.dtype == "F32");
        CHECK(report.missing.empty());
        CHECK(report.unexpected.empty());
        CHECK(report.wrongShape.empty());
        CHECK(report.nonFinite.empty());
        CHECK(report.notes.empty());
        CHECK((report.hasMae && report.hasMatching && !report.hasClassifier));
        CHECK((report.heads == 2 && report.decoderHeads == 2 && !report.headsAssumed && !report.original));
        const StateDict loaded = stateDict(checkpoint->modules->root());
        REQUIRE(loaded.size() == tensors.size());
        std::int64_t parameters = 0;
        for (const auto& [name, tensor] : tensors) {
            CHECK(torch::equal(loaded.at(name), tensor));
            parameters += tensor.numel();
        }
        CHECK(report.parameters == parameters);
        CHECK(checkpoint->preprocessor.image.cropHeight == 32);
    }
}

TEST_CASE("folders that all runs of training name alike are named with their run") {
    const TempFolder folder;
    std::filesystem::create_directories(folder / "myrun");
    for (const char* each : {"best", "last", "mine"})
        saveTiny(folder / "myrun" / each);
    CHECK(loadCheckpoint((folder / "myrun/best").string())->name == "myrun/best");
    CHECK(loadCheckpoint((folder / "myrun/last").string() + "/")->name == "myrun/last");
    CHECK(loadCheckpoint((folder / "myrun/mine").string())->name == "mine");
}

TEST_CASE("an encoder saved alone, without prefix, opens as TvltModel") {
    const TempFolder folder;
    StateDict tensors = saveTiny(folder / "tiny");
    rewrite(folder / "tiny", withoutPrefix(tensors, "tvlt."));
    nlohmann::json config = nlohmann::json::parse(readTextFile(folder / "tiny" / "config.json"));
    config["architectures"] = {"TvltModel"};
    writeFileAtomically(folder / "tiny" / "config.json", config.dump());
    const auto checkpoint = loadCheckpoint((folder / "tiny").string());
    CHECK(checkpoint->report.architecture == "TvltModel");
    CHECK(checkpoint->report.missing.empty());
    CHECK(checkpoint->report.unexpected.empty());
    CHECK_FALSE(checkpoint->report.hasMae);
    CHECK(torch::equal(stateDict(checkpoint->modules->root()).at("cls_embedding"), tensors.at("tvlt.cls_embedding")));
}

TEST_CASE("a head with missing or wrongly shaped keys is switched off, an extra key is only told") {
    const TempFolder folder;
    StateDict tensors = saveTiny(folder / "tiny");
    tensors.erase("matching_head.fc.bias");
    tensors["surplus"] = torch::ones({2});
    rewrite(folder / "tiny", tensors);
    auto checkpoint = loadCheckpoint((folder / "tiny").string());
    CHECK(checkpoint->report.missing == std::vector<std::string>{"matching_head.fc.bias"});
    CHECK(checkpoint->report.unexpected == std::vector<std::string>{"surplus"});
    CHECK((checkpoint->report.hasMae && !checkpoint->report.hasMatching && !checkpoint->config.task_matching));
    CHECK(checkpoint->report.notes.size() == 1);

    tensors["pixel_mae_head.decoder.bias"] = torch::zeros({5});
    rewrite(folder / "tiny", tensors);
    checkpoint = loadCheckpoint((folder / "tiny").string());
    REQUIRE(checkpoint->report.wrongShape.size() == 1);
    CHECK(checkpoint->report.wrongShape[0].key == "pixel_mae_head.decoder.bias");
    CHECK(checkpoint->report.wrongShape[0].found == std::vector<std::int64_t>{5});
    CHECK(checkpoint->report.wrongShape[0].expected == std::vector<std::int64_t>{768});
    CHECK((!checkpoint->report.hasMae && !checkpoint->report.hasMatching));
    CHECK(checkpoint->modules->model);
    CHECK(checkpoint->modules->encoder());
}

TEST_CASE("an encoder with missing or wrongly shaped keys is refused and they are named") {
    const TempFolder folder;
    StateDict tensors = saveTiny(folder / "tiny");
    const std::string path = (folder / "tiny").string();
    tensors.erase("tvlt.layernorm.bias");
    tensors["tvlt.cls_embedding"] = torch::zeros({1, 1, 7});
    rewrite(folder / "tiny", tensors);
    CHECK_THAT(failure(path), ContainsSubstring("lacks 1 tensors (tvlt.layernorm.bias)"));
    CHECK_THAT(failure(path), ContainsSubstring("tvlt.cls_embedding (1, 1, 7) instead of (1, 1, 16)"));
}

TEST_CASE("NaN and infinity in weights are told by name") {
    const TempFolder folder;
    StateDict tensors = saveTiny(folder / "tiny");
    tensors.at("tvlt.cls_embedding")[0][0][3] = std::nan("");
    tensors.at("matching_head.fc.weight")[0][0] = INFINITY;
    rewrite(folder / "tiny", tensors);
    const auto checkpoint = loadCheckpoint((folder / "tiny").string());
    CHECK(checkpoint->report.nonFinite == std::vector<std::string>{"matching_head.fc.weight", "tvlt.cls_embedding"});
    CHECK(checkpoint->report.hasMatching);
}

TEST_CASE("half-precision files load into the dtype that is asked for") {
    const TempFolder folder;
    StateDict tensors = saveTiny(folder / "tiny");
    for (const auto type : {torch::kFloat16, torch::kBFloat16}) {
        StateDict half;
        for (const auto& [name, tensor] : tensors)
            half[name] = tensor.to(type);
        rewrite(folder / "tiny", half);
        LoadOptions options;
        auto checkpoint = loadCheckpoint((folder / "tiny").string(), options);
        CHECK(checkpoint->report.dtype == (type == torch::kFloat16 ? "F16" : "BF16"));
        CHECK(checkpoint->modules->root().parameters()[0].scalar_type() == torch::kFloat32);
        options.dtype = Dtype::BF16;
        checkpoint = loadCheckpoint((folder / "tiny").string(), options);
        CHECK(checkpoint->modules->root().parameters()[0].scalar_type() == torch::kBFloat16);
    }
}

TEST_CASE("weights in parts are put together, and parts outside of the folder are refused") {
    const TempFolder folder;
    const StateDict tensors = saveTiny(folder / "tiny");
    const std::string path = (folder / "tiny").string();
    fs::remove(folder / "tiny" / "model.safetensors");
    StateDict parts[2];
    nlohmann::json map;
    std::size_t i = 0;
    for (const auto& [name, tensor] : tensors) {
        parts[i % 2].emplace(name, tensor);
        map[name] = i++ % 2 == 0 ? "a.safetensors" : "b.safetensors";
    }
    const auto writeIndex = [&] {
        writeFileAtomically(folder / "tiny" / "model.safetensors.index.json",
                            nlohmann::json{{"weight_map", map}}.dump());
    };
    writeIndex();
    writeSafetensors(folder / "tiny" / "a.safetensors", parts[0]);
    CHECK_THAT(failure(path), ContainsSubstring("a part of the weights is missing"));
    writeSafetensors(folder / "tiny" / "b.safetensors", parts[1]);
    const auto checkpoint = loadCheckpoint(path);
    CHECK(checkpoint->report.missing.empty());
    CHECK(checkpoint->report.format == "Hugging Face folder, model.safetensors in 2 parts");
    for (const char* outside : {"../b.safetensors", "/etc/passwd", ".."}) {
        map["tvlt.cls_embedding"] = outside;
        writeIndex();
        CHECK_THAT(failure(path), ContainsSubstring("not a file in this folder"));
    }
}

TEST_CASE("a hub id is found in the local cache, with and without refs") {
    const TempFolder folder;
    const Environment cache("HF_HUB_CACHE", {});
    const Environment home("HF_HOME", folder.path().string());
    const fs::path repository = folder / "hub" / "models--some-org--tvlt-tiny";
    CHECK_THAT(failure("some-org/tvlt-tiny"), ContainsSubstring("not in the local Hugging Face cache"));
    fs::create_directories(repository / "snapshots" / "empty");
    CHECK_THAT(failure("some-org/tvlt-tiny"), ContainsSubstring("without all of its weights"));

    saveTiny(repository / "snapshots" / "older");
    saveTiny(repository / "snapshots" / "newer");
    const auto now = fs::file_time_type::clock::now();
    fs::last_write_time(repository / "snapshots" / "older", now - std::chrono::hours(2));
    fs::last_write_time(repository / "snapshots" / "newer", now - std::chrono::hours(1));
    CHECK(findInHubCache({"some-org/tvlt-tiny"}).filename() == "newer");
    fs::create_directories(repository / "refs");
    writeFileAtomically(repository / "refs" / "main", "older\n");
    CHECK(findInHubCache({"some-org/tvlt-tiny"}).filename() == "older");
    writeFileAtomically(repository / "refs" / "main", "../../elsewhere");
    CHECK(findInHubCache({"some-org/tvlt-tiny"}).filename() == "newer");
    const auto loaded = loadCheckpoint("some-org/tvlt-tiny");
    CHECK(loaded->name == "some-org/tvlt-tiny");
    CHECK(loaded->report.path == "some-org/tvlt-tiny");
    CHECK(fileHash(loaded->weights) == fileHash(repository / "snapshots" / "newer"));

    const Environment moved("HF_HUB_CACHE", (folder / "hub").string());
    CHECK(hubCacheFolder() == folder / "hub");
}

TEST_CASE("a hub id with a revision is found in that revision alone") {
    const TempFolder folder;
    const fs::path repository = hubRepositoryFolder({"some-org/tvlt-tiny"}, folder.path());
    CHECK(repository == folder / "models--some-org--tvlt-tiny");
    const std::string commit = "0123456789abcdef0123456789abcdef01234567";
    saveTiny(repository / "snapshots" / "newer");
    saveTiny(repository / "snapshots" / commit);
    fs::create_directories(repository / "refs" / "refs" / "pr");
    writeFileAtomically(repository / "refs" / "main", "newer");
    writeFileAtomically(repository / "refs" / "refs" / "pr" / "1", commit);
    const auto found = [&](const std::string& text) {
        const auto id = parseHubId(text);
        REQUIRE(id);
        const auto snapshot = guard([&] { return findInHubCache(*id, folder.path()); });
        return snapshot.ok() ? snapshot->filename().string() : snapshot.error().message();
    };
    CHECK(found("some-org/tvlt-tiny") == "newer");
    CHECK(found("some-org/tvlt-tiny@main") == "newer");
    CHECK(found("some-org/tvlt-tiny@refs/pr/1") == commit);
    CHECK(found("some-org/tvlt-tiny@" + commit) == commit);
    CHECK_THAT(found("some-org/tvlt-tiny@v2"), ContainsSubstring("not in this revision"));
    LoadOptions options;
    options.hubCache = folder.path();
    CHECK(loadCheckpoint("some-org/tvlt-tiny@refs/pr/1", options)->name == "some-org/tvlt-tiny@refs/pr/1");
}

TEST_CASE("a snapshot that lacks some of its files is not used") {
    const TempFolder folder;
    const HubId id{"some-org/tvlt-tiny"};
    const fs::path snapshots = hubRepositoryFolder(id, folder.path()) / "snapshots";
    saveTiny(snapshots / "whole");
    saveTiny(snapshots / "part");
    const auto now = fs::file_time_type::clock::now();
    fs::last_write_time(snapshots / "whole", now - std::chrono::hours(1));
    REQUIRE(findInHubCache(id, folder.path()).filename() == "part");
    SECTION("config.json") {
        fs::remove(snapshots / "part" / "config.json");
    }
    SECTION("weights, whose link leads nowhere") {
        fs::remove(snapshots / "part" / "model.safetensors");
        fs::create_symlink("../../blobs/none", snapshots / "part" / "model.safetensors");
    }
    SECTION("a part of the weights") {
        fs::rename(snapshots / "part" / "model.safetensors", snapshots / "part" / "model-1.safetensors");
        writeFileAtomically(snapshots / "part" / "model.safetensors.index.json",
                            R"({"weight_map": {"a": "model-1.safetensors", "b": "model-2.safetensors"}})");
    }
    fs::last_write_time(snapshots / "part", now);
    CHECK(findInHubCache(id, folder.path()).filename() == "whole");
}

TEST_CASE("what is no hub id is not taken for one") {
    for (const char* text : {"", "../escape", "a/b/c", "/a", "a/", "a/.b", "a b", "a/b@", "a/b@../c", "a/b@c//d",
                             "a/b@/c", "a/b@.c", "a/b@c@d", "a/b?c", "a@b/c d"})
        CHECK_FALSE(parseHubId(text));
    const auto id = parseHubId("Some-Org/tvlt_1.0@v1.0");
    REQUIRE(id);
    CHECK((id->repository == "Some-Org/tvlt_1.0" && id->revision == "v1.0" && id->revisionNamed));
    CHECK(id->text() == "Some-Org/tvlt_1.0@v1.0");
    CHECK((parseHubId("tvlt")->revision == "main" && parseHubId("tvlt")->text() == "tvlt"));
}

TEST_CASE("what is wrong with a folder is said") {
    const TempFolder folder;
    CHECK_THAT(failure((folder / "none").string()), ContainsSubstring("no such file or folder"));
    CHECK_THAT(failure(folder.path().string()), ContainsSubstring("holds no model.safetensors"));
    saveTiny(folder / "tiny");
    const std::string path = (folder / "tiny").string();
    const std::string config = readTextFile(folder / "tiny" / "config.json");
    writeFileAtomically(folder / "tiny" / "config.json", "{\n  \"hidden_size\": 16\n  \"num_frames\": 2\n}");
    CHECK_THAT(failure(path), ContainsSubstring("config.json:3:"));
    CHECK_THAT(failure(path), ContainsSubstring("not valid JSON"));
    nlohmann::json huge = nlohmann::json::parse(config);
    huge["hidden_size"] = 16384;
    writeFileAtomically(folder / "tiny" / "config.json", huge.dump());
    CHECK_THAT(failure(path), ContainsSubstring("the weights hold"));
    fs::remove(folder / "tiny" / "config.json");
    CHECK_THAT(failure(path), ContainsSubstring("config.json is needed"));
    writeFileAtomically(folder / "tiny" / "config.json", config);
    const std::string weights = readTextFile(folder / "tiny" / "model.safetensors");
    writeFileAtomically(folder / "tiny" / "model.safetensors", weights.substr(0, weights.size() - 9));
    CHECK_THAT(failure(path), ContainsSubstring("model.safetensors"));
}

TEST_CASE("a pipe is refused, not waited for") {
    TempFolder folder;
    const auto lone = folder / "weights.ckpt";
    REQUIRE(mkfifo(lone.c_str(), 0600) == 0);
    CHECK_THROWS_AS(loadCheckpoint(lone.string()), Exception);
    REQUIRE(mkfifo((folder / "model.safetensors").c_str(), 0600) == 0);
    CHECK_THROWS_AS(loadCheckpoint(folder.path().string()), Exception);
    CHECK_THROWS_AS(fileHash(lone), Exception);
}

TEST_CASE("the default checkpoint can do everything and says what it is") {
    const auto checkpoint = openDefaultCheckpoint();
    CHECK(checkpoint->report.hasMae);
    CHECK(checkpoint->report.hasMatching);
    CHECK_FALSE(checkpoint->report.label.empty());
}

TEST_CASE("a pickle that calls os.system does not run and does not load") {
    const TempFolder folder;
    saveTiny(folder / "tiny");
    fs::remove(folder / "tiny" / "model.safetensors");
    const std::string marker = (folder / "ran").string();
    writeZip(folder / "tiny" / "pytorch_model.bin",
             {{"archive/data.pkl", "cposix\nsystem\n(S'touch " + marker + "'\ntR."}});
    CHECK_THAT(failure((folder / "tiny").string()), ContainsSubstring("refuses to run posix.system"));
    CHECK_FALSE(fs::exists(marker));
}

TEST_CASE("an untrained checkpoint is the same for the same seed, says what it is, and survives saving") {
    const auto one = untrainedCheckpoint(3);
    const auto same = untrainedCheckpoint(3);
    const auto other = untrainedCheckpoint(4);
    const char* key = "decoder.decoder_layers.1.output.dense.weight";
    const auto weight = [&](const auto& checkpoint) { return stateDict(checkpoint->modules->root()).at(key); };
    CHECK(torch::equal(weight(one), weight(same)));
    CHECK_FALSE(torch::equal(weight(one), weight(other)));
    CHECK(one->report.label == "untrained");
    CHECK(one->preprocessor.image.cropWidth == one->config.image_size[1]);
    CHECK(one->preprocessor.audio.spectrogramLength == one->config.spectrogram_length);

    const TempFolder folder;
    saveCheckpoint(*one, folder / "saved");
    const auto again = loadCheckpoint((folder / "saved").string());
    CHECK(again->report.label == "untrained");
    CHECK(again->report.notes.empty());
    CHECK(torch::equal(weight(one), weight(again)));
    CHECK(again->preprocessor.image.shortestEdge == one->preprocessor.image.shortestEdge);
}

TEST_CASE("a checkpoint saved in half floats holds the rounded weights, and loads") {
    const auto checkpoint = untrainedCheckpoint(3);
    const TempFolder folder;
    saveCheckpoint(*checkpoint, folder / "whole");
    saveCheckpoint(*checkpoint, folder / "half", {.dtype = StoredDtype::F16});
    CHECK(nlohmann::json::parse(readTextFile(folder / "whole" / "config.json"))["torch_dtype"] == "float32");
    CHECK(nlohmann::json::parse(readTextFile(folder / "half" / "config.json"))["torch_dtype"] == "float16");
    const auto loaded = loadCheckpoint((folder / "half").string());
    CHECK(loaded->report.dtype == "F16");
    CHECK(loaded->modules->dtype == torch::kFloat32);
    const StateDict weights = stateDict(checkpoint->modules->root());
    const StateDict halves = readSafetensors(folder / "half" / "model.safetensors");
    const StateDict again = stateDict(loaded->modules->root());
    REQUIRE(halves.size() == weights.size());
    for (const auto& [name, weight] : weights) {
        INFO(name);
        CHECK(halves.at(name).scalar_type() == torch::kFloat16);
        CHECK(torch::equal(again.at(name), weight.to(torch::kFloat16).to(torch::kFloat32)));
    }
}

TEST_CASE("a weight too large for half floats is refused by name, and nothing is written") {
    const auto checkpoint = untrainedCheckpoint(3);
    const torch::NoGradGuard noGrad;
    checkpoint->modules->pretraining->named_parameters()["matching_head.fc.bias"].fill_(70000.0);
    const TempFolder folder;
    CHECK_THROWS_WITH(saveCheckpoint(*checkpoint, folder / "half", {.dtype = StoredDtype::F16}),
                      ContainsSubstring("matching_head.fc.bias"));
    CHECK_FALSE(fs::exists(folder / "half"));
}

TEST_CASE("a preprocessor file that does not fit the model gives way, and that is told") {
    PreprocessorConfig preprocessor; // the reference's defaults: 224 pixels, 8 frames, 2048 rows of 128 bands
    std::vector<std::string> notes;
    fitPreprocessor(preprocessor, tinyConfig(), true, notes);
    CHECK(notes.size() == 4);
    CHECK(preprocessor.image.cropWidth == 32);
    CHECK(preprocessor.image.numFrames == 2);
    CHECK(preprocessor.audio.featureSize == 32);
    CHECK(preprocessor.audio.spectrogramLength == 64);
}

TEST_CASE("the hash is SHA-256 of the weights, and stops when asked") {
    const TempFolder folder;
    writeFileAtomically(folder / "abc.bin", "abc");
    CHECK(fileHash(folder / "abc.bin") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    std::stop_source source;
    source.request_stop();
    const auto stopped = guard([&] { return fileHash(folder / "abc.bin", Job{source.get_token(), {}}); });
    CHECK(stopped.error().kind == Error::Kind::Cancelled);
}

TEST_CASE("loading stops when asked") {
    std::stop_source source;
    source.request_stop();
    const auto stopped = guard([&] {
        return loadCheckpoint((golden / "tiny-original-mae.ckpt").string(), {}, Job{source.get_token(), {}});
    });
    REQUIRE_FALSE(stopped.ok());
    CHECK(stopped.error().kind == Error::Kind::Cancelled);
}
