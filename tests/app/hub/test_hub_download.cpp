#include "app/hub/hub_download.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/result.h"
#include "core/checkpoint/hub_cache.h"
#include "tests/support/catch.h"
#include "tests/support/hub_server.h"
#include "tests/support/temp_folder.h"

#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <thread>

using namespace tvlt;

namespace fs = std::filesystem;

namespace {

const HubId kId{HubServer::kRepository};

/// Bytes that differ from place to place.
QByteArray weightsOf(int size) {
    QByteArray bytes(size, '\0');
    for (int i = 0; i < size; ++i)
        bytes[i] = static_cast<char>((i * 2654435761u) >> 24);
    return bytes;
}

/// A hub with a model, and a program that has never asked it.
struct Place {
    TempFolder folder;
    HubServer hub;
    HubSettings settings;
    QByteArray weights = weightsOf(300'000);
    std::string weightsHash;

    Place() {
        settings.endpoint = hub.endpoint();
        settings.cache = folder / "cache";
        settings.timeout = std::chrono::seconds(20);
        settings.pause = std::chrono::milliseconds(1);
        settings.retries = 2;
        hub.put("config.json", "{}", HubServer::Size::Small);
        hub.put("preprocessor_config.json", "{\"a\": 1}", HubServer::Size::Small);
        weightsHash = hub.put("model.safetensors", weights, HubServer::Size::Large);
        hub.put("README.md", "nobody asks for this", HubServer::Size::Small);
    }

    [[nodiscard]] fs::path repository() const { return hubRepositoryFolder(kId, settings.cache); }
    [[nodiscard]] fs::path blob() const { return repository() / "blobs" / weightsHash; }
    [[nodiscard]] fs::path incomplete() const { return blob().string() + ".incomplete"; }

    fs::path fetch(const HubId& id = kId, const Job& job = {}) const {
        return download(planDownload(id, settings, job), settings, job);
    }
    [[nodiscard]] Error failure(const HubId& id = kId) const {
        const auto result = guard([&] { return fetch(id); });
        REQUIRE_FALSE(result.ok());
        return result.error();
    }
    /// What the host of large files was asked for.
    [[nodiscard]] std::vector<HubServer::Request> largeRequests() const {
        auto all = hub.requests();
        std::erase_if(all, [](const HubServer::Request& request) { return !request.largeHost; });
        return all;
    }
};

bool holds(const fs::path& file, const QByteArray& bytes) {
    return readTextFile(file) == bytes.toStdString();
}

/// No file of this program grows beyond `bytes` as long as it lives.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

  private:
    void (*handler_)(int);
    rlimit before_{};
};

} // namespace

TEST_CASE("a model comes into the cache as huggingface_hub lays it out") {
    Place place;
    const HubPlan plan = planDownload(kId, place.settings);
    CHECK(plan.commit == HubServer::kCommit);
    CHECK(plan.bytes == 300'000 + 2 + 8);
    CHECK(plan.missing == plan.bytes);
    CHECK_FALSE(fs::exists(place.settings.cache));
    CHECK(place.largeRequests().empty());

    const fs::path snapshot = download(plan, place.settings);
    CHECK(snapshot == place.repository() / "snapshots" / HubServer::kCommit);
    CHECK(readTextFile(place.repository() / "refs" / "main") == HubServer::kCommit);
    CHECK(fs::read_symlink(snapshot / "model.safetensors") == "../../blobs/" + place.weightsHash);
    CHECK(holds(snapshot / "model.safetensors", place.weights));
    CHECK(fs::is_symlink(snapshot / "config.json"));
    CHECK(holds(snapshot / "config.json", "{}"));
    CHECK(holds(snapshot / "preprocessor_config.json", "{\"a\": 1}"));
    CHECK_FALSE(fs::exists(snapshot / "README.md"));
    CHECK_FALSE(fs::exists(place.incomplete()));
    CHECK(std::distance(fs::directory_iterator(place.repository() / "blobs"), {}) == 3);
    CHECK(std::distance(fs::directory_iterator(snapshot), {}) == 3);
    CHECK(findInHubCache(kId, place.settings.cache) == snapshot);
    CHECK_FALSE(missingFromCache(HubServer::kRepository, place.settings.cache));
}

TEST_CASE("what is there already is not asked for again") {
    Place place;
    place.fetch();
    place.hub.forgetRequests();
    CHECK(planDownload(kId, place.settings).missing == 0);
    place.fetch();
    CHECK(place.largeRequests().empty());
    for (const auto& request : place.hub.requests())
        CHECK(request.method == "HEAD");
}

TEST_CASE("a revision is asked for by its name, encoded, and remembered") {
    Place place;
    const HubId id = *parseHubId("some-org/tvlt-tiny@refs/pr/1");
    const fs::path snapshot = place.fetch(id);
    CHECK(place.hub.requests().front().path == "/some-org/tvlt-tiny/resolve/refs%2Fpr%2F1/config.json");
    CHECK(readTextFile(place.repository() / "refs" / "refs" / "pr" / "1") == HubServer::kCommit);
    CHECK_FALSE(fs::exists(place.repository() / "refs" / "main"));
    CHECK(findInHubCache(id, place.settings.cache) == snapshot);

    const HubId commit = *parseHubId(std::string("some-org/tvlt-tiny@") + HubServer::kCommit);
    CHECK(place.fetch(commit) == snapshot);
    CHECK_THAT(place.failure(*parseHubId("some-org/tvlt-tiny@v9")).message(), ContainsSubstring("no revision \"v9\""));
}

TEST_CASE("all files are of the commit that the first one named") {
    Place place;
    place.fetch();
    const auto requests = place.hub.requests();
    REQUIRE(requests.size() > 1);
    for (std::size_t i = 1; i < requests.size(); ++i)
        if (!requests[i].largeHost)
            CHECK(requests[i].path.startsWith(QByteArray("/some-org/tvlt-tiny/resolve/") + HubServer::kCommit));
}

TEST_CASE("a cut connection goes on where it was cut") {
    Place place;
    const QByteArray weights = weightsOf(16 << 20); // more than the system holds between the two programs
    place.hub.put("model.safetensors", weights, HubServer::Size::Large);
    place.hub.behave({.cutAfter = 12'000'000});
    CHECK(holds(place.fetch() / "model.safetensors", weights));
    const auto requests = place.largeRequests();
    REQUIRE(requests.size() == 2);
    CHECK(requests[0].range.isEmpty());
    CHECK(requests[0].bodyBytes == 12'000'000);
    // Some that were on the way may be lost with the connection.
    const qint64 from = requests[1].range.mid(6).chopped(1).toLongLong();
    CHECK((from > 6'000'000 && from <= 12'000'000));
    CHECK(requests[1].bodyBytes == weights.size() - from);
}

TEST_CASE("a download that was stopped leaves what came, and the next one goes on there") {
    Place place;
    place.hub.behave({.stallAfter = 200'000});
    std::stop_source source;
    const Job job{source.get_token(), [&](double, std::string_view stage) {
                      std::error_code ec;
                      if (stage.starts_with("downloading") && fs::exists(place.incomplete(), ec))
                          source.request_stop();
                  }};
    const auto stopped = guard([&] { return place.fetch(kId, job); });
    REQUIRE_FALSE(stopped.ok());
    CHECK(stopped.error().kind == Error::Kind::Cancelled);
    const auto kept = static_cast<qint64>(fs::file_size(place.incomplete()));
    CHECK((kept > 0 && kept <= 200'000));
    CHECK_FALSE(fs::exists(place.blob()));
    CHECK(missingFromCache(HubServer::kRepository, place.settings.cache));

    place.hub.forgetRequests();
    const HubPlan plan = planDownload(kId, place.settings);
    CHECK(static_cast<qint64>(plan.bytes - plan.missing) >= kept);
    CHECK(holds(download(plan, place.settings) / "model.safetensors", place.weights));
    const auto requests = place.largeRequests();
    REQUIRE(requests.size() == 1);
    CHECK(requests[0].range == "bytes=" + QByteArray::number(kept) + "-");
    CHECK(requests[0].bodyBytes == 300'000 - kept);
}

TEST_CASE("a host that falls silent is given up, and what came is kept") {
    Place place;
    place.settings.timeout = std::chrono::milliseconds(300);
    place.settings.retries = 0;
    place.hub.behave({.stallAfter = 200'000});
    CHECK_THAT(place.failure().message(), ContainsSubstring("no answer for 0.3 s"));
    CHECK(fs::file_size(place.incomplete()) == 200'000);
}

TEST_CASE("a host that ignores ranges sends all of it again") {
    Place place;
    fs::create_directories(place.incomplete().parent_path());
    writeFileAtomically(place.incomplete(), place.weights.first(1000).toStdString());
    place.hub.behave({.ignoresRanges = true});
    CHECK(holds(place.fetch() / "model.safetensors", place.weights));
    const auto requests = place.largeRequests();
    REQUIRE(requests.size() == 1);
    CHECK(requests[0].range == "bytes=1000-");
    CHECK(requests[0].bodyBytes == 300'000);
}

TEST_CASE("a host that ignores ranges and cuts each connection is given up on") {
    Place place;
    place.hub.behave({.cutAfter = 100'000, .cutAlways = true, .ignoresRanges = true});
    CHECK_THAT(place.failure().message(), ContainsSubstring("broke off"));
}

TEST_CASE("left-overs that are too long begin anew") {
    Place place;
    fs::create_directories(place.incomplete().parent_path());
    writeFileAtomically(place.incomplete(), std::string(300'001, 'x'));
    CHECK(holds(place.fetch() / "model.safetensors", place.weights));
    CHECK(place.largeRequests().at(0).range.isEmpty());
}

TEST_CASE("bytes with a wrong hash are thrown away and never get the blob's name") {
    Place place;
    place.hub.behave({.damaged = true});
    const std::string message = place.failure().message();
    CHECK_THAT(message, ContainsSubstring("model.safetensors"));
    CHECK_THAT(message, ContainsSubstring("its hash is not the announced one"));
    CHECK_FALSE(fs::exists(place.blob()));
    CHECK_FALSE(fs::exists(place.incomplete()));
    CHECK_FALSE(fs::exists(place.repository() / "snapshots"));
    place.hub.behave({});
    CHECK(holds(place.fetch() / "model.safetensors", place.weights));
}

TEST_CASE("a left-over of something else is found out by the hash") {
    Place place;
    fs::create_directories(place.incomplete().parent_path());
    writeFileAtomically(place.incomplete(), std::string(1000, 'x'));
    CHECK_THAT(place.failure().message(), ContainsSubstring("hash"));
    CHECK(holds(place.fetch() / "model.safetensors", place.weights));
}

TEST_CASE("a file of another size than announced is refused") {
    Place place;
    place.hub.behave({.shortened = true});
    CHECK_THAT(place.failure().message(), ContainsSubstring("299999 bytes where 300000"));
    CHECK_FALSE(fs::exists(place.incomplete()));
}

TEST_CASE("a small file with a wrong hash is refused too") {
    Place place;
    const HubPlan plan = planDownload(kId, place.settings);
    place.hub.put("config.json", "[]", HubServer::Size::Small);
    CHECK_THROWS_WITH(download(plan, place.settings), ContainsSubstring("hash"));
}

TEST_CASE("the token goes to the hub and to no other host") {
    Place place;
    place.hub.behave({.token = "hf_secret"});
    place.settings.token = "hf_secret";
    place.fetch();
    bool large = false;
    for (const auto& request : place.hub.requests()) {
        CHECK(request.authorization == (request.largeHost ? QByteArray() : QByteArray("Bearer hf_secret")));
        large = large || request.largeHost;
    }
    CHECK(large);
}

TEST_CASE("a model that may not be read says what to do") {
    Place place;
    place.hub.behave({.token = "hf_secret"});
    CHECK_THAT(place.failure().message(), ContainsSubstring("private") && ContainsSubstring("Set HF_TOKEN"));
    place.settings.token = "hf_wrong";
    place.settings.tokenFrom = "HF_TOKEN";
    CHECK_THAT(place.failure().message(), ContainsSubstring("the token in HF_TOKEN may not read it"));
    place.hub.behave({.token = "hf_secret", .gated = true});
    CHECK_THAT(place.failure().message(), ContainsSubstring("gated") && ContainsSubstring(HubServer::kRepository));
    CHECK_THAT(place.failure().message(), !ContainsSubstring("hf_wrong"));
    CHECK_FALSE(fs::exists(place.settings.cache));
}

TEST_CASE("what is not there is named") {
    Place place;
    CHECK_THAT(place.failure(*parseHubId("some-org/other")).message(), ContainsSubstring("some-org/other"));
    HubServer bare;
    place.settings.endpoint = bare.endpoint();
    CHECK_THAT(place.failure().message(), ContainsSubstring("has no config.json"));
    bare.put("config.json", "{}", HubServer::Size::Small);
    CHECK_THAT(place.failure().message(), ContainsSubstring("neither model.safetensors nor pytorch_model.bin"));
    bare.put("pytorch_model.bin", "weights", HubServer::Size::Large);
    CHECK(holds(place.fetch() / "pytorch_model.bin", "weights"));
}

TEST_CASE("a host that cannot be reached is said at once") {
    Place place;
    {
        const HubServer gone;
        place.settings.endpoint = gone.endpoint();
    }
    place.settings.pause = std::chrono::hours(1);
    const Error error = place.failure();
    CHECK_THAT(error.message(), ContainsSubstring("cannot be reached"));
    CHECK_THAT(error.message(), ContainsSubstring("HF_ENDPOINT"));
}

TEST_CASE("a hub that is overloaded is asked again") {
    Place place;
    place.hub.behave({.busy = 2});
    CHECK(holds(place.fetch() / "model.safetensors", place.weights));
    place.hub.behave({.busy = 1000});
    CHECK_THAT(place.failure().message(), ContainsSubstring("status 503"));
}

TEST_CASE("offline, no host is asked") {
    Place place;
    place.settings.offline = true;
    CHECK_THAT(place.failure().message(), ContainsSubstring("HF_HUB_OFFLINE"));
    CHECK(place.hub.requests().empty());
    place.settings.offline = false;
    const HubPlan plan = planDownload(kId, place.settings);
    place.hub.forgetRequests();
    place.settings.offline = true;
    CHECK_THROWS_WITH(download(plan, place.settings), ContainsSubstring("HF_HUB_OFFLINE"));
    CHECK(place.hub.requests().empty());
}

TEST_CASE("a host that tells no hashes is no hub") {
    Place place;
    place.hub.behave({.noHashes = true});
    CHECK_THAT(place.failure().message(), ContainsSubstring("without the commit, hash or size"));
}

TEST_CASE("a repository that was renamed is followed within the hub") {
    Place place;
    place.hub.behave({.token = "hf_secret", .moved = true});
    place.settings.token = "hf_secret";
    CHECK(holds(place.fetch() / "model.safetensors", place.weights));
}

TEST_CASE("weights in parts come all, and names that leave the folder are refused") {
    Place place;
    HubServer hub;
    place.settings.endpoint = hub.endpoint();
    hub.put("config.json", "{}", HubServer::Size::Small);
    hub.put("model-1.safetensors", "first", HubServer::Size::Large);
    hub.put("model-2.safetensors", "second", HubServer::Size::Large);
    const auto index = [&](const QByteArray& second) {
        hub.put("model.safetensors.index.json",
                "{\"weight_map\": {\"a\": \"model-1.safetensors\", \"b\": \"" + second + "\"}}",
                HubServer::Size::Small);
    };
    SECTION("in parts") {
        index("model-2.safetensors");
        const fs::path snapshot = place.fetch();
        CHECK(holds(snapshot / "model-1.safetensors", "first"));
        CHECK(holds(snapshot / "model-2.safetensors", "second"));
        CHECK(findInHubCache(kId, place.settings.cache) == snapshot);
    }
    SECTION("a part that is missing") {
        index("model-3.safetensors");
        CHECK_THAT(place.failure().message(), ContainsSubstring("model-3.safetensors"));
        CHECK_FALSE(fs::exists(place.repository() / "snapshots"));
    }
    SECTION("a name that leaves the folder") {
        index("../../escaped");
        CHECK_THAT(place.failure().message(), ContainsSubstring("not a file in this folder"));
        for (const auto& request : hub.requests())
            CHECK_FALSE(request.path.contains("escaped"));
    }
}

TEST_CASE("two that want the same model fetch it once") {
    Place place;
    bool otherFetched = false;
    {
        const std::jthread other([&] { otherFetched = guard([&] { return place.fetch(); }).ok(); });
        place.fetch();
    }
    CHECK(otherFetched);
    CHECK(place.largeRequests().size() == 1);
    CHECK(holds(place.blob(), place.weights));
}

TEST_CASE("a disk that takes no more is said, what came is kept, and with room it goes on") {
    Place place;
    {
        const FileSizeLimit limit(100'000);
        CHECK_THAT(place.failure().message(), ContainsSubstring("cannot be written") && ContainsSubstring("room"));
    }
    CHECK(fs::file_size(place.incomplete()) == 100'000);
    place.hub.forgetRequests();
    CHECK(holds(place.fetch() / "model.safetensors", place.weights));
    CHECK(place.largeRequests().at(0).bodyBytes == 200'000);
}

TEST_CASE("a model that is larger than the disk is not begun") {
    Place place;
    place.hub.behave({.announced = 1'000'000'000'000'000'000});
    CHECK_THAT(place.failure().message(), ContainsSubstring("has room for"));
    CHECK(place.largeRequests().empty());
}

TEST_CASE("progress rises to the end and names sizes") {
    Place place;
    std::vector<double> fractions;
    std::string said;
    place.fetch(kId, {{}, [&](double fraction, std::string_view stage) {
                          if (stage.starts_with("downloading")) {
                              fractions.push_back(fraction);
                              said += stage;
                          }
                      }});
    REQUIRE_FALSE(fractions.empty());
    CHECK(std::is_sorted(fractions.begin(), fractions.end()));
    CHECK((fractions.front() >= 0.0 && fractions.back() <= 1.0));
    CHECK_THAT(said, ContainsSubstring("of 300 kB"));
}
