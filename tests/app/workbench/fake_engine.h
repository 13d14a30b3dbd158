#pragma once

#include "app/workbench/analysis_controller.h"
#include "core/checkpoint/checkpoint.h"
#include "tests/support/sample_analysis.h"

#include <QtTest>

#include <vector>

namespace tvlt {

/// An engine that answers when the test says so, with drawn analyses.
struct FakeEngine {
    struct Port : EnginePort {
        explicit Port(FakeEngine& owner) : fake(owner) {}
        std::uint64_t submit(Request request) override {
            fake.requests.push_back(std::move(request));
            return fake.requests.size();
        }
        void cancel() override { ++fake.cancels; }
        FakeEngine& fake;
    };

    EngineFactory factory() {
        return [this](Engine::Callbacks made) {
            callbacks = std::move(made);
            return std::make_unique<Port>(*this);
        };
    }

    /// Features of request `id`, then their analysis under the request's mask, handed over as the worker thread would.
    std::shared_ptr<const Analysis> answer(std::uint64_t id, const std::shared_ptr<const ClipFeatures>& features) {
        SampleOptions options;
        options.mask = requests[id - 1].mask;
        auto analysis = sampleAnalysis(options, features);
        analysis->requestId = id;
        callbacks.featuresReady(id, features);
        callbacks.finished(id, std::shared_ptr<const Analysis>(analysis));
        QTest::qWait(1);
        return analysis;
    }

    /// Ends request `id` with what `work` throws, as the worker does.
    template <class Work> void fail(std::uint64_t id, Work work) {
        callbacks.finished(id, guard([&]() -> std::shared_ptr<const Analysis> {
                               work();
                               return nullptr;
                           }));
        QTest::qWait(1);
    }

    Engine::Callbacks callbacks;
    std::vector<Request> requests;
    int cancels = 0;
};

/// A clip that need not exist.
inline ClipInfo sampleClip(const std::string& name = "drawn.mp4") {
    ClipInfo clip;
    clip.path = name;
    clip.duration = 0.75;
    return clip;
}

inline std::shared_ptr<const Checkpoint> sampleCheckpoint() {
    auto checkpoint = std::make_shared<Checkpoint>();
    checkpoint->name = "drawn";
    checkpoint->report.hasMae = true;
    checkpoint->report.label = "untrained";
    return checkpoint;
}

} // namespace tvlt
