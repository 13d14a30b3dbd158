#include "core/checkpoint/convert.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/name_table.h"
#include "core/checkpoint/modules.h"
#include "core/checkpoint/original_keys.h"
#include "core/checkpoint/stored_tensors.h"
#include "core/checkpoint/torch_file.h"
#include "core/model/safetensors.h"

namespace tvlt {

namespace fs = std::filesystem;

namespace {

constexpr NameTable<CheckpointFormat, 3> kFormats{{{CheckpointFormat::Folder, "folder"},
                                                   {CheckpointFormat::Safetensors, "safetensors"},
                                                   {CheckpointFormat::Authors, "ckpt"}}};
constexpr const char* kAuthorsActivation = "gelu";
constexpr double kAuthorsEps = 1e-6;
constexpr int kAuthorsColumnsPerHead = 64;
constexpr int kAuthorsDecoderColumnsPerHead = 32;

/// "out/" is the folder "out".
fs::path withoutSlash(const fs::path& path) {
    const fs::path normal = path.lexically_normal();
    return normal.has_filename() ? normal : normal.parent_path();
}

void checkFree(const fs::path& to, CheckpointFormat format, bool force) {
    std::error_code ec;
    const bool folder = fs::is_directory(to, ec);
    if (fs::exists(to, ec) && folder != (format == CheckpointFormat::Folder))
        throwBadInput(folder ? "is a folder" : "is a file", to.string(), "Choose another name.");
    if (!force && fs::exists(to, ec) && !(folder && fs::is_empty(to, ec)))
        throwBadInput(folder ? "holds something already" : "is there already", to.string(),
                      folder ? "Choose another folder, or replace the checkpoint in it by --force."
                             : "Choose another name, or replace it by --force.");
}

std::string headsText(int heads) {
    return std::to_string(heads) + (heads == 1 ? " attention head" : " attention heads");
}

/// The dtype to write in.
StoredDtype dtypeFor(const LoadReport& report, const ConvertOptions& options, std::vector<std::string>& notes) {
    if (options.dtype)
        return *options.dtype;
    if (report.dtype == "F16")
        return StoredDtype::F16;
    if (report.dtype == "BF16")
        return StoredDtype::BF16;
    if (report.dtype != "F32")
        notes.push_back("The file's weights are " + (report.dtype == "mixed" ? "of several dtypes" : report.dtype) +
                        "; f32 is written.");
    return StoredDtype::F32;
}

/// The authors' program takes a model's shape from the weights and the rest as given. Throws Unsupported for what it
/// would run in another way.
void checkAuthorsTake(const Checkpoint& checkpoint, std::vector<std::string>& notes) {
    if (checkpoint.report.original)
        return;
    const auto refuse = [&](const std::string& what) {
        throwUnsupported("has " + what + ", for which the authors' format has no place", checkpoint.name,
                         "Write a folder or .safetensors instead.");
    };
    const TvltConfig& c = checkpoint.config;
    if (checkpoint.report.hasClassifier)
        refuse("a classifier without the authors' pooler");
    if (c.image_size[0] / c.image_patch_size[0] != c.image_size[1] / c.image_patch_size[1])
        refuse("pictures that are not square");
    if (c.hidden_act != kAuthorsActivation || c.layer_norm_eps != kAuthorsEps || c.use_mean_pooling || !c.qkv_bias)
        refuse("settings other than the authors' (activation, epsilon, final norm or biases)");
    const auto noteHeads = [&](int heads, int usual, const char* part, const char* option) {
        if (heads != usual)
            notes.push_back(std::string("The file cannot say that the ") + part + " has " + headsText(heads) +
                            ": open it with " + option + " " + std::to_string(heads) + ".");
    };
    noteHeads(c.num_attention_heads, c.hidden_size / kAuthorsColumnsPerHead, "encoder", "--heads");
    if (checkpoint.report.hasMae)
        noteHeads(c.decoder_num_attention_heads, c.decoder_hidden_size / kAuthorsDecoderColumnsPerHead, "decoder",
                  "--decoder-heads");
    notes.emplace_back("As an authors' checkpoint it is run by the authors' rules, and gives other numbers.");
}

StateDict authorsTensors(const Checkpoint& checkpoint, const SaveOptions& save) {
    StateDict tensors = storedTensors(checkpoint, save);
    return toOriginalKeys(checkpoint.modules->model ? withPrefix(tensors, "tvlt.") : tensors);
}

void writeFolder(const Checkpoint& checkpoint, const fs::path& to, const SaveOptions& save) {
    std::error_code ec;
    if (fs::exists(to, ec) && !fs::is_empty(to, ec)) // other files stay
        saveCheckpoint(checkpoint, to, save);
    else
        replaceFolder(to, [&](const fs::path& folder) { saveCheckpoint(checkpoint, folder, save); });
}

void addNotes(const Checkpoint& checkpoint, CheckpointFormat format, const LoadOptions& load,
              std::vector<std::string>& notes) {
    const LoadReport& report = checkpoint.report;
    notes.insert(notes.end(), report.notes.begin(), report.notes.end());
    if (!report.unexpected.empty())
        notes.push_back(std::to_string(report.unexpected.size()) + " tensors have no place in the model (the first: " +
                        report.unexpected.front() + ") and are left out.");
    if (report.original && format == CheckpointFormat::Folder)
        notes.emplace_back(
            "As a Hugging Face folder it is run by Hugging Face's rules, and gives other numbers than the "
            "authors' code.");
    if (report.original && report.headsAssumed && format == CheckpointFormat::Folder)
        notes.push_back("config.json says " + headsText(report.heads) +
                        (report.hasMae ? " and " + std::to_string(report.decoderHeads) + " of the decoder" : "") +
                        ", where not told by rule: the authors' file does not say. --heads and --decoder-heads set "
                        "other numbers.");
    if (!report.original && (load.heads || load.decoderHeads))
        notes.emplace_back("--heads and --decoder-heads change nothing: its config.json says how many there are.");
    if (!report.original && format == CheckpointFormat::Safetensors)
        notes.emplace_back("It is opened with the model's config.json beside it.");
}

} // namespace

CheckpointFormat formatFromName(const std::string& name) {
    const auto format = valueIn(kFormats, name);
    if (!format)
        throwBadInput("is no format of checkpoints", name, "Choose folder, safetensors or ckpt.");
    return *format;
}

CheckpointFormat formatByName(const fs::path& path) {
    const std::string ending = path.extension().string();
    if (ending == ".safetensors")
        return CheckpointFormat::Safetensors;
    return ending == ".ckpt" || ending == ".pt" || ending == ".pth" ? CheckpointFormat::Authors
                                                                    : CheckpointFormat::Folder;
}

Converted convertCheckpoint(const std::string& pathOrId, const fs::path& to, const ConvertOptions& options,
                            const Job& job) {
    const fs::path target = withoutSlash(to);
    checkFree(target, options.format, options.force);
    LoadOptions load = options.load;
    load.device = {};
    load.dtype = Dtype::F32; // holds every f16 and bf16 exactly
    const auto checkpoint = loadCheckpoint(pathOrId, load, job.part(0.0, 0.7));

    Converted converted;
    converted.parameters = checkpoint->report.parameters;
    converted.dtype = dtypeFor(checkpoint->report, options, converted.notes);
    if (options.format == CheckpointFormat::Authors)
        checkAuthorsTake(*checkpoint, converted.notes);
    addNotes(*checkpoint, options.format, options.load, converted.notes);
    const SaveOptions save{converted.dtype};
    job.check();
    job.progress(0.7, "writing weights");
    switch (options.format) {
    case CheckpointFormat::Folder:
        writeFolder(*checkpoint, target, save);
        break;
    case CheckpointFormat::Safetensors:
        writeSafetensors(target, checkpoint->report.original ? authorsTensors(*checkpoint, save)
                                                             : storedTensors(*checkpoint, save));
        break;
    case CheckpointFormat::Authors:
        writeTorchFile(target, authorsTensors(*checkpoint, save));
        break;
    }
    return converted;
}

} // namespace tvlt
