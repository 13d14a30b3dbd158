#include "core/analysis/engine.h"

#include "core/analysis/predictions.h"
#include "core/base/worker.h"

#include <utility>

namespace tvlt {

namespace {

/// Requests with equal subjects are about the same clip and checkpoints.
std::string subjectOf(const Request& request) {
    std::string subject = std::to_string(reinterpret_cast<std::uintptr_t>(request.checkpoint.get())) + ' ' +
                          std::to_string(reinterpret_cast<std::uintptr_t>(request.classifier.get()));
    const auto add = [&](const std::filesystem::path& path) { subject += '\n' + path.string(); };
    add(request.clip.path);
    add(request.clip.audioPath);
    for (const auto& image : request.clip.images)
        add(image);
    return subject;
}

} // namespace

struct Engine::Impl {
    Callbacks callbacks;
    std::shared_ptr<const ClipFeatures> last; // the worker's thread alone
    std::shared_ptr<const Predictions> said;  // likewise
    Worker worker;                            // last: stops before the others go

    explicit Impl(Callbacks c) : callbacks(std::move(c)) {}

    void run(const Request& request, std::stop_token stop) {
        const Job job{std::move(stop), [&](double fraction, std::string_view stage) {
                          if (callbacks.progress)
                              callbacks.progress(request.id, fraction, stage);
                      }};
        auto result = guard([&] {
            last = makeFeatures(request, job.part(0.0, 0.3), last);
            if (callbacks.featuresReady)
                callbacks.featuresReady(request.id, last);
            return analyse(request, last, job.part(0.3, 1.0), &said);
        });
        finish(request.id, std::move(result));
    }

    void finish(std::uint64_t id, Result<std::shared_ptr<const Analysis>> result) const {
        if (callbacks.finished)
            callbacks.finished(id, std::move(result));
    }
};

Engine::Engine(Callbacks callbacks) : impl_(std::make_unique<Impl>(std::move(callbacks))) {}

Engine::~Engine() = default;

std::uint64_t Engine::submit(Request request) {
    std::string subject = subjectOf(request);
    const auto run = [impl = impl_.get(), request = std::move(request)](std::uint64_t id,
                                                                        std::stop_token stop) mutable {
        request.id = id;
        impl->run(request, std::move(stop));
    };
    const auto dropped = [impl = impl_.get()](std::uint64_t id) {
        impl->finish(id, Error{Error::Kind::Cancelled, "cancelled", {}, {}});
    };
    return impl_->worker.submit({std::move(subject), run, dropped});
}

void Engine::cancel() {
    impl_->worker.cancel();
}

} // namespace tvlt
