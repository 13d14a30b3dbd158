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

/// FFTW's planner is one for the process and not thread-safe, so this lock is as well.
std::mutex& plannerMutex() {
    static std::mutex mutex;
    return mutex;
}

/// The plan of a length, made once. Plans live as long as the process and are used with new arrays, which is
/// thread-safe.
template <class Make> fftw_plan planFor(std::map<int, UniquePlan>& plans, int length, Make make) {
    const std::lock_guard lock(plannerMutex());
    UniquePlan& plan = plans[length];
    if (!plan)
        plan.reset(make());
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
    static std::map<int, UniquePlan> plans;
    impl_->plan = planFor(plans, length, [&] {
        return fftw_plan_dft_r2c_1d(length, impl_->input.get(), impl_->output.get(),
                                    FFTW_ESTIMATE | FFTW_DESTROY_INPUT);
    });
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

struct InverseRealFft::Impl {
    std::unique_ptr<fftw_complex[], FreeFftw> input;
    std::unique_ptr<double[], FreeFftw> output;
    fftw_plan plan = nullptr;
};

InverseRealFft::InverseRealFft(int length) : impl_(std::make_unique<Impl>()) {
    impl_->input = allocate<fftw_complex>(1 + length / 2);
    impl_->output = allocate<double>(length);
    static std::map<int, UniquePlan> plans;
    impl_->plan = planFor(plans, length, [&] {
        return fftw_plan_dft_c2r_1d(length, impl_->input.get(), impl_->output.get(),
                                    FFTW_ESTIMATE | FFTW_DESTROY_INPUT);
    });
}

InverseRealFft::~InverseRealFft() = default;

std::complex<double>* InverseRealFft::input() const {
    return reinterpret_cast<std::complex<double>*>(impl_->input.get());
}

const double* InverseRealFft::run() {
    fftw_execute_dft_c2r(impl_->plan, impl_->input.get(), impl_->output.get());
    return impl_->output.get();
}

} // namespace tvlt
