#include "core/base/file.h"
#include "core/media/clip_writer.h"
#include "tests/app/cli/program.h"
#include "tests/core/analysis/support/small_clip.h"
#include "tests/core/analysis/support/tiny_checkpoint.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>

using namespace tvlt;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

std::vector<float> tone(double seconds, int sampleRate) {
    std::vector<float> samples(static_cast<std::size_t>(seconds * sampleRate));
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = 0.4F * std::sin(static_cast<float>(i) * 0.1F);
    return samples;
}

/// A drawn clip. No frames or no seconds of sound: none of it.
void writeDrawn(const fs::path& path, int frames, int width, int height, double soundSeconds,
                VideoCoding coding = VideoCoding::H264) {
    ClipContent content;
    content.frames = frames;
    content.frame = [&](int i) { return drawnFrame(i, width, height); };
    if (soundSeconds > 0.0) {
        content.channels = {tone(soundSeconds, 16000)};
        content.sampleRate = 16000;
    }
    ClipWriterOptions options;
    options.video = coding;
    if (coding == VideoCoding::Lossless)
        options.audio = AudioCoding::Pcm;
    writeClip(path, content, options);
}

struct Bench {
    TempFolder folder;
    fs::path model = folder / "model";

    Bench() {
        fs::create_directory(model);
        saveCheckpoint(*tinyCheckpoint(), model);
    }
    [[nodiscard]] ProgramRun reconstruct(const fs::path& clip) const {
        return runTvlt({"reconstruct", clip.string(), "--checkpoint", model.string(), "--json"});
    }
    [[nodiscard]] json config() const { return json::parse(readTextFile(model / "config.json")); }
    void setConfig(const json& config) const { writeFileAtomically(model / "config.json", config.dump()); }
    [[nodiscard]] std::string weights() const { return readTextFile(model / "model.safetensors", 100U << 20U); }
    void setWeights(const std::string& bytes) const { writeFileAtomically(model / "model.safetensors", bytes); }
};

/// The work failed, the message names the place and the fault, and there was no crash.
void checkRefused(const ProgramRun& run, const std::string& place, const std::string& fault) {
    CAPTURE(run.err);
    CHECK(run.exitCode == 1);
    CHECK_THAT(run.err, ContainsSubstring("tvlt: "));
    CHECK_THAT(run.err, ContainsSubstring(place));
    CHECK_THAT(run.err, ContainsSubstring(fault));
    CHECK(run.out.empty());
}

json checkWorks(const ProgramRun& run) {
    CAPTURE(run.err);
    REQUIRE(run.exitCode == 0);
    return json::parse(run.out);
}

/// safetensors: 8 bytes of header length, the header, data.
std::pair<json, std::string> splitWeights(const std::string& bytes) {
    std::uint64_t length = 0;
    for (int i = 7; i >= 0; --i)
        length = length << 8U | static_cast<unsigned char>(bytes[static_cast<std::size_t>(i)]);
    return {json::parse(bytes.substr(8, length)), bytes.substr(8 + length)};
}

std::string joinWeights(const json& header, const std::string& data) {
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' ');
    std::string length;
    for (unsigned i = 0; i < 8; ++i)
        length += static_cast<char>(text.size() >> (8 * i) & 0xFFU);
    return length + text + data;
}

} // namespace

TEST_CASE("tvlt names a clip that is not there, is no media, or is empty") {
    const Bench bench;
    checkRefused(bench.reconstruct(bench.folder / "none.mp4"), "none.mp4", "no such file");
    writeFileAtomically(bench.folder / "text.mp4", "Dear diary, this is not a film.\n");
    checkRefused(bench.reconstruct(bench.folder / "text.mp4"), "text.mp4", "media");
    writeFileAtomically(bench.folder / "zero.mp4", "");
    checkRefused(bench.reconstruct(bench.folder / "zero.mp4"), "zero.mp4", "");
}

TEST_CASE("tvlt shows what a truncated clip still holds, or names it") {
    const Bench bench;
    const fs::path whole = bench.folder / "whole.mp4";
    writeDrawn(whole, 50, 64, 48, 2.0);
    const std::string bytes = readTextFile(whole);
    const fs::path cut = bench.folder / "cut.mp4";
    writeFileAtomically(cut, bytes.substr(0, bytes.size() / 2));
    const ProgramRun run = bench.reconstruct(cut);
    CAPTURE(run.err);
    CHECK((run.exitCode == 0 || run.exitCode == 1));
    CHECK_FALSE(run.err.empty());
    CHECK_THAT(run.err, ContainsSubstring("tvlt: "));
}

TEST_CASE("tvlt works on picture alone and on sound alone, and says so") {
    const Bench bench;
    const fs::path silent = bench.folder / "silent.mp4";
    writeDrawn(silent, 25, 64, 48, 0.0);
    const ProgramRun picture = bench.reconstruct(silent);
    const json seen = checkWorks(picture);
    CHECK(seen["audio"].is_null());
    CHECK(seen["pixel"]["masked"]["mse"].is_number());
    CHECK_THAT(picture.err, ContainsSubstring("picture alone"));

    const fs::path sound = bench.folder / "sound.wav";
    writeTone(sound, 2.0, 16000);
    const ProgramRun blind = bench.reconstruct(sound);
    const json heard = checkWorks(blind);
    CHECK(heard["pixel"].is_null());
    CHECK(heard["audio"]["masked"]["mae_db"].is_number());
    CHECK_THAT(blind.err, ContainsSubstring("sound alone"));
}

TEST_CASE("tvlt takes pictures of any shape") {
    const Bench bench;
    const fs::path dot = bench.folder / "dot.mkv";
    writeDrawn(dot, 3, 1, 1, 1.0, VideoCoding::Lossless);
    CHECK(checkWorks(bench.reconstruct(dot))["frame_times"].size() == 4);
    const fs::path ribbon = bench.folder / "ribbon.mkv";
    writeDrawn(ribbon, 2, 16384, 16, 1.0, VideoCoding::Lossless);
    CHECK(checkWorks(bench.reconstruct(ribbon))["frame_times"].size() == 4);
}

TEST_CASE("tvlt works on a clip of a hundredth of a second, and leaves out what is shorter than a row") {
    const Bench bench;
    const fs::path blink = bench.folder / "blink.wav";
    writeTone(blink, 0.01, 16000);
    CHECK(checkWorks(bench.reconstruct(blink))["spectrogram_rows"] == 1);
    const fs::path click = bench.folder / "click.mkv";
    writeDrawn(click, 1, 64, 48, 0.005, VideoCoding::Lossless);
    const ProgramRun run = bench.reconstruct(click);
    CHECK(checkWorks(run)["audio"].is_null());
    CHECK_THAT(run.err, ContainsSubstring("too short"));
}

TEST_CASE("tvlt reports keys that a checkpoint lacks, has too many of, or holds in another shape") {
    const Bench bench;
    const fs::path clip = bench.folder / "clip.wav";
    writeTone(clip, 2.0, 16000);
    const std::string good = bench.weights();
    const auto [header, data] = splitWeights(good);

    json extra = header;
    extra["surplus.weight"] = {{"dtype", "F32"}, {"shape", {1}}, {"data_offsets", {data.size(), data.size() + 4}}};
    bench.setWeights(joinWeights(extra, data + std::string(4, '\0')));
    const json report = checkWorks(bench.reconstruct(clip))["checkpoint"];
    CHECK(report["unexpected"] == json{"surplus.weight"});

    json renamed = header;
    renamed["tvlt.nothing"] = renamed["tvlt.cls_embedding"];
    renamed.erase("tvlt.cls_embedding");
    bench.setWeights(joinWeights(renamed, data));
    checkRefused(bench.reconstruct(clip), "cls_embedding", "");

    json reshaped = header;
    reshaped["tvlt.cls_embedding"]["shape"] = {1, 2, 16};
    bench.setWeights(joinWeights(reshaped, data));
    checkRefused(bench.reconstruct(clip), "cls_embedding", "");
}

TEST_CASE("tvlt refuses weights that are not numbers instead of painting them") {
    const Bench bench;
    const fs::path clip = bench.folder / "clip.wav";
    writeTone(clip, 2.0, 16000);
    auto [header, data] = splitWeights(bench.weights());
    const std::size_t at = header["tvlt.cls_embedding"]["data_offsets"][0];
    data.replace(at, 4, std::string("\x00\x00\xC0\x7F", 4)); // a quiet NaN
    bench.setWeights(joinWeights(header, data));
    checkRefused(bench.reconstruct(clip), "cls_embedding", "not finite");
}

TEST_CASE("tvlt names a weights file that ends early or whose header lies") {
    const Bench bench;
    const fs::path clip = bench.folder / "clip.wav";
    writeTone(clip, 2.0, 16000);
    const std::string good = bench.weights();
    bench.setWeights(good.substr(0, good.size() / 2));
    checkRefused(bench.reconstruct(clip), "model.safetensors", "");
    bench.setWeights(std::string("\0\0\0\0\0\0\0\x80", 8) + good.substr(8)); // a header of 2^63 bytes
    checkRefused(bench.reconstruct(clip), "model.safetensors", "header");
    bench.setWeights("short");
    checkRefused(bench.reconstruct(clip), "model.safetensors", "");
}

TEST_CASE("tvlt never runs what a pickle asks for") {
    const Bench bench;
    const fs::path witness = bench.folder / "witness";
    const fs::path evil = bench.folder / "evil.ckpt";
    // os.system(<command>), protocol 2
    const std::string command = "touch " + witness.string();
    std::string pickle = std::string("\x80\x02", 2) + "cos\nsystem\n" + "X";
    for (unsigned i = 0; i < 4; ++i)
        pickle += static_cast<char>(command.size() >> (8 * i) & 0xFFU);
    pickle += command + "\x85R.";
    writeFileAtomically(evil, pickle);
    const ProgramRun run = runTvlt({"info", evil.string()});
    checkRefused(run, "evil.ckpt", "");
    CHECK_FALSE(fs::exists(witness));
}

TEST_CASE("tvlt refuses a config.json with sizes that no model has") {
    const Bench bench;
    const fs::path clip = bench.folder / "clip.wav";
    writeTone(clip, 2.0, 16000);
    const json good = bench.config();
    for (const auto& [field, value] : std::vector<std::pair<std::string, json>>{
             {"hidden_size", -64}, {"num_hidden_layers", 1000000000}, {"image_size", "large"}}) {
        json bad = good;
        bad[field] = value;
        bench.setConfig(bad);
        checkRefused(bench.reconstruct(clip), field, "");
    }
}
