#include "app/hub/transfer_progress.h"

#include <cstdio>

namespace tvlt {

std::string sizeText(std::uint64_t bytes) {
    const auto value = static_cast<double>(bytes);
    char text[32];
    if (bytes < 1'000'000)
        std::snprintf(text, sizeof text, "%.0f kB", value / 1e3);
    else if (bytes < 1'000'000'000)
        std::snprintf(text, sizeof text, bytes < 10'000'000 ? "%.1f MB" : "%.0f MB", value / 1e6);
    else
        std::snprintf(text, sizeof text, "%.2f GB", value / 1e9);
    return text;
}

void TransferProgress::begin(std::string name, std::uint64_t before) {
    name_ = std::move(name);
    before_ = before;
    told_ = {}; // its first bytes are told at once
}

void TransferProgress::at(std::uint64_t bytes, std::uint64_t came) {
    came_ += came;
    const std::uint64_t done = before_ + bytes;
    fraction_ = total_ > 0 ? static_cast<double>(done) / static_cast<double>(total_) : 1.0;
    const auto now = Clock::now();
    if (now - told_ < std::chrono::milliseconds(100))
        return;
    told_ = now;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    std::string stage = "downloading " + name_ + ", " + sizeText(done) + " of " + sizeText(total_);
    if (seconds > 0.5)
        stage += ", " + sizeText(static_cast<std::uint64_t>(static_cast<double>(came_) / seconds)) + "/s";
    job_.progress(fraction_, stage);
}

Job TransferProgress::aside() const {
    return {job_.stop, [this](double, std::string_view stage) { job_.progress(fraction_, stage); }};
}

} // namespace tvlt
