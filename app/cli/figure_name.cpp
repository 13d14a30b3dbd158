#include "app/cli/figure_name.h"

#include <algorithm>
#include <cctype>
#include <filesystem>

namespace tvlt {

std::string checkFigureName(const std::string& name) {
    std::string extension = std::filesystem::path(name).extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    return extension == ".png" || extension == ".svg" || extension == ".pdf"
               ? std::string()
               : name + " ends in none of .png, .svg, .pdf";
}

} // namespace tvlt
