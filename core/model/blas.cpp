#include "core/model/blas.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <link.h>
#include <string_view>

namespace tvlt {

namespace fs = std::filesystem;

namespace {

/// A function of the OpenBLAS that is loaded; null where none is.
template <typename Function> Function* ofOpenBlas(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_DEFAULT, name));
}

/// As OpenBLAS calls the processor whose kernels it uses; empty where it is not loaded.
std::string_view kernelsInUse() {
    const auto name = ofOpenBlas<const char*()>("openblas_get_corename");
    return name ? name() : "";
}

/// Null where OpenBLAS's choice is as good as any.
const char* kernelsForThisProcessor() {
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        return "SkylakeX";
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return "Haswell";
#endif
    return nullptr;
}

} // namespace

std::string loadedBlas() {
    std::string found;
    ::dl_iterate_phdr(
        [](dl_phdr_info* info, std::size_t, void* result) {
            std::error_code ec;
            const auto path = fs::canonical(info->dlpi_name, ec);
            const auto file = path.filename().string();
            const bool blas = std::ranges::any_of(std::array{"openblas", "mkl", "blis", "libblas"},
                                                  [&](const char* name) { return file.find(name) != file.npos; });
            if (ec || !blas)
                return 0;
            *static_cast<std::string*>(result) = (path.parent_path().filename() / file).string();
            return 1;
        },
        &found);
    if (found.empty())
        return "built into LibTorch"; // PyPI's has MKL inside
    const std::string_view kernels = kernelsInUse();
    return kernels.empty() ? found : found + " (" + std::string(kernels) + ")";
}

void chooseBlasKernels() {
    constexpr auto variable = "OPENBLAS_CORETYPE";
    const char* const kernels = kernelsForThisProcessor();
    const auto forget = ofOpenBlas<void()>("gotoblas_dynamic_quit");
    const auto choose = ofOpenBlas<void()>("gotoblas_dynamic_init");
    if (kernelsInUse() != "Prescott" || !kernels || !forget || !choose || std::getenv(variable))
        return;
    // OpenBLAS asks the environment as it is loaded; so it is asked again. Other threads may read the environment
    // meanwhile: glibc leaves what they read in place the first time a program sets something.
    ::setenv(variable, kernels, 1);
    forget();
    choose();
}

} // namespace tvlt
