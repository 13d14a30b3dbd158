#include "core/base/file.h"
#include "tests/core/media/clips.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

using namespace tvlt;

TEST_CASE("equal content gives equal bytes") {
    TempFolder folder;
    const auto* name = GENERATE("a.mp4", "a.mkv");
    ClipContent content = numberedContent(20);
    content.channels = {clickAt(0.3, 0.8, 16000)};
    content.sampleRate = 16000;
    writeClip(folder / name, content);
    const auto first = readFile(folder / name, 10U << 20);
    writeClip(folder / name, content);
    CHECK(readFile(folder / name, 10U << 20) == first);
}

TEST_CASE("a failed or cancelled clip leaves the old file and nothing else") {
    TempFolder folder;
    writeClip(folder / "a.mp4", numberedContent(5));
    const auto before = readFile(folder / "a.mp4", 10U << 20);
    ClipContent content = numberedContent(50);
    content.frame = [](int i) { return numberedImage(i, i < 10 ? 64 : 32, 48); };
    CHECK_THROWS_WITH(writeClip(folder / "a.mp4", content), ContainsSubstring("frame 10"));
    std::stop_source source;
    content.frame = [&](int i) {
        if (i == 20)
            source.request_stop();
        return numberedImage(i);
    };
    CHECK_THROWS_WITH(writeClip(folder / "a.mp4", content, {}, {source.get_token(), {}}),
                      ContainsSubstring("cancelled"));
    CHECK(readFile(folder / "a.mp4", 10U << 20) == before);
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("content that cannot be written is refused") {
    TempFolder folder;
    CHECK_THROWS_WITH(writeClip(folder / "a.mp4", {}), ContainsSubstring("frames or sound"));
    CHECK_THROWS_WITH(writeClip(folder / "a.nonsense", numberedContent(1)), ContainsSubstring(".nonsense"));
    ClipWriterOptions options;
    options.pts = {0, 0};
    options.timeBase = {1, 25};
    CHECK_THROWS_WITH(writeClip(folder / "a.mp4", numberedContent(2), options), ContainsSubstring("ascend"));
    ClipContent uneven;
    uneven.channels = {{0.0F}, {0.0F, 0.0F}};
    uneven.sampleRate = 8000;
    CHECK_THROWS_WITH(writeClip(folder / "a.mp4", uneven), ContainsSubstring("equal lengths"));
}
