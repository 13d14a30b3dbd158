#include "tests/support/temp_folder.h"

#include <cstdlib>
#include <string>
#include <system_error>

namespace tvlt {

TempFolder::TempFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "tvlt-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        throw std::system_error(errno, std::generic_category(), "mkdtemp");
    path_ = name;
}

TempFolder::~TempFolder() {
    std::error_code ec;
    std::filesystem::remove_all(path_, ec);
}

} // namespace tvlt
