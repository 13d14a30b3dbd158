#include "core/base/file.h"
#include "core/dataset/cached_source.h"
#include "core/dataset/drawn_source.h"
#include "core/dataset/example_file.h"
#include "core/dataset/hash_bytes.h"
#include "tests/core/dataset/error_of.h"
#include "tests/core/dataset/small_input.h"
#include "tests/support/temp_folder.h"

#include <atomic>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <limits>
#include <thread>

using namespace tvlt;
namespace fs = std::filesystem;

namespace {

bool equal(const PixelInput& a, const PixelInput& b) {
    return a.frames == b.frames && a.channels == b.channels && a.height == b.height && a.width == b.width &&
           a.values == b.values && a.mean == b.mean && a.std == b.std && a.rescale == b.rescale;
}

bool equal(const Example& a, const Example& b) {
    return equal(a.pixels, b.pixels) && a.audio.rows == b.audio.rows && a.audio.mels == b.audio.mels &&
           a.audio.realRows == b.audio.realRows && a.audio.values == b.audio.values &&
           a.audio.hopLength == b.audio.hopLength && a.audio.samplingRate == b.audio.samplingRate &&
           a.target == b.target && a.shiftedPixels.has_value() == b.shiftedPixels.has_value() &&
           (!a.shiftedPixels || equal(*a.shiftedPixels, *b.shiftedPixels));
}

/// Drawn clips that are worth keeping.
class CountedSource : public DrawnSource {
  public:
    CountedSource() : DrawnSource(smallInput(), 70, 20, DrawnTarget::Pitch) {}
    mutable std::atomic<int> made{0};

    [[nodiscard]] Example example(const ExampleRequest& request, const Job& job) const override {
        ++made;
        return DrawnSource::example(request, job);
    }
    [[nodiscard]] std::string fingerprint(const ExampleRequest& request, const Job&) const override {
        return name(request.index) + '/' + std::to_string(request.draw) + '/' + std::to_string(request.shift);
    }
};

std::vector<fs::path> filesIn(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder))
        files.push_back(entry.path());
    return files;
}

std::uintmax_t bytesIn(const fs::path& folder) {
    std::uintmax_t bytes = 0;
    for (const auto& file : filesIn(folder))
        bytes += fs::file_size(file);
    return bytes;
}

constexpr CacheOptions kRoomy{1U << 30, 0};

} // namespace

TEST_CASE("an example comes back from its bytes exactly, 8-bit pictures in a quarter of the room") {
    const Example example = CountedSource().example({1, 0, 0.3}, {});
    REQUIRE(example.shiftedPixels);
    const std::string bytes = encodeExample(example, "key");
    CHECK(bytes.size() < 2 * example.pixels.values.size() + 4 * example.audio.values.size() + 8000);
    const auto back = decodeExample(bytes, "key");
    REQUIRE(back);
    CHECK(equal(*back, example));
    CHECK_FALSE(decodeExample(bytes, "another key"));

    Example odd = example; // more levels than a byte holds, and values that compare unequal or alike
    for (std::size_t i = 0; i < 400; ++i)
        odd.pixels.values[i] = static_cast<float>(i) * 1e-3F;
    odd.pixels.values[3] = -0.0F;
    odd.shiftedPixels.reset();
    const auto oddBack = decodeExample(encodeExample(odd, "key"), "key");
    REQUIRE(oddBack);
    CHECK(equal(*oddBack, odd));
    CHECK(std::signbit(oddBack->pixels.values[3]));
}

TEST_CASE("damaged bytes are no example, whatever is wrong with them") {
    const std::string bytes = encodeExample(CountedSource().example({1, 0, 0.0}, {}), "key");
    for (std::size_t size = 0; size < bytes.size(); size += 997)
        CHECK_FALSE(decodeExample(bytes.substr(0, size), "key"));
    CHECK_FALSE(decodeExample(bytes + "x", "key"));
    for (std::size_t at = 0; at < bytes.size(); at += 991) {
        std::string flipped = bytes;
        flipped[at] = static_cast<char>(flipped[at] ^ 16);
        CHECK_FALSE(decodeExample(flipped, "key"));
    }
}

TEST_CASE("sizes that do not fit are not believed even where the checksum is right") {
    const Example good = CountedSource().example({1, 0, 0.0}, {});
    Example rows = good, real = good, bands = good;
    rows.audio.rows = std::numeric_limits<int>::max();
    real.audio.realRows = good.audio.rows + 1;
    bands.audio.mels = -1;
    for (const Example& bad : {rows, real, bands})
        CHECK_FALSE(decodeExample(encodeExample(bad, "key"), "key"));

    constexpr std::size_t kHeader = 24, kFingerprint = 8 + 3; // then frames, channels, height, width
    for (std::size_t field = 0; field < 4; ++field)
        for (const int size : {0, -1, 1, 40000, std::numeric_limits<int>::max()}) {
            std::string bytes = encodeExample(good, "key");
            std::memcpy(bytes.data() + kHeader + kFingerprint + field * sizeof size, &size, sizeof size);
            const std::uint64_t hash = hashBytes(std::string_view(bytes).substr(kHeader));
            std::memcpy(bytes.data() + 16, &hash, sizeof hash);
            CHECK_FALSE(decodeExample(bytes, "key"));
        }
}

TEST_CASE("cached examples equal the source's and outlive the object") {
    const TempFolder folder;
    const auto source = std::make_shared<CountedSource>();
    const ExampleRequest requests[] = {{0, 0, 0.0}, {1, 0, 0.4}, {1, 3, 0.0}};
    {
        const CachedSource cached(source, folder / "deep/er", kRoomy);
        CHECK(cached.size() == 20);
        CHECK(cached.name(3) == source->name(3));
        for (const auto& request : requests)
            CHECK(equal(cached.example(request), source->example(request, {})));
        CHECK(cached.counts().made == 3);
        CHECK(cached.counts().stored == 3);
        CHECK(cached.counts().bytes == bytesIn(folder / "deep/er"));
        CHECK(filesIn(folder / "deep/er").size() == 3);
    }
    const CachedSource again(source, folder / "deep/er", kRoomy);
    const int before = source->made;
    for (const auto& request : requests)
        CHECK(equal(again.example(request), source->DrawnSource::example(request, {})));
    CHECK(source->made == before);
    CHECK(again.counts().found == 3);
    CHECK(again.takeNotes().empty());
}

TEST_CASE("a damaged file is made anew and counted") {
    const TempFolder folder;
    const auto source = std::make_shared<CountedSource>();
    const Example example = CachedSource(source, folder.path(), kRoomy).example({});
    const fs::path file = filesIn(folder.path()).at(0);
    std::string bytes = readTextFile(file);
    bytes[bytes.size() / 2] ^= 1;
    writeFileAtomically(file, bytes);
    const CachedSource cached(source, folder.path(), kRoomy);
    CHECK(equal(cached.example({}), example));
    CHECK(cached.counts().damaged == 1);
    CHECK(cached.counts().stored == 1);
    CHECK(cached.counts().bytes == bytesIn(folder.path()));
    CHECK(equal(cached.example({}), example));
    CHECK(cached.counts().found == 1);
}

TEST_CASE("a full cache lets the oldest files of earlier runs go, and then stores no more") {
    const TempFolder folder;
    const auto source = std::make_shared<CountedSource>();
    {
        const CachedSource earlier(source, folder.path(), kRoomy);
        for (std::int64_t i = 0; i < 4; ++i) {
            (void)earlier.example({i, 0, 0.0});
            for (const auto& file : filesIn(folder.path())) // each older than the next one
                fs::last_write_time(file, fs::last_write_time(file) - std::chrono::seconds(10));
        }
    }
    const CacheOptions options{bytesIn(folder.path()) + 100, 0};
    const CachedSource cached(source, folder.path(), options);
    (void)cached.example({0, 0, 0.0}); // the oldest one, used now: it stays
    (void)cached.example({10, 0, 0.0});
    CHECK(cached.counts().stored == 1);
    CHECK(filesIn(folder.path()).size() <= 4);
    CHECK(bytesIn(folder.path()) <= options.limit);
    CHECK(cached.takeNotes().empty());
    for (std::int64_t i : {11, 12, 13, 14})
        (void)cached.example({i, 0, 0.0});
    CHECK(bytesIn(folder.path()) <= options.limit);
    const auto notes = cached.takeNotes();
    REQUIRE(notes.size() == 1);
    says(notes[0], "limit");
    CHECK(cached.takeNotes().empty());
    // What this run keeps is found.
    const auto found = cached.counts().found;
    CHECK(cached.counts().stored >= 2);
    for (std::int64_t i : {0, 10, 11, 12, 13, 14})
        (void)cached.example({i, 0, 0.0});
    CHECK(cached.counts().found - found == static_cast<std::int64_t>(filesIn(folder.path()).size()));
}

TEST_CASE("where nothing can be written the cache says so once, and examples go on") {
    const TempFolder folder;
    const auto source = std::make_shared<CountedSource>();
    writeFileAtomically(folder / "file", "");
    const CachedSource nowhere(source, folder / "file", kRoomy);
    const CachedSource full(source, folder / "full", {1U << 30, std::numeric_limits<std::uintmax_t>::max() / 2});
    const CachedSource gone(source, folder / "gone", kRoomy);
    fs::remove_all(folder / "gone");
    const std::pair<const CachedSource*, const char*> cases[] = {
        {&nowhere, "cannot be made"}, {&full, "nearly full"}, {&gone, "no such folder"}};
    for (const auto& [cached, reason] : cases) {
        for (std::int64_t i = 0; i < 3; ++i)
            CHECK(equal(cached->example({i, 0, 0.0}), source->example({i, 0, 0.0}, {})));
        const auto notes = cached->takeNotes();
        REQUIRE(notes.size() == 1);
        says(notes[0], reason);
        CHECK(cached->counts().stored == 0);
    }
}

TEST_CASE("several threads may ask for the same example at once") {
    const TempFolder folder;
    const auto source = std::make_shared<CountedSource>();
    const CachedSource cached(source, folder.path(), kRoomy);
    const Example example = source->example({2, 0, 0.0}, {});
    std::atomic<int> right{0};
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 6; ++t)
            threads.emplace_back([&] {
                for (int i = 0; i < 5; ++i)
                    right += equal(cached.example({2, 0, 0.0}), example) ? 1 : 0;
            });
    }
    CHECK(right == 30);
    CHECK(cached.counts().stored == 1);
    CHECK(cached.takeNotes().empty());
}

TEST_CASE("a source that knows no fingerprint is not cached") {
    const TempFolder folder;
    const auto source = std::make_shared<DrawnSource>(smallInput(), 1, 3, DrawnTarget::None);
    const CachedSource cached(source, folder.path(), kRoomy);
    CHECK(equal(cached.example({}), source->example({})));
    CHECK(filesIn(folder.path()).empty());
}
