#include "core/dataset/data_spec.h"

#include "core/base/error.h"
#include "core/base/file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>
#include <string_view>
#include <system_error>

namespace tvlt {

namespace fs = std::filesystem;

namespace {

constexpr const char* kForms = "Name a folder of clips, a .txt list of them, a .csv of clips and labels, a clip, "
                               "synth:SEED or synth:SEED:COUNT.";
constexpr std::string_view kDrawn = "synth:";

std::string lowerExtension(const fs::path& path) {
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return extension;
}

/// The whole of `text` as a number; throws otherwise.
template <class Number> Number numberIn(std::string_view text, const std::string& spec, const char* what) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        throwBadInput("'" + std::string(text) + "' is not a " + what, spec, "Write synth:SEED or synth:SEED:COUNT.");
    return number;
}

DrawnData drawnData(const std::string& spec) {
    const std::string_view rest = std::string_view(spec).substr(kDrawn.size());
    const std::size_t colon = rest.find(':');
    DrawnData data;
    data.seed = numberIn<std::uint64_t>(rest.substr(0, colon), spec, "seed (a whole number from 0)");
    if (colon != std::string_view::npos) {
        data.count = numberIn<std::int64_t>(rest.substr(colon + 1), spec, "count of clips");
        if (*data.count < 1)
            throwBadInput("a count of clips must be at least 1", spec);
    }
    return data;
}

bool isWanted(const fs::path& path, SearchFor search) {
    return isClipName(path) || (search == SearchFor::ClipsAndSounds && isSoundName(path));
}

std::vector<fs::path> clipsBelow(const fs::path& folder, SearchFor search) {
    std::vector<fs::path> files;
    std::error_code ec;
    fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, ec);
    for (const fs::recursive_directory_iterator end; !ec && at != end; at.increment(ec)) {
        const bool hidden = at->path().filename().string().starts_with(".");
        std::error_code ignored;
        if (hidden && at->is_directory(ignored))
            at.disable_recursion_pending();
        else if (!hidden && isWanted(at->path(), search) && at->is_regular_file(ignored))
            files.push_back(at->path());
    }
    if (ec)
        throwBadInput("cannot be searched: " + ec.message(), folder.string(), "Check its permissions.");
    if (files.empty())
        throwBadInput("holds no media files", folder.string(), "Clips are known by extensions such as .mp4 and .mkv.");
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<fs::path> clipsListed(const fs::path& list, ListedFiles listed) {
    std::string text = readTextFile(list);
    if (text.starts_with("\xEF\xBB\xBF"))
        text.erase(0, 3);
    std::istringstream lines(text);
    std::vector<fs::path> files;
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        const auto first = line.find_first_not_of(" \t\r");
        if (first == std::string::npos || line[first] == '#')
            continue;
        const std::string file = line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
        files.push_back(list.parent_path() / file);
        std::error_code ec;
        if (listed == ListedFiles::MustExist && !fs::is_regular_file(files.back(), ec))
            throwNotFound("names no file: " + file, list.string() + ", line " + std::to_string(number),
                          "Paths are relative to the list's folder.");
    }
    if (files.empty())
        throwBadInput("lists no files", list.string(), "Write one path a line.");
    return files;
}

} // namespace

bool isClipName(const fs::path& path) {
    constexpr std::array<std::string_view, 20> kExtensions{".3gp", ".asf", ".avi",  ".flv", ".m2ts", ".m4v", ".mkv",
                                                           ".mov", ".mp4", ".mpeg", ".mpg", ".mts",  ".mxf", ".nut",
                                                           ".ogm", ".ogv", ".ts",   ".vob", ".webm", ".wmv"};
    return std::find(kExtensions.begin(), kExtensions.end(), lowerExtension(path)) != kExtensions.end();
}

bool isSoundName(const fs::path& path) {
    constexpr std::array<std::string_view, 9> kExtensions{".aac", ".aif", ".aiff", ".flac", ".m4a",
                                                          ".mp3", ".ogg", ".opus", ".wav"};
    return std::find(kExtensions.begin(), kExtensions.end(), lowerExtension(path)) != kExtensions.end();
}

DataSpec parseDataSpec(const std::string& text, SearchFor search, ListedFiles listed) {
    if (text.starts_with(kDrawn))
        return drawnData(text);
    const fs::path path(text);
    std::error_code ec;
    if (fs::is_directory(path, ec))
        return ClipFiles{clipsBelow(path, search)};
    if (!fs::exists(path, ec))
        throwNotFound("no such file or folder", text.empty() ? "data" : text, kForms);
    const std::string extension = lowerExtension(path);
    if (extension == ".csv")
        return LabelTable{path};
    if (extension == ".txt")
        return ClipFiles{clipsListed(path, listed)};
    if (isWanted(path, search))
        return ClipFiles{{path}};
    throwBadInput("is no form of data that is known here", text, kForms);
}

} // namespace tvlt
