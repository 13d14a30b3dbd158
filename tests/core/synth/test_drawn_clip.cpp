#include "core/base/error.h"
#include "core/base/file.h"
#include "core/media/frames.h"
#include "core/media/probe.h"
#include "core/media/sound.h"
#include "core/synth/drawn_clip.h"
#include "core/synth/sounding_shapes.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <fstream>
#include <set>
#include <sstream>
#include <stop_token>

using namespace tvlt;
namespace fs = std::filesystem;

namespace {

DrawnClips shortClips(const fs::path& folder, int count) {
    DrawnClips clips;
    clips.folder = folder;
    clips.count = count;
    clips.seed = 40;
    clips.clip.seconds = 0.6;
    clips.clip.size = 32;
    clips.clip.frameRate = {10, 1};
    return clips;
}

ClipInfo open(const fs::path& path) {
    return probe({{path}, {}, 1.0});
}

/// Rows of a table without quotes, the header first.
std::vector<std::vector<std::string>> rowsOf(const fs::path& csv) {
    std::vector<std::vector<std::string>> rows;
    std::istringstream lines(readTextFile(csv));
    for (std::string line; std::getline(lines, line);) {
        rows.emplace_back();
        std::istringstream fields(line + ',');
        for (std::string field; std::getline(fields, field, ',');)
            rows.back().push_back(field);
    }
    return rows;
}

std::set<std::string> namesIn(const fs::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
        names.insert(entry.path().filename().string());
    return names;
}

} // namespace

TEST_CASE("a lossless clip holds exactly what was drawn") {
    const TempFolder folder;
    DrawnClips clips = shortClips(folder / "new" / "folder", 1);
    clips.clip.lossless = true;
    writeDrawnClips(clips);
    REQUIRE(namesIn(clips.folder) == std::set<std::string>{"shapes.mkv"});
    const ClipInfo clip = open(clips.folder / "shapes.mkv");
    REQUIRE(clip.video);
    REQUIRE(clip.audio);
    CHECK(clip.video->codec == "ffv1");
    const SoundingShapes shapes(40);
    CHECK(readSound(clip, {0.0, 0.6}, 44100).samples == shapes.sound(0.6, 44100));
    VideoReader reader(clip);
    for (int i = 0; i < 6; ++i)
        CHECK(reader.frameAt(i / 10.0).image.rgb == shapes.frame(i / 10.0, 32).rgb);
}

TEST_CASE("a drawn clip says that it is one, in either container") {
    const TempFolder folder;
    DrawnClips clips = shortClips(folder.path(), 1);
    writeDrawnClips(clips);
    CHECK(isDrawnClip(open(folder / "shapes.mp4")));
    clips.clip.lossless = true;
    writeDrawnClips(clips);
    CHECK(open(folder / "shapes.mkv").title == "Sounding shapes, seed 40");
    CHECK_FALSE(isDrawnClip(ClipInfo{}));
}

TEST_CASE("a clip for players comes close to what was drawn") {
    const TempFolder folder;
    DrawnClips clips = shortClips(folder.path(), 1);
    clips.name = "a clip";
    writeDrawnClips(clips);
    const ClipInfo clip = open(folder / "a clip.mp4");
    REQUIRE(clip.video);
    REQUIRE(clip.audio);
    CHECK((clip.video->codec == "h264" || clip.video->codec == "mpeg4"));
    CHECK(clip.audio->codec == "aac");
    const auto drawn = SoundingShapes(40).sound(0.6, 44100);
    const auto read = readSound(clip, {0.0, 0.6}, 44100).samples;
    REQUIRE(read.size() == drawn.size());
    double power = 0.0, error = 0.0;
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        power += drawn[i] * drawn[i];
        error += (read[i] - drawn[i]) * (read[i] - drawn[i]);
    }
    CHECK(error < 0.01 * power);
}

TEST_CASE("labels name their files from where they lie and agree with the clips") {
    const TempFolder folder;
    fs::create_directory(folder / "tables");
    DrawnClips clips = shortClips(folder / "clips", 3);
    for (const fs::path& list : {folder / "tables" / "labels.csv", folder / "clips" / "labels.csv"}) {
        clips.labels = list;
        writeDrawnClips(clips);
        const auto rows = rowsOf(list);
        REQUIRE(rows.size() == 4);
        CHECK(rows[0] == std::vector<std::string>{"file", "seed", "loudest", "shapes", "mean_pitch_hz", "bounces_s"});
        for (std::size_t i = 1; i < rows.size(); ++i) {
            REQUIRE(rows[i].size() == 6);
            CHECK(fs::path(rows[i][0]).is_relative());
            CHECK(open(list.parent_path() / rows[i][0]).video);
            const SoundingShapes shapes(std::stoull(rows[i][1]));
            CHECK(rows[i][2] == shapeName(shapes.kind(shapes.loudest())));
            CHECK(rows[i][3] == std::to_string(shapes.count()));
            double pitch = 0.0;
            for (int k = 0; k < 1000; ++k)
                pitch += shapes.pitch(shapes.loudest(), 0.6 * k / 1000) / 1000;
            CHECK(std::stod(rows[i][4]) == Approx(pitch).epsilon(0.01));
            std::istringstream times(rows[i][5]);
            for (const double bounce : shapes.bounces(shapes.loudest(), 0.6)) {
                double time = -1.0;
                CHECK(times >> time);
                CHECK(time == Approx(bounce).margin(1e-4));
            }
        }
    }
    CHECK(rowsOf(folder / "tables" / "labels.csv")[1][0] == "../clips/shapes-0000.mp4");
    CHECK(rowsOf(folder / "clips" / "labels.csv")[1][0] == "shapes-0000.mp4");
}

TEST_CASE("a file name that holds a comma or a quote is quoted in the labels") {
    const TempFolder folder;
    DrawnClips clips = shortClips(folder.path(), 1);
    clips.name = R"(a "b", c)";
    clips.labels = folder / "labels.csv";
    writeDrawnClips(clips);
    CHECK_THAT(readTextFile(clips.labels), ContainsSubstring("\n\"a \"\"b\"\", c.mp4\",40,"));
}

TEST_CASE("a run that is stopped leaves whole clips and the labels of just them") {
    const TempFolder folder;
    DrawnClips clips = shortClips(folder / "clips", 5);
    clips.labels = folder / "labels.csv";
    std::stop_source stop;
    const Job job{stop.get_token(), [&](double fraction, std::string_view) {
                      if (fraction > 0.5)
                          stop.request_stop();
                  }};
    try {
        writeDrawnClips(clips, job);
        FAIL("was not stopped");
    } catch (const Exception& stopped) {
        CHECK(stopped.error().kind == Error::Kind::Cancelled);
    }
    REQUIRE(namesIn(clips.folder) == std::set<std::string>{"shapes-0000.mp4", "shapes-0001.mp4"});
    CHECK(open(clips.folder / "shapes-0001.mp4").video->frameCount == 6);
    CHECK(rowsOf(clips.labels).size() == 3);
}

TEST_CASE("a run that cannot be written says what is in the way before it draws") {
    const TempFolder folder;
    std::ofstream(folder / "file") << "x";
    CHECK_THROWS_WITH(writeDrawnClips(shortClips(folder / "file", 1)),
                      ContainsSubstring((folder / "file").string()) && ContainsSubstring("Choose another folder"));

    DrawnClips clips = shortClips(folder / "clips", 1);
    clips.labels = folder / "missing" / "labels.csv";
    CHECK_THROWS_WITH(writeDrawnClips(clips), ContainsSubstring("missing"));
    CHECK(namesIn(clips.folder).empty());

    clips = shortClips(folder / "clips", 1);
    clips.name = "../elsewhere";
    CHECK_THROWS_WITH(writeDrawnClips(clips), ContainsSubstring("no file name"));
    clips.name = "odd";
    clips.clip.size = 33;
    CHECK_THROWS_WITH(writeDrawnClips(clips), ContainsSubstring("even size"));
    clips.clip.size = 32;
    clips.clip.seconds = 0.01;
    CHECK_THROWS_WITH(writeDrawnClips(clips), ContainsSubstring("not one frame"));
    CHECK(namesIn(clips.folder).empty());
}
