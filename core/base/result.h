#pragma once

#include "core/base/error.h"

#include <exception>
#include <new>
#include <type_traits>
#include <utility>
#include <variant>

namespace tvlt {

/// A value or the Error that stands in its place. What core's doors (probe, load, run, export) return.
template <class T> class [[nodiscard]] Result {
  public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool ok() const noexcept { return state_.index() == 0; }
    explicit operator bool() const noexcept { return ok(); }

    /// The value; throws Exception with the error when there is none.
    [[nodiscard]] T& value() & { return ok() ? std::get<0>(state_) : (throw Exception(error()), std::get<0>(state_)); }
    [[nodiscard]] const T& value() const& {
        return ok() ? std::get<0>(state_) : (throw Exception(error()), std::get<0>(state_));
    }
    [[nodiscard]] T&& value() && { return std::move(value()); }
    [[nodiscard]] const Error& error() const { return std::get<1>(state_); }

    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

  private:
    std::variant<T, Error> state_;
};

/// Stands for "nothing to return" in Result<Done>.
struct Done {};

/// The Error that describes the exception in flight. Call inside a catch block.
[[nodiscard]] Error currentError() noexcept;

/// Runs `function` and turns whatever it throws into an Error: the one place where exceptions end.
template <class F> [[nodiscard]] auto guard(F&& function) {
    using Value = std::invoke_result_t<F>;
    using Held = std::conditional_t<std::is_void_v<Value>, Done, Value>;
    try {
        if constexpr (std::is_void_v<Value>) {
            std::forward<F>(function)();
            return Result<Held>(Done{});
        } else {
            return Result<Held>(std::forward<F>(function)());
        }
    } catch (...) {
        return Result<Held>(currentError());
    }
}

} // namespace tvlt
