#include "core/features/fft.h"

#include <fftw3.h>
#include <map>
#include <mutex>
#include <new>
#include <type_traits>

namespace tvlt {

namespace {

struct FreeFftw {
    void operator()(void* memory) const { fftw_free(memory); }
};
struct DestroyPlan {
    void operator()(fftw_plan plan) const { fftw_destroy_plan(plan); }
};
using UniquePlan = std::unique_ptr<std::remove_pointer_t<fftw_plan>, DestroyPlan>;

template <class T> std::unique_ptr<T[], FreeFftw> allocate(int count) {
    auto* memory = static_cast<T*>(fftw_malloc(sizeof(T) * static_cast<std::size_t>(count)));
    if (memory == nullptr)
        throw std::bad_alloc();
    return std::unique_ptr<T[], FreeFftw>(memory);
}

/// FFTW's planner is one for the process and not thread-safe, so the table of plans is one as well. Plans live as long
/// as the process and are used with new arrays, which is thread-safe.
fftw_plan planFor(int length, double* input, fftw_complex* output) {
    static std::mutex mutex;
    static std::map<int, UniquePlan> plans;
    const std::lock_guard lock(mutex);
    UniquePlan& plan = plans[length];
    if (!plan)
        plan.reset(fftw_plan_dft_r2c_1d(length, input, output, FFTW_ESTIMATE | FFTW_DESTROY_INPUT));
    if (!plan)
        throw std::bad_alloc();
    return plan.get();
}

} // namespace

struct RealFft::Impl {
    std::unique_ptr<double[], FreeFftw> input;
    std::unique_ptr<fftw_complex[], FreeFftw> output;
    fftw_plan plan = nullptr;
};

RealFft::RealFft(int length) : impl_(std::make_unique<Impl>()) {
    impl_->input = allocate<double>(length);
    impl_->output = allocate<fftw_complex>(1 + length / 2);
    impl_->plan = planFor(length, impl_->input.get(), impl_->output.get());
}

RealFft::~RealFft() = default;

double* RealFft::input() const {
    return impl_->input.get();
}

const std::complex<double>* RealFft::run() {
    fftw_execute_dft_r2c(impl_->plan, impl_->input.get(), impl_->output.get());
    // std::complex<double> and fftw_complex have one layout (C++ [complex.numbers], FFTW manual 4.1.1).
    return reinterpret_cast<const std::complex<double>*>(impl_->output.get());
}

} // namespace tvlt
