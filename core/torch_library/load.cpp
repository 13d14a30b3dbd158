#include "core/base/error.h"
#include "core/base/version.h"
#include "core/torch_library/torch_functions.h"

#include <dlfcn.h>
#include <string>
#include <string_view>

namespace tvlt {

const TorchFunctions& loadTorchFunctions(const std::filesystem::path& library) {
    const auto refuse = [&](const std::string& why) {
        throw Exception({Error::Kind::Internal, "the library that runs models cannot be loaded: " + why,
                         library.string(), "Install the program again, and LibTorch with it."});
    };
    if (!library.is_absolute()) // else it would be looked for from the working folder on
        refuse("it is not known where the program lies");
    // It stays: what it has made may live as long as the program.
    void* handle = ::dlopen(library.c_str(), RTLD_LAZY | RTLD_LOCAL);
    if (!handle) {
        const std::string why = ::dlerror();
        const std::string name = library.string() + ": ";
        refuse(why.starts_with(name) ? why.substr(name.size()) : why);
    }
    const auto* functions = static_cast<const TorchFunctions*>(::dlsym(handle, kTorchFunctionsSymbol));
    if (!functions)
        refuse("it is another one");
    if (functions->size != sizeof(TorchFunctions))
        refuse("it is of another build");
    if (std::string_view(functions->version) != version())
        refuse(std::string("it is of version ") + functions->version + ", the program of " + version());
    return *functions;
}

} // namespace tvlt
