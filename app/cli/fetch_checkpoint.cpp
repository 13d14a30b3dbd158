#include "app/cli/fetch_checkpoint.h"

#include "app/cli/progress_line.h"
#include "app/hub/hub_download.h"
#include "app/hub/transfer_progress.h"
#include "core/base/error.h"

#include <QCoreApplication>

#include <clocale>
#include <cstdio>
#include <optional>

namespace tvlt {

namespace {

int argumentCount = 1; // Qt keeps a reference to it
char program[] = "tvlt";
char* arguments[] = {program, nullptr};

/// What Qt Network needs, where nothing else has made it.
class NetworkRuntime {
  public:
    NetworkRuntime() {
        if (QCoreApplication::instance() == nullptr)
            application_.emplace(argumentCount, arguments);
        std::setlocale(LC_NUMERIC, "C"); // Qt takes the user's; numbers in files have points
    }

  private:
    std::optional<QCoreApplication> application_;
};

void say(const HubPlan& plan) {
    const std::string size = plan.missing < plan.bytes
                                 ? "the last " + sizeText(plan.missing) + " of " + sizeText(plan.bytes)
                                 : sizeText(plan.bytes);
    std::fprintf(stderr, "tvlt: %s is not in the local cache: downloading %s from %s to %s\n", plan.id.text().c_str(),
                 size.c_str(), plan.from.c_str(), plan.cache.c_str());
}

} // namespace

void fetchCheckpoint(const std::string& name, const LoadOptions& options, const Job& job) {
    const auto id = missingFromCache(name, options.hubCache);
    if (!id)
        return;
    const NetworkRuntime runtime;
    const HubSettings settings = hubSettings(options.hubCache);
    HubPlan plan;
    {
        ProgressLine line;
        plan = planDownload(*id, settings, line.job(job.stop));
    }
    say(plan);
    try {
        ProgressLine line;
        download(plan, settings, line.job(job.stop));
    } catch (const Exception& e) {
        if (e.error().kind == Error::Kind::Cancelled)
            std::fputs("tvlt: what has come is kept: the same command goes on from there\n", stderr);
        throw;
    }
}

std::shared_ptr<const Checkpoint> fetchAndLoad(const std::string& name, const LoadOptions& options, const Job& job) {
    fetchCheckpoint(name, options, job);
    return loadCheckpoint(name, options, job);
}

} // namespace tvlt
