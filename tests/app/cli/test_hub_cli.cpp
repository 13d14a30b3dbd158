#include "core/base/file.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/hub_cache.h"
#include "tests/app/cli/program.h"
#include "tests/support/catch.h"
#include "tests/support/tiny_hub.h"

#include <QProcess>

#include <sys/types.h>

#include <csignal>

using namespace tvlt;

namespace fs = std::filesystem;

namespace {

/// A hub that the program may reach, and a cache of the test's own.
struct Place : TinyHub {
    Environment cache{"HF_HUB_CACHE", (folder / "cache").string()};
    Environment proxy{"no_proxy", "127.0.0.1"};
};

} // namespace

TEST_CASE("tvlt downloads a checkpoint that is named by its hub id, once") {
    Place place;
    const ProgramRun first = runTvlt({"info", HubServer::kRepository, "--json"});
    INFO(first.err);
    CHECK(first.exitCode == 0);
    CHECK_THAT(first.err, ContainsSubstring("is not in the local cache: downloading"));
    CHECK_THAT(first.err, ContainsSubstring(place.hub.endpoint().toStdString()));
    CHECK_THAT(first.out, ContainsSubstring("TvltForPreTraining"));
    CHECK(fs::exists(findInHubCache({HubServer::kRepository}, place.folder / "cache")));

    place.hub.forgetRequests();
    const ProgramRun again = runTvlt({"info", HubServer::kRepository, "--json"});
    CHECK(again.err.empty());
    CHECK(again.out == first.out);
    CHECK(place.hub.requests().empty());
}

TEST_CASE("tvlt asks no host when it is told to stay offline") {
    Place place;
    const Environment offline("HF_HUB_OFFLINE", "1");
    const ProgramRun run = runTvlt({"info", HubServer::kRepository});
    CHECK(run.exitCode == 1);
    CHECK_THAT(run.err, ContainsSubstring("HF_HUB_OFFLINE"));
    CHECK(place.hub.requests().empty());
}

TEST_CASE("a path that is mistyped goes to no hub") {
    Place place;
    for (const char* name : {"/tmp/no-such-model", "no-such-folder/model.safetensors", "no-such-clips/one.mp4"})
        CHECK(runTvlt({"info", name}).exitCode == 1);
    CHECK(place.hub.requests().empty());
}

TEST_CASE("Ctrl-C keeps what came of a checkpoint, and the same command goes on") {
    Place place;
    place.hub.behave({.stallAfter = 20'000});
    QProcess program;
    program.start(TVLT_PROGRAM, {"info", HubServer::kRepository});
    REQUIRE(program.waitForStarted());
    const fs::path blobs = hubRepositoryFolder({HubServer::kRepository}, place.folder / "cache") / "blobs";
    const auto kept = [&]() -> std::uintmax_t {
        std::error_code ec;
        for (const auto& entry : fs::directory_iterator(blobs, ec))
            if (entry.path().extension() == ".incomplete")
                return entry.file_size(ec);
        return 0;
    };
    for (int i = 0; i < 600 && kept() < 20'000; ++i)
        REQUIRE_FALSE(program.waitForFinished(50));
    REQUIRE(kept() == 20'000);
    ::kill(static_cast<pid_t>(program.processId()), SIGINT);
    REQUIRE(program.waitForFinished(30'000));
    CHECK(program.exitCode() == 130);
    CHECK_THAT(program.readAllStandardError().toStdString(), ContainsSubstring("what has come is kept"));
    CHECK(kept() == 20'000);

    place.hub.forgetRequests();
    const ProgramRun again = runTvlt({"info", HubServer::kRepository});
    INFO(again.err);
    CHECK(again.exitCode == 0);
    CHECK_THAT(again.err, ContainsSubstring("downloading the last"));
    qint64 sent = 0;
    for (const auto& request : place.hub.requests())
        sent += request.largeHost ? request.bodyBytes : 0;
    CHECK(sent == place.weightsBytes - 20'000);
}

TEST_CASE("a checkpoint that may not be read says how to get it") {
    Place place;
    place.hub.behave({.token = "hf_secret", .gated = true});
    const ProgramRun refused = runTvlt({"info", HubServer::kRepository});
    CHECK(refused.exitCode == 1);
    CHECK_THAT(refused.err, ContainsSubstring("gated"));
    CHECK_THAT(refused.err, ContainsSubstring("HF_TOKEN"));
    const Environment token("HF_TOKEN", "hf_secret");
    CHECK(runTvlt({"info", HubServer::kRepository}).exitCode == 0);
}
