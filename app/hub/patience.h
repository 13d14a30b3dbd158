#pragma once

#include "app/hub/hub_settings.h"
#include "core/base/job.h"

namespace tvlt {

/// How often to ask again after failures that may pass, and how long to wait before it.
class Patience {
  public:
    Patience(const HubSettings& settings, const Job& job) : settings_(settings), job_(job) {}
    /// Waits, longer each time, and gives true; false at once when it has ended. `better`: the last try brought
    /// something, so that counting starts anew. Throws Cancelled.
    [[nodiscard]] bool wait(bool better);

  private:
    const HubSettings& settings_;
    const Job& job_;
    int failures_ = 0;
};

} // namespace tvlt
