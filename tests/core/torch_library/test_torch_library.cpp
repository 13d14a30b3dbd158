#include "core/analysis/analysis.h"
#include "core/analysis/engine.h"
#include "core/analysis/model_pass.h"
#include "core/analysis/request.h"
#include "core/attention/attention_pass.h"
#include "core/attention/occlusion.h"
#include "core/attention/relevance.h"
#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/media/probe.h"
#include "core/prediction/projection.h"
#include "core/torch_library/torch_functions.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

using namespace tvlt;

namespace {

bool holdsLibTorch() {
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);)
        if (line.find("libtorch_cpu") != line.npos)
            return true;
    return false;
}

std::string refusal(const std::filesystem::path& library) {
    try {
        (void)loadTorchFunctions(library);
    } catch (const Exception& e) {
        return e.error().message();
    }
    return "none";
}

std::shared_ptr<const ClipFeatures> demoFeatures(const std::shared_ptr<const Checkpoint>& checkpoint) {
    Request request;
    request.clip = probe(ClipSource{{findDemoClip().value()}, {}});
    request.checkpoint = checkpoint;
    return makeFeatures(request);
}

} // namespace

TEST_CASE("LibTorch comes with the first question, not with the program") {
    prepareRuntime(1);
    CHECK_FALSE(holdsLibTorch());
    CHECK(dtypeFromName("bf16") == Dtype::BF16); // names alone ask nothing of it
    CHECK_FALSE(holdsLibTorch());
    CHECK(chooseDevice("cpu").description == "CPU, 1 thread"); // as many as were asked for before it was there
    CHECK(holdsLibTorch());
    CHECK(runtimeInfo().threads == 1);
}

TEST_CASE("threads that ask at once share one library") {
    std::vector<std::string> names(8);
    {
        std::vector<std::jthread> threads;
        for (std::string& name : names)
            threads.emplace_back([&name] { name = chooseDevice("cpu").name; });
    }
    CHECK(std::count(names.begin(), names.end(), "cpu") == 8);
}

TEST_CASE("what the library makes is asked here: passes, maps, errors") {
    const auto checkpoint = openDefaultCheckpoint();
    const auto features = demoFeatures(checkpoint);
    const Mask mask = makeMask(features->layout, MaskSettings{});

    const MaePass mae = runMae(*checkpoint, *features, mask, {});
    CHECK(mae.pixelLogits.size() % static_cast<std::size_t>(features->layout.pixelTokens()) == 0);
    CHECK(mae.pixelLoss > 0.0);
    CHECK(mae.pixelLoss < 1.0);
    CHECK(runHeads(*checkpoint, *features, {}).matchingLogit.has_value());
    CHECK(whereItRuns(*checkpoint).device == "cpu");
    const auto invisible = findInvisiblePatches(*checkpoint, *features).pixel;
    CHECK(std::count(invisible.begin(), invisible.end(), 1) == 0);

    const auto pass = runAttentionPass({checkpoint, features, mask, AttentionStack::Encoder});
    CHECK(pass->layers() == checkpoint->config.num_hidden_layers);
    const TokenValues row = pass->weights(0, {}, std::nullopt, AttentionDirection::From);
    CHECK(row.pixel.size() == static_cast<std::size_t>(features->layout.pixelTokens()));
    CHECK_THROWS_AS(pass->weights(999, {}, std::nullopt, AttentionDirection::From), Exception); // caught on this side

    const auto plane = projectStates({clsState(*checkpoint, *features, {}),
                                      std::vector<float>(static_cast<std::size_t>(checkpoint->config.hidden_size))});
    CHECK(plane.explained[0] == Approx(1.0));
    CHECK(relevanceOf(*checkpoint, *features).values.pixel.size() == row.pixel.size());
    OcclusionOptions wide;
    wide.window = wide.stride = 100;
    CHECK(occlusionOf(*checkpoint, *features, {}, wide).windows >= 2);

    std::stop_source stopped;
    stopped.request_stop();
    Job job;
    job.stop = stopped.get_token();
    try {
        (void)runMae(*checkpoint, *features, mask, job);
        FAIL("a stopped pass went on");
    } catch (const Exception& e) {
        CHECK(e.error().kind == Error::Kind::Cancelled);
    }
    CHECK_THROWS_AS(loadCheckpoint("/no/such/folder"), Exception);
    CHECK(untrainedCheckpoint(1)->report.label == "untrained");
}

TEST_CASE("a library that is missing, or another one, is told by name") {
    CHECK_THAT(refusal("/no/such/tvlt-torch.so"), ContainsSubstring("/no/such/tvlt-torch.so") &&
                                                      ContainsSubstring("cannot be loaded") &&
                                                      ContainsSubstring("Install the program again"));
    CHECK_THAT(refusal(TVLT_SOME_LIBRARY), ContainsSubstring("it is another one"));
}
