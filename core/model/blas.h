#pragma once

#include <string>

namespace tvlt {

/// The BLAS that this process has loaded, by its file, with the processor that OpenBLAS has kernels of in use:
/// "openblas-openmp/libblas.so.3 (SkylakeX)"; "built into LibTorch" where it is no library of its own.
[[nodiscard]] std::string loadedBlas();

/// OpenBLAS before 0.3.25 takes processors that it does not know (Intel's since 2022, in part) for one of 2004, and a
/// product then takes two to five times as long. Has it take the kernels of the youngest processor that can do no more
/// than this one; changes nothing where OPENBLAS_CORETYPE is set, where it knew the processor, or where there is no
/// OpenBLAS. Call before the first product, and while no other thread computes: it sets OPENBLAS_CORETYPE.
void chooseBlasKernels();

} // namespace tvlt
