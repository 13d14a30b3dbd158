// Reads files through one fuzz target, without libFuzzer:
//
//     replay_NAME FILE|FOLDER...                        each file as it is
//     replay_NAME --damage [--step N] FILE|FOLDER...    cut off at each byte (each Nth), and with each bit (of each Nth
//                                                       byte) of its first 2 KiB flipped
//
// A find ends the program by a signal; the input's name and damage stand on the last line.
#include "core/base/file.h"
#include "tests/fuzz/target.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>
#include <unistd.h>
#include <vector>

namespace fs = std::filesystem;

namespace {

using Bytes = std::vector<std::byte>;

constexpr std::size_t kHead = 2048;

/// What is being read, where a signal's handler finds it.
char current[1024];

void sayCurrent(int signal) {
    (void)!::write(STDERR_FILENO, current, std::strlen(current));
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

struct Arguments {
    bool damage = false;
    std::size_t step = 1;
    std::vector<fs::path> files;
};

Arguments parsed(int count, char** words) {
    Arguments arguments;
    for (int i = 1; i < count; ++i) {
        const std::string word = words[i];
        if (word == "--damage") {
            arguments.damage = true;
        } else if (word == "--step" && i + 1 < count) {
            arguments.step = std::max(1UL, std::stoul(words[++i]));
        } else if (!fs::is_directory(word)) {
            arguments.files.emplace_back(word);
        } else {
            for (const auto& entry : fs::recursive_directory_iterator(word))
                if (entry.is_regular_file())
                    arguments.files.push_back(entry.path());
        }
    }
    std::sort(arguments.files.begin(), arguments.files.end());
    return arguments;
}

void read(const fs::path& file, const char* damage, std::size_t place, const Bytes& bytes) {
    std::snprintf(current, sizeof current, "%s, %s %zu\n", file.c_str(), damage, place);
    const Bytes copy(bytes.begin(), bytes.end()); // of the exact size, so that a sanitizer sees a byte too many
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(copy.data()), copy.size());
}

std::size_t readDamaged(const fs::path& file, const Bytes& whole, std::size_t step) {
    std::size_t read_ = 0;
    for (std::size_t size = 0; size < whole.size(); size += step, ++read_)
        read(file, "cut off at byte", size, Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)));
    Bytes flipped = whole;
    for (std::size_t i = 0; i < std::min(whole.size(), kHead); i += step)
        for (unsigned bit = 0; bit < 8; ++bit, ++read_) {
            flipped[i] ^= std::byte{1} << bit;
            read(file, "a bit flipped in byte", i, flipped);
            flipped[i] = whole[i];
        }
    return read_;
}

} // namespace

int main(int argc, char** argv) {
    const Arguments arguments = parsed(argc, argv);
    if (arguments.files.empty()) {
        std::fputs("no files to read\n", stderr);
        return 2;
    }
    for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGALRM, SIGTERM})
        std::signal(signal, sayCurrent);
    std::size_t count = 0;
    for (const fs::path& file : arguments.files) {
        const Bytes bytes = tvlt::readFile(file, 64U << 20);
        if (arguments.damage) {
            count += readDamaged(file, bytes, arguments.step);
        } else {
            read(file, "whole,", bytes.size(), bytes);
            ++count;
        }
    }
    std::printf("%zu inputs read, %zu refused\n", count, tvlt::fuzz::refusals);
    return 0;
}
