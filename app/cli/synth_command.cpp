#include "app/cli/commands.h"
#include "app/cli/progress_line.h"
#include "core/synth/drawn_clip.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>
#include <string>

namespace tvlt {

namespace {

struct SynthArguments {
    DrawnClips clips;
    std::string folder;
    std::string labels;
    int fps = 25;
};

int runSynth(const SynthArguments& arguments, const std::stop_token& stop) {
    DrawnClips clips = arguments.clips;
    clips.folder = arguments.folder;
    clips.labels = arguments.labels;
    clips.clip.frameRate = {arguments.fps, 1};
    std::vector<std::filesystem::path> files;
    {
        ProgressLine line;
        files = writeDrawnClips(clips, line.job(stop));
    }
    if (files.size() == 1)
        std::printf("wrote %s\n", files.front().c_str());
    else
        std::printf("wrote %zu clips, %s to %s\n", files.size(), files.front().c_str(),
                    files.back().filename().c_str());
    if (!clips.labels.empty())
        std::printf("wrote their labels, %s\n", clips.labels.c_str());
    return 0;
}

} // namespace

void addSynthCommand(CLI::App& app, CommandRun& run) {
    auto* command = app.add_subcommand("synth", "Draws clips of moving, sounding shapes, with exact labels.");
    auto arguments = std::make_shared<SynthArguments>();
    DrawnClips& clips = arguments->clips;
    clips.overwrite = false;
    command->add_option("OUT", arguments->folder, "Folder to write to; made when missing")->required();
    command->add_option("--count", clips.count, "Number of clips")->check(CLI::Range(1, 1'000'000));
    command->add_option("--seed", clips.seed, "Seed of the first clip; the others follow it")
        ->check([](const std::string& text) { return text.starts_with('-') ? "A seed is at least 0" : ""; });
    command->add_option("--seconds", clips.clip.seconds, "Length of each clip")->check(CLI::Range(0.1, 3600.0));
    command->add_option("--size", clips.clip.size, "Width and height in pixels")->check(CLI::Range(16, 2048));
    command->add_option("--fps", arguments->fps, "Frames a second")->check(CLI::Range(1, 240));
    command->add_option("--name", clips.name, "File name without ending; numbered when there are several");
    command->add_option(
        "--list", arguments->labels,
        "Write the exact labels to this CSV file. Columns: file, relative to its folder; seed; loudest, "
        "the shape; shapes, how many; mean_pitch_hz and bounces_s of the loudest one");
    command->add_flag("--overwrite", clips.overwrite, "Replace files that are there already");
    command->add_flag("--lossless", clips.clip.lossless, "FFV1 and PCM in .mkv instead of H.264 and AAC in .mp4");
    command->callback(
        [arguments, &run] { run = [arguments](const std::stop_token& stop) { return runSynth(*arguments, stop); }; });
}

} // namespace tvlt
