#include "app/cli/analysis_arguments.h"
#include "app/cli/commands.h"
#include "app/cli/progress_line.h"
#include "core/analysis/analysis.h"
#include "core/analysis/heard_sound.h"

#include <CLI/CLI.hpp>

#include <cstdio>

namespace tvlt {

namespace {

struct PlayArguments {
    AnalysisArguments analysis;
    std::filesystem::path wav;
    std::string sound = "pasted";
};

std::string checkWavName(const std::string& name) {
    return std::filesystem::path(name).extension() == ".wav" ? std::string() : name + " does not end in .wav";
}

int play(const PlayArguments& a, std::stop_token stop) {
    checkOutput(a.wav);
    std::shared_ptr<const Analysis> analysis;
    SegmentSound sound;
    {
        ProgressLine line;
        const Job job = line.job(std::move(stop));
        analysis = runAnalysis(a.analysis, Asks::Reconstruction, job.part(0.0, 0.6));
        sound = heardSound(*analysis, heardSoundFromName(a.sound).value(), job.part(0.6, 1.0));
        saveSound(a.wav, sound, job);
    }
    printNotes(*analysis);
    std::printf("%s: the %s spectrogram from %.3f s on; its phase is estimated\n", a.wav.string().c_str(),
                a.sound.c_str(), sound.start);
    return 0;
}

} // namespace

void addPlayCommand(CLI::App& app, CommandRun& run) {
    CLI::App* command = app.add_subcommand("play", "Make a spectrogram heard: the clip's, masked, or as painted back");
    const auto arguments = std::make_shared<PlayArguments>();
    addAnalysisOptions(*command, arguments->analysis);
    command->add_option("--wav", arguments->wav, "Where the sound goes: 32-bit float, mono")
        ->required()
        ->type_name("FILE")
        ->check(CLI::Validator(checkWavName, ""));
    command
        ->add_option("--sound", arguments->sound,
                     "original, masked (hidden patches silent), reconstruction (the model's output everywhere), pasted "
                     "(the model's output where the clip was hidden)")
        ->check(CLI::IsMember({"original", "masked", "reconstruction", "pasted"}))
        ->capture_default_str();
    command->callback(
        [arguments, &run] { run = [arguments](std::stop_token stop) { return play(*arguments, std::move(stop)); }; });
}

} // namespace tvlt
