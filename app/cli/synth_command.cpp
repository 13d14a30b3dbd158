#include "app/cli/commands.h"
#include "app/cli/progress_line.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/synth/drawn_clip.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>

namespace tvlt {

namespace {

namespace fs = std::filesystem;

struct SynthArguments {
    std::string folder;
    std::string name = "shapes";
    int count = 1;
    std::uint64_t seed = 1;
    double seconds = 4.0;
    int size = 128;
    int fps = 25;
    std::string list;
    bool lossless = false;
};

/// NAME.mp4 for one clip, NAME-0000.mp4 … for more.
std::string fileName(const SynthArguments& arguments, int index) {
    std::string name = arguments.name;
    if (arguments.count > 1) {
        char number[16];
        std::snprintf(number, sizeof number, "-%04d", index);
        name += number;
    }
    return name + (arguments.lossless ? ".mkv" : ".mp4");
}

int runSynth(const SynthArguments& arguments, const std::stop_token& stop) {
    std::error_code ec;
    fs::create_directories(arguments.folder, ec);
    if (!fs::is_directory(arguments.folder))
        throwBadInput("cannot be made: " + ec.message(), arguments.folder, "Choose another folder.");
    DrawnClipOptions options;
    options.seconds = arguments.seconds;
    options.size = arguments.size;
    options.frameRate = {arguments.fps, 1};
    options.lossless = arguments.lossless;

    ProgressLine line;
    const Job job = line.job(stop);
    std::string labels = drawnClipLabelHeader();
    for (int i = 0; i < arguments.count; ++i) {
        const std::uint64_t seed = arguments.seed + static_cast<std::uint64_t>(i);
        const std::string name = fileName(arguments, i);
        const double count = arguments.count;
        writeDrawnClip(fs::path(arguments.folder) / name, seed, options, job.part(i / count, (i + 1) / count));
        labels += drawnClipLabels(name, seed, arguments.seconds);
    }
    if (!arguments.list.empty())
        writeFileAtomically(arguments.list, labels);
    return 0;
}

} // namespace

void addSynthCommand(CLI::App& app, CommandRun& run) {
    auto* command = app.add_subcommand("synth", "Draws clips of moving, sounding shapes, with exact labels.");
    auto arguments = std::make_shared<SynthArguments>();
    command->add_option("OUT", arguments->folder, "Folder to write to; made when missing")->required();
    command->add_option("--count", arguments->count, "Number of clips")->check(CLI::Range(1, 1'000'000));
    command->add_option("--seed", arguments->seed, "Seed of the first clip; the others follow it");
    command->add_option("--seconds", arguments->seconds, "Length of each clip")->check(CLI::Range(0.1, 3600.0));
    command->add_option("--size", arguments->size, "Width and height in pixels")->check(CLI::Range(16, 2048));
    command->add_option("--fps", arguments->fps, "Frames a second")->check(CLI::Range(1, 240));
    command->add_option("--name", arguments->name, "File name without ending; numbered when there are several");
    command->add_option("--list", arguments->list, "Write the exact labels to this CSV file");
    command->add_flag("--lossless", arguments->lossless, "FFV1 and PCM in .mkv instead of H.264 and AAC in .mp4");
    command->callback(
        [arguments, &run] { run = [arguments](std::stop_token stop) { return runSynth(*arguments, stop); }; });
}

} // namespace tvlt
