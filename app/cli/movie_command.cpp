#include "app/cli/analysis_arguments.h"
#include "app/cli/commands.h"
#include "app/cli/number_check.h"
#include "app/cli/offscreen.h"
#include "app/cli/progress_line.h"
#include "app/movie/write_movie.h"
#include "core/analysis/analysis.h"

#include <CLI/CLI.hpp>

namespace tvlt {

namespace {

struct MovieArguments {
    AnalysisArguments analysis;
    std::filesystem::path movie;
    MovieOptions options;
    std::string sound = "clip";
};

std::string checkMovieName(const std::string& name) {
    const std::string ending = std::filesystem::path(name).extension().string();
    return ending == ".mp4" || ending == ".mkv" || ending == ".mov" ? std::string()
                                                                    : name + " ends in none of .mp4, .mkv, .mov";
}

int movie(MovieArguments a, std::stop_token stop) {
    checkOutput(a.movie);
    a.options.sound = heardSoundFromName(a.sound);
    std::shared_ptr<const Analysis> analysis;
    {
        const Offscreen offscreen;
        ProgressLine line;
        const Job job = line.job(std::move(stop));
        analysis = runAnalysis(a.analysis, Asks::Reconstruction, job.part(0.0, 0.5));
        writeMovie(a.movie, analysis, a.options, job.part(0.5, 1.0));
    }
    printNotes(*analysis);
    return 0;
}

} // namespace

void addMovieCommand(CLI::App& app, CommandRun& run) {
    CLI::App* command = app.add_subcommand("movie", "The segment beside its reconstruction, as a movie with sound");
    const auto a = std::make_shared<MovieArguments>();
    addAnalysisOptions(*command, a->analysis);
    command->add_option("-o,--output", a->movie, "File to write: .mp4, .mkv or .mov")
        ->required()
        ->type_name("MOVIE")
        ->check(CLI::Validator(checkMovieName, ""));
    command->add_option("--width", a->options.width, "Of the picture, in pixels")
        ->check(numberCheck("a width from 480 to 3840", 480, false, 3840))
        ->capture_default_str();
    command->add_option("--fps", a->options.frameRate, "Frames a second")
        ->check(numberCheck("a number from 1 to 60", 1, false, 60))
        ->capture_default_str();
    command->add_option("--sound", a->sound, "The clip's own, or a spectrogram's, its phase estimated")
        ->check(CLI::IsMember({"clip", "original", "masked", "reconstruction", "pasted"}))
        ->capture_default_str();
    command->callback([a, &run] { run = [a](std::stop_token stop) { return movie(*a, std::move(stop)); }; });
}

} // namespace tvlt
