#pragma once

#include <functional>
#include <stop_token>
#include <string_view>

namespace tvlt {

/// What a long piece of work gets from its caller: a way to be stopped and a way to say how far it is.
/// Copyable and cheap; a default one is never stopped and reports to nobody.
struct Job {
    std::stop_token stop;
    /// Called on the working thread with a fraction in [0, 1] and the stage ("decoding frames"). May be empty.
    std::function<void(double fraction, std::string_view stage)> report;

    /// Throws Exception (Kind::Cancelled) when the work is to stop.
    void check() const;
    void progress(double fraction, std::string_view stage) const;
    /// The same job with its progress mapped into [from, to] of this one's.
    [[nodiscard]] Job part(double from, double to) const;
};

} // namespace tvlt
