#pragma once

namespace tvlt {

/// Resident memory of this process now, in MiB; 0 where the system does not say.
[[nodiscard]] double residentMb();
/// The greatest that it was since forgetPeak(), or since the process began; 0 where the system does not say.
[[nodiscard]] double peakResidentMb();
/// Begins the peak anew, where the system can (Linux).
void forgetPeak();

} // namespace tvlt
