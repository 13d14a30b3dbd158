#include "core/base/job.h"

#include "core/base/error.h"

namespace tvlt {

void Job::check() const {
    if (stop.stop_requested())
        throwCancelled();
}

void Job::progress(double fraction, std::string_view stage) const {
    if (report)
        report(fraction, stage);
}

Job Job::part(double from, double to) const {
    if (!report)
        return *this;
    return {stop, [outer = report, from, to](double fraction, std::string_view stage) {
                outer(from + (to - from) * fraction, stage);
            }};
}

} // namespace tvlt
