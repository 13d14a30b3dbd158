#include "app/cli/commands.h"
#include "app/cli/fetch_checkpoint.h"
#include "core/base/printable.h"
#include "core/base/result.h"
#include "core/base/version.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/hub_cache.h"
#include "core/checkpoint/shard_index.h"
#include "core/export/info_json.h"
#include "core/media/probe.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>

namespace tvlt {

namespace {

namespace fs = std::filesystem;

struct InfoArguments {
    std::string subject;
    bool json = false;
};

/// A folder, a weights file by its ending, or what may be a hub id: "owner/name" that is no file. Names with an ending
/// may be mistyped clips: they count where the cache has them.
bool isCheckpoint(const std::string& subject) {
    const fs::path path(subject);
    std::error_code ec;
    if (fs::is_directory(path, ec) || hasWeightsEnding(subject))
        return true;
    const auto id = fs::exists(path, ec) ? std::nullopt : parseHubId(subject);
    if (!id || id->repository.find('/') == std::string::npos)
        return false;
    return !fs::path(id->repository).has_extension() || guard([&] { return findInHubCache(*id); }).ok();
}

void line(const char* name, const std::string& value) {
    if (!value.empty())
        std::printf("%-14s %s\n", name, printable(value, 1000).c_str());
}

std::string format(const char* pattern, double value) {
    char text[64];
    std::snprintf(text, sizeof text, pattern, value);
    return text;
}

void printClip(const ClipInfo& clip) {
    line("clip", clip.path.string());
    if (clip.images.size() > 1)
        line("images", std::to_string(clip.images.size()));
    line("container", clip.container);
    line("title", clip.title);
    line("duration", format("%.3f s", clip.duration));
    if (clip.video) {
        const VideoStream& v = *clip.video;
        std::string text = v.codec + ", " + std::to_string(v.width) + " × " + std::to_string(v.height);
        if (v.frameRate.num > 0)
            text += format(", %.3f frames/s", v.frameRate.value()) + (v.variableRate ? " (variable)" : "");
        if (v.rotation != 0)
            text += ", turned by " + std::to_string(v.rotation) + "°";
        line("picture", text + format(", from %.3f s", v.start));
    }
    if (clip.audio) {
        const AudioStream& a = *clip.audio;
        line("sound", a.codec + ", " + std::to_string(a.sampleRate) + " Hz, " + std::to_string(a.channels) +
                          (a.channels == 1 ? " channel" : " channels") + format(", from %.3f s", a.start));
        if (clip.audioPath != clip.path)
            line("sound from", clip.audioPath.string());
    }
    for (const std::string& warning : clip.warnings)
        line("warning", warning);
}

void printKeys(const char* name, const std::vector<std::string>& keys) {
    for (const std::string& key : keys)
        line(name, key);
}

std::string shape(const std::vector<std::int64_t>& sizes) {
    std::string text;
    for (const std::int64_t size : sizes)
        text += (text.empty() ? "" : " × ") + std::to_string(size);
    return text.empty() ? "scalar" : text;
}

void printReport(const std::string& name, const LoadReport& r) {
    line("checkpoint", name);
    line("label", r.label);
    if (!r.label.empty() && r.label != "untrained")
        line("", "It knows its own kind of clips and will be poor on real ones. Real weights: --checkpoint FOLDER, or "
                 "the hub id ZinengTang/tvlt-base; in the window, Model > Open checkpoint.");
    line("format", r.format);
    line("architecture", r.architecture);
    line("mode", r.original ? "original" : "hf");
    line("parameters", std::to_string(r.parameters) + " (" + r.dtype + ")");
    line("heads", std::to_string(r.heads) + (r.headsAssumed ? " (assumed: the file does not say)" : ""));
    line("can", std::string(r.hasMae ? "reconstruct " : "") + (r.hasMatching ? "match " : "") +
                    (!r.hasClassifier ? ""
                     : r.isRegression ? "predict values (regression)"
                                      : "classify"));
    printKeys("missing", r.missing);
    printKeys("unexpected", r.unexpected);
    for (const auto& wrong : r.wrongShape)
        line("wrong shape", wrong.key + ": " + shape(wrong.found) + " instead of " + shape(wrong.expected));
    printKeys("not finite", r.nonFinite);
    printKeys("note", r.notes);
}

void printConfig(const TvltConfig& c, bool hasMae, bool classifies) {
    line("picture", "up to " + std::to_string(c.num_frames) + " frames of " +
                        shape({c.image_size[0], c.image_size[1]}) + " in patches of " +
                        shape({c.image_patch_size[0], c.image_patch_size[1]}));
    line("sound", "up to " + shape({c.spectrogram_length, c.frequency_length}) + " (time × mel) in patches of " +
                      shape({c.audio_patch_size[0], c.audio_patch_size[1]}));
    line("encoder", std::to_string(c.num_hidden_layers) + " layers, " + std::to_string(c.hidden_size) + " wide");
    if (hasMae) {
        line("decoder", std::to_string(c.decoder_num_hidden_layers) + " layers, " +
                            std::to_string(c.decoder_hidden_size) + " wide");
        line("mask ratios", "picture " + format("%g", c.pixel_mask_ratio) + ", sound " +
                                format("%g", c.audio_mask_ratio) + ", " + c.audio_mask_type);
    }
    if (classifies) {
        std::string names;
        for (const std::string& name : c.id2label)
            names += (names.empty() ? "" : ", ") + name;
        line("classes", names);
    }
}

void printRuntime(const RuntimeInfo& runtime) {
    line("tvlt", version());
    line("LibTorch", runtime.libtorch);
    line("BLAS", runtime.blas);
    line("threads", std::to_string(runtime.threads));
    line("bf16 on CPU",
         runtime.multipliesBf16 ? "multiplied as it is" : "multiplied in f32, which this processor does faster");
    for (const auto& device : runtime.devices)
        line("device", device.name + ": " + device.description);
}

int info(const InfoArguments& a, std::stop_token stop) {
    const Job job{std::move(stop), {}};
    const auto print = [&](const nlohmann::json& json) { std::fputs(jsonText(json).c_str(), stdout); };
    if (a.subject.empty()) {
        const RuntimeInfo runtime = runtimeInfo();
        a.json ? print(runtimeJson(runtime)) : printRuntime(runtime);
    } else if (isCheckpoint(a.subject)) {
        const auto checkpoint = fetchAndLoad(a.subject, {}, job);
        const LoadReport& report = checkpoint->report;
        const std::string hash = fileHash(checkpoint->weights, job);
        if (a.json) {
            auto json = reportJson(checkpoint->name, report);
            json["sha256"] = hash;
            json["config"] = configToJson(checkpoint->config, report.architecture);
            print(json);
        } else {
            printReport(checkpoint->name, report);
            printConfig(checkpoint->config, report.hasMae, report.hasClassifier && !report.isRegression);
            line("sha256", hash);
        }
    } else {
        const ClipInfo clip = probe({{a.subject}, {}, 1.0}, job);
        a.json ? print(clipJson(clip)) : printClip(clip);
    }
    return 0;
}

} // namespace

void addInfoCommand(CLI::App& app, CommandRun& run) {
    CLI::App* command =
        app.add_subcommand("info", "Say what a clip or a checkpoint holds; without one, what this program runs on");
    const auto arguments = std::make_shared<InfoArguments>();
    command->add_option("CLIP|CHECKPOINT", arguments->subject, "A media file; a checkpoint's folder, file or hub id");
    command->add_flag("--json", arguments->json, "Print as JSON");
    command->callback(
        [arguments, &run] { run = [arguments](std::stop_token stop) { return info(*arguments, std::move(stop)); }; });
}

} // namespace tvlt
