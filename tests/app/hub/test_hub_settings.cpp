#include "app/hub/hub_download.h"
#include "app/hub/hub_settings.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "tests/support/catch.h"
#include "tests/support/environment.h"
#include "tests/support/temp_folder.h"

using namespace tvlt;

namespace fs = std::filesystem;

TEST_CASE("the environment says which hub, by which token, into which cache") {
    const TempFolder folder;
    const Environment endpoint("HF_ENDPOINT", {});
    const Environment token("HF_TOKEN", {});
    const Environment tokenPath("HF_TOKEN_PATH", {});
    const Environment offline("HF_HUB_OFFLINE", {});
    const Environment alsoOffline("TRANSFORMERS_OFFLINE", {});
    const Environment cache("HF_HUB_CACHE", {});
    const Environment home("HF_HOME", folder.path().string());

    const HubSettings plain = hubSettings();
    CHECK(plain.endpoint == QUrl("https://huggingface.co"));
    CHECK(plain.token.isEmpty());
    CHECK_FALSE(plain.offline);
    CHECK(plain.cache == folder / "hub");
    CHECK(hubSettings("/elsewhere").cache == "/elsewhere");

    writeFileAtomically(folder / "token", "hf_home\n");
    CHECK(hubSettings().token == "hf_home");
    CHECK(hubSettings().tokenFrom == (folder / "token").string());
    writeFileAtomically(folder / "other", "hf_other");
    const Environment named("HF_TOKEN_PATH", (folder / "other").string());
    CHECK(hubSettings().token == "hf_other");
    const Environment said("HF_TOKEN", " hf_said ");
    CHECK(hubSettings().token == "hf_said");
    CHECK(hubSettings().tokenFrom == "HF_TOKEN");

    const Environment mirror("HF_ENDPOINT", "https://mirror.example/hub/");
    CHECK(hubSettings().endpoint == QUrl("https://mirror.example/hub"));
    for (const char* text : {"file:///etc", "mirror.example", "https://"}) {
        const Environment wrong("HF_ENDPOINT", text);
        CHECK_THROWS_WITH(hubSettings(), ContainsSubstring("HF_ENDPOINT"));
    }
    for (const char* text : {"1", "ON", "yes", "True"}) {
        const Environment on("HF_HUB_OFFLINE", text);
        CHECK(hubSettings().offline);
    }
    const Environment off("HF_HUB_OFFLINE", "0");
    CHECK_FALSE(hubSettings().offline);
}

TEST_CASE("a hub is asked for names with an owner alone, and not for what may be a path") {
    const TempFolder folder;
    const fs::path before = fs::current_path();
    fs::current_path(folder.path());
    fs::create_directories(folder / "runs");
    CHECK(missingFromCache("some-org/tvlt", folder / "cache"));
    CHECK(missingFromCache("some-org/tvlt@v1", folder / "cache")->revision == "v1");
    for (const char* name : {"tvlt", "tvlt@a/b", "runs/best", "models/weights.ckpt", "models/tvlt.safetensors",
                             "/models/tvlt", "../models", "a/b/c", "runs"})
        CHECK_FALSE(missingFromCache(name, folder / "cache"));
    fs::current_path(before);
}
