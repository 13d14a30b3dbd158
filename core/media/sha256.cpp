#include "core/media/sha256.h"

#include "core/base/error.h"

#include <array>
#include <fstream>
#include <memory>
#include <new>

extern "C" {
#include <libavutil/mem.h>
#include <libavutil/sha.h>
}

namespace tvlt {

std::string sha256(const std::vector<std::filesystem::path>& files, const Job& job, std::string_view stage) {
    std::uintmax_t total = 0;
    for (const auto& file : files) {
        std::error_code missing; // opening it says so
        if (const auto size = std::filesystem::file_size(file, missing); !missing)
            total += size;
    }

    const std::unique_ptr<AVSHA, void (*)(void*)> sha(av_sha_alloc(), av_free);
    if (!sha || av_sha_init(sha.get(), 256) != 0)
        throw std::bad_alloc();
    std::vector<char> buffer(std::size_t{1} << 20);
    std::uintmax_t done = 0;
    for (const auto& file : files) {
        std::ifstream in(file, std::ios::binary);
        if (!in)
            throwBadInput("cannot be opened", file.string(), "Check its permissions.");
        while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || in.gcount() > 0) {
            job.check();
            const auto got = static_cast<std::size_t>(in.gcount());
            av_sha_update(sha.get(), reinterpret_cast<const std::uint8_t*>(buffer.data()), got);
            done += got;
            job.progress(total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 1.0, stage);
        }
        if (in.bad())
            throwBadInput("cannot be read", file.string());
    }
    std::array<std::uint8_t, 32> digest{};
    av_sha_final(sha.get(), digest.data());
    static constexpr const char* digits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : digest) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

} // namespace tvlt
