#include "core/model/blas.h"
#include "tests/support/catch.h"
#include "tests/support/environment.h"

#include <torch/torch.h>

#include <dlfcn.h>

using namespace tvlt;

TEST_CASE("an OpenBLAS that takes this processor for one of 2004 is told better") {
#ifdef __x86_64__
    const auto act = [](const char* name) { return reinterpret_cast<void (*)()>(::dlsym(RTLD_DEFAULT, name)); };
    const auto forget = act("gotoblas_dynamic_quit");
    const auto choose = act("gotoblas_dynamic_init");
    if (!forget || !choose || !__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma"))
        return; // no OpenBLAS that chooses its kernels, or a processor of the time
    const torch::Tensor a = torch::randn({300, 200}), b = torch::randn({200, 100});
    const torch::Tensor before = a.mm(b);
    {
        const Environment said("OPENBLAS_CORETYPE", "Prescott");
        forget();
        choose();
        REQUIRE_THAT(loadedBlas(), ContainsSubstring("(Prescott)"));
        chooseBlasKernels();
        CHECK_THAT(loadedBlas(), ContainsSubstring("(Prescott)")); // since somebody says so
    }
    const Environment silent("OPENBLAS_CORETYPE", "");
    chooseBlasKernels();
    CHECK_THAT(loadedBlas(), ContainsSubstring("(SkylakeX)") || ContainsSubstring("(Haswell)"));
    CHECK(torch::allclose(a.mm(b), before, 1e-4, 1e-4));
#endif
}
