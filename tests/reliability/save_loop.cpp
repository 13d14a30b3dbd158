// Writes a file (or folder) of one kind again and again, one of two contents in turn, until somebody ends it: what
// kill -9 at a random moment leaves is then looked at.
//
//     save_loop write KIND PATH     prints "ready" after the first time, and goes on
//     save_loop check KIND PATH     "first" or "second", whichever content is there, whole; else exit code 1
//
// KIND: session, mask, file (what exports go through), checkpoint (a folder of several files, as training replaces it).
#include "core/base/file.h"
#include "core/base/result.h"
#include "core/features/mask_file.h"
#include "core/session/session.h"

#include <cstdio>
#include <filesystem>
#include <string>

using namespace tvlt;
namespace fs = std::filesystem;

namespace {

constexpr int kClips = 20'000;
constexpr int kFiles = 4;

/// A session of some MB, so that writing takes a while.
Session sessionOf(bool first) {
    Session session;
    session.checkpoint = first ? "first" : "second";
    for (int i = 0; i < kClips; ++i)
        session.clip.emplace_back("/" + session.checkpoint + "/" + std::to_string(i));
    return session;
}

MaskSettings maskOf(bool first) {
    MaskSettings mask;
    mask.seed = first ? 1 : 2;
    mask.pinLayout = PatchLayout{16, 64, 64, 16, 16, 64, 8, 16, 16};
    for (int token = first ? 0 : 1; token < mask.pinLayout->pixelTokens(); token += 2)
        mask.pixelPins.hidden.push_back(token);
    return mask;
}

std::string blockOf(bool first) {
    return std::string(4U << 20, first ? '1' : '2');
}

void writeOnce(const std::string& kind, const fs::path& path, bool first) {
    if (kind == "session")
        saveSession(path, sessionOf(first));
    else if (kind == "mask")
        saveMask(path, maskOf(first));
    else if (kind == "file")
        writeFileAtomically(path, blockOf(first));
    else if (kind == "checkpoint")
        replaceFolder(path, [&](const fs::path& fresh) {
            for (int i = 0; i < kFiles; ++i)
                writeFileAtomically(fresh / std::to_string(i), blockOf(first));
        });
    else
        throwBadInput("is no kind", kind);
}

bool holds(const std::string& kind, const fs::path& path, bool first) {
    if (kind == "session")
        return loadSession(path) == sessionOf(first);
    if (kind == "mask")
        return loadMask(path) == maskOf(first);
    if (kind == "file")
        return readTextFile(path) == blockOf(first);
    for (int i = 0; i < kFiles; ++i)
        if (readTextFile(path / std::to_string(i)) != blockOf(first))
            return false;
    return true;
}

int work(const std::string& action, const std::string& kind, const fs::path& path) {
    if (action == "check") {
        for (const bool first : {true, false})
            if (holds(kind, path, first)) {
                std::puts(first ? "first" : "second");
                return 0;
            }
        throwBadInput("holds neither the first content nor the second", path.string());
    }
    for (bool first = true;; first = !first) {
        writeOnce(kind, path, first);
        std::puts("ready");
        std::fflush(stdout);
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 4)
        return 2;
    const auto code = guard([&] { return work(argv[1], argv[2], argv[3]); });
    if (!code)
        std::fprintf(stderr, "%s\n", code.error().message().c_str());
    return code ? *code : 1;
}
