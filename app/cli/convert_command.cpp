#include "app/cli/commands.h"
#include "app/cli/fetch_checkpoint.h"
#include "app/cli/progress_line.h"
#include "core/checkpoint/convert.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>

namespace tvlt {

namespace {

struct ConvertArguments {
    std::string from;
    std::filesystem::path to;
    std::string format; ///< empty: by the name
    std::string dtype;  ///< empty: as it is
    ConvertOptions options;
};

int convert(const ConvertArguments& a, const std::stop_token& stop) {
    ConvertOptions options = a.options;
    options.format = a.format.empty() ? formatByName(a.to) : formatFromName(a.format);
    if (!a.dtype.empty())
        options.dtype = storedDtypeFromName(a.dtype);
    fetchCheckpoint(a.from, options.load, Job{stop, {}});
    Converted converted;
    {
        ProgressLine line;
        converted = convertCheckpoint(a.from, a.to, options, line.job(stop));
    }
    for (const std::string& note : converted.notes)
        std::fprintf(stderr, "tvlt: note: %s\n", note.c_str());
    std::printf("%s: %lld parameters, %s\n", a.to.c_str(), static_cast<long long>(converted.parameters),
                storedDtypeName(converted.dtype).c_str());
    return 0;
}

} // namespace

void addConvertCommand(CLI::App& app, CommandRun& run) {
    CLI::App* command = app.add_subcommand(
        "convert", "Write a checkpoint in another format: a Hugging Face folder, .safetensors, .ckpt");
    const auto a = std::make_shared<ConvertArguments>();
    command->add_option("IN", a->from, "Folder, .safetensors, .bin, .ckpt or hub id")->required();
    command->add_option("OUT", a->to, "A new folder, or a file that ends in .safetensors or .ckpt")->required();
    command->add_option("--format", a->format, "folder, safetensors or ckpt; by OUT's ending by default")
        ->check(CLI::IsMember({"folder", "safetensors", "ckpt"}));
    command->add_option("--dtype", a->dtype, "Numbers to store: f32, f16 or bf16; IN's own by default")
        ->check(CLI::IsMember({"f32", "f16", "bf16"}));
    command->add_option("--heads", a->options.load.heads, "Attention heads of the encoder of an authors' file")
        ->check(CLI::Range(1, 1024));
    command->add_option("--decoder-heads", a->options.load.decoderHeads, "The same of the decoder")
        ->check(CLI::Range(1, 1024));
    command->add_flag("--force", a->options.force, "Replace a checkpoint that is there; other files stay");
    command->callback([a, &run] { run = [a](const std::stop_token& stop) { return convert(*a, stop); }; });
}

} // namespace tvlt
