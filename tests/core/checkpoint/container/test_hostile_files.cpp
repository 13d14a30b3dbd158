// What a file from the internet may try. Each is refused by what is wrong with it, within one second of processor time
// and 64 MiB.
#include "core/base/file.h"
#include "core/checkpoint/container/torch_container.h"
#include "core/checkpoint/container/weights_index.h"
#include "tests/core/checkpoint/container/support/pickle_bytes.h"
#include "tests/core/checkpoint/container/support/zip_writer.h"
#include "tests/support/catch.h"
#include "tests/support/confined.h"
#include "tests/support/temp_folder.h"

using namespace tvlt;
using namespace tvlt::pickle_bytes;

namespace {

/// Does what loading a checkpoint does, up to the tensors.
std::string opened(const std::filesystem::path& path) {
    return confined([&] {
        const auto container = openTorchContainer(path);
        const WeightsIndex index = indexWeights(container->document(), path.string());
        for (const auto& [key, storage] : index.storages)
            container->require(storage);
        for (const auto& [key, storage] : index.storages) {
            std::vector<std::byte> bytes(byteCount(storage));
            container->read(storage, bytes);
        }
    });
}

std::string openedZip(const std::vector<ZipEntry>& entries) {
    const TempFolder folder;
    writeZip(folder / "a.ckpt", entries);
    return opened(folder / "a.ckpt");
}

std::string openedFile(const std::string& bytes) {
    const TempFolder folder;
    writeFileAtomically(folder / "a.ckpt", bytes);
    return opened(folder / "a.ckpt");
}

/// As the one pickle of a zip, and as the object of a legacy file: the same error from both, or both in two lines.
std::string openedPickle(const std::string& pickle) {
    const std::string zip = openedZip({{"x/data.pkl", pickle + "."}});
    const std::string legacy = openedFile(legacyFile(pickle, "]", ""));
    const auto fault = [](const std::string& message) { return message.substr(message.find(": ") + 2); };
    return fault(zip) == fault(legacy) ? zip : zip + "\n" + legacy;
}

std::string repeated(const std::string& piece, std::size_t times) {
    std::string all;
    all.reserve(piece.size() * times);
    for (std::size_t i = 0; i < times; ++i)
        all += piece;
    return all;
}

/// {"w": value}
std::string weights(const std::string& value) {
    return "}" + text("w") + value + "s";
}

const std::string twoFloats = weights(tensor(2, 0, {2}, {1}));
const std::string eightBytes(8, '\0');

} // namespace

TEST_CASE("the confinement itself stops what takes too much") {
    CHECK(confined([] {}) == "no error");
    CHECK_THAT(confined([] {
                   for (volatile bool forever = true; forever;) {
                   }
               }),
               ContainsSubstring("ended by signal"));
    if (kConfinesMemory)
        CHECK_THAT(confined([] { std::vector<char>(std::size_t{80} << 20, 'x').at(7) = 'y'; }),
                   ContainsSubstring("not enough memory"));
}

TEST_CASE("a file that is well is not refused by the confinement") {
    CHECK(openedZip({{"x/data.pkl", twoFloats + "."}, {"x/data/0", eightBytes}}) == "no error");
    CHECK(openedFile(legacyFile(twoFloats, "](" + text("0") + "e", "\x02" + std::string(7, '\0') + eightBytes)) ==
          "no error");
}

TEST_CASE("code in a checkpoint is refused by its name") {
    const auto call = [](const std::string& name) { return "c" + name + "\n" + text("x") + "\x85R"; };
    CHECK_THAT(openedPickle(call("os\nsystem")), ContainsSubstring("refuses to run os.system"));
    CHECK_THAT(openedPickle(weights(call("builtins\neval"))), ContainsSubstring("refuses to run builtins.eval"));
    CHECK_THAT(openedPickle(weights(call("builtins\nexec"))), ContainsSubstring("refuses to run builtins.exec"));
    CHECK_THAT(openedPickle(call("subprocess\nPopen")), ContainsSubstring("refuses to run subprocess.Popen"));
    // A reduce in the arguments of a reduce in the arguments …
    CHECK_THAT(
        openedPickle(repeated("ccollections\nOrderedDict\n", 5000) + call("os\nsystem") + repeated("\x85R", 5000)),
        ContainsSubstring("refuses to run os.system"));
    CHECK_THAT(openedPickle(repeated("cproject\nConfig\n", 5000) + call("posix\nsystem") + repeated("\x85R", 5000)),
               ContainsSubstring("refuses to run posix.system"));
}

TEST_CASE("a pickle cannot grow in the memory") {
    CHECK_THAT(openedPickle(repeated("]", 300'000)), ContainsSubstring("more than 200000 values"));
    // Laughs: each list holds ten times the one before it. Nothing is copied, and none of it is a tensor.
    std::string laughs = "]" + put(0);
    for (std::uint32_t i = 0; i < 30; ++i)
        laughs += "0](" + repeated(get(i), 10) + "e" + put(i + 1);
    CHECK_THAT(openedPickle(weights(laughs)), ContainsSubstring("holds no tensors"));
    // Calls that copy their argument, a list of 10,000 values.
    const std::string sized = "](" + repeated("N", 10'000) + "e" + put(0);
    CHECK_THAT(openedPickle(sized + repeated("ctorch\nSize\n" + get(0) + "\x85R", 1000)),
               ContainsSubstring("takes more than 1000000 steps"));
    // One value under a million numbers, and many under few.
    std::string memo = "N";
    for (std::uint32_t i = 0; i < 300'000; ++i)
        memo += put(i);
    CHECK_THAT(openedPickle(memo), ContainsSubstring("remembers more than 200000"));
    CHECK_THAT(openedPickle("]" + repeated("2", 1'100'000)), ContainsSubstring("takes more than 1000000 steps"));
    CHECK_THAT(openedPickle("](" + repeated("N2", 90'000) + repeated("2", 800'000) + "e" + put(0) + "]" + get(0) + "a"),
               ContainsSubstring("holds a list where a dict of weights belongs"));
}

TEST_CASE("a pickle cannot use up the time") {
    // Keys that a table of hashes would put into one place, whatever prime it took.
    std::string collisions = "N";
    for (std::uint64_t i = 1; i < 190'000; ++i)
        collisions += "p" + std::to_string(i * 218'971 * 85'229 * 172'933 % (std::uint64_t{1} << 62)) + "\n";
    CHECK_THAT(openedPickle(collisions), ContainsSubstring("holds None where a dict of weights belongs"));
    // Megabytes of name that each call would look at again.
    const std::string longName = text(std::string(4 << 20, 'A')) + put(0);
    CHECK_THAT(openedPickle(longName + get(0) + "\x93" + put(1) + repeated(get(1) + ")R", 1000)),
               ContainsSubstring("names something by 8388608 bytes"));
    CHECK_THAT(openedPickle(weights("ctorch._utils\n_rebuild_tensor_v2\n(" + storage(std::string(4 << 20, '0'), 1) +
                                    "K" + byte(0) + ")" + ")tR")),
               ContainsSubstring("a storage's key is 4194304 bytes long"));
    CHECK_THAT(openedPickle("}" + text(repeated("module.", 500'000)) + tensor(1, 0, {1}, {1}) + "s"),
               ContainsSubstring("a tensor's name is 3500000 bytes long"));
}

TEST_CASE("a tensor that does not lie in its storage is refused") {
    constexpr std::int64_t huge = std::int64_t{1} << 62;
    CHECK_THAT(openedPickle(weights(tensor(2, 0, {2}, {huge}))), ContainsSubstring("does not fit its storage '0'"));
    CHECK_THAT(openedPickle(weights(tensor(2, 0, {3}, {huge}))),
               ContainsSubstring("overflowing size, stride or offset"));
    CHECK_THAT(openedPickle(weights(tensor(2, huge, {1}, {1}))), ContainsSubstring("does not fit its storage '0'"));
    CHECK_THAT(openedPickle(weights(tensor(2, -1, {1}, {1}))), ContainsSubstring("negative"));
    CHECK_THAT(openedPickle(weights(tensor(2, 0, {huge, huge}, {0, 0}))), ContainsSubstring("overflowing"));
    CHECK_THAT(openedPickle(weights(tensor(4, 0, {2, 2}, {1, 1}))), ContainsSubstring("overlaps itself"));
    CHECK_THAT(openedPickle(weights(tensor(huge, 0, {1}, {1}))), ContainsSubstring("claims"));
    CHECK_THAT(openedPickle(weights(tensor(huge / 4, 0, {huge / 4}, {1}))), ContainsSubstring("0"));
    CHECK_THAT(openedPickle(weights(tensor(9, 0, {1, 1, 1, 1, 1, 1, 1, 1, 9}, {1, 1, 1, 1, 1, 1, 1, 1, 1}))),
               ContainsSubstring("9 dimensions"));
}

TEST_CASE("many names for one storage are refused before they are copied") {
    std::string names = "}" + tensor(2, 0, {2}, {1}) + put(7) + "0(";
    for (int i = 0; i < 1000; ++i)
        names += text("w" + std::to_string(i)) + get(7);
    CHECK_THAT(openedZip({{"x/data.pkl", names + "u."}, {"x/data/0", eightBytes}}),
               ContainsSubstring("its tensors claim 8000 bytes over storages of 8"));
}

TEST_CASE("archives that torch.save never makes are refused by their entry") {
    const ZipEntry pickle{"x/data.pkl", twoFloats + "."};
    const ZipEntry data{"x/data/0", eightBytes};
    CHECK_THAT(openedZip({pickle, data, {"/etc/evil", "e"}}),
               ContainsSubstring("\"/etc/evil\" has a path that leaves"));
    CHECK_THAT(openedZip({pickle, data, {"x/../../evil", "e"}}), ContainsSubstring("\"x/../../evil\" has a path that"));
    CHECK_THAT(openedZip({pickle, data, {"C:\\evil", "e"}}), ContainsSubstring("leaves the archive"));
    CHECK_THAT(openedZip({pickle, data, data}), ContainsSubstring("entry \"x/data/0\" is there twice"));
    CHECK_THAT(openedZip({pickle, {"x/data/0", eightBytes, -1, 8}}), ContainsSubstring("\"x/data/0\" is compressed"));
    CHECK_THAT(openedZip({pickle, {"x/data/0", eightBytes, 0x7FFF'FFFF}}), ContainsSubstring("claim more bytes"));
    CHECK_THAT(openedZip({pickle, data, {std::string(60'000, 'n'), "e"}}), ContainsSubstring("a name of 60000 bytes"));
    // A bomb of a hundred thousand entries.
    std::vector<ZipEntry> many(60'000, ZipEntry{"e", ""});
    CHECK_THAT(openedZip(many), ContainsSubstring("entry \"e\" is there twice"));
    // Entries that share their bytes: each fits the file, together they do not.
    const std::string large(1 << 20, '\0');
    std::vector<ZipEntry> overlapping{pickle, {"x/data/0", large}};
    for (int i = 1; i < 500; ++i)
        overlapping.push_back({"x/data/" + std::to_string(i), "", 1 << 20});
    CHECK_THAT(openedZip(overlapping), ContainsSubstring("claim more bytes than the file has"));
    CHECK_THAT(openedZip({pickle, {"x/data/0", eightBytes + "12345678"}}), ContainsSubstring("has not the 8 bytes"));
}

TEST_CASE("archives that are something else than weights say what") {
    const ZipEntry pickle{"x/data.pkl", twoFloats + "."};
    const ZipEntry data{"x/data/0", eightBytes};
    CHECK_THAT(openedZip({pickle, data, {"y/data.pkl", twoFloats + "."}}), ContainsSubstring("holds two pickles"));
    CHECK_THAT(openedZip({pickle}), ContainsSubstring("\"x/data/0\" is missing"));
    CHECK_THAT(openedZip({data}), ContainsSubstring("without data.pkl"));
    CHECK_THAT(openedZip({pickle, data, {"x/byteorder", "big"}}), ContainsSubstring("big-endian"));
    CHECK_THAT(openedZip({pickle, data, {"x/constants.pkl", ""}}), ContainsSubstring("TorchScript"));
}

TEST_CASE("a terminal's commands and marks of direction in a name are shown, not obeyed") {
    const std::string message = openedZip({{"x/data.pkl", "}."},
                                           {"x/../\x1b[2J\n\xe2\x80\xae"
                                            "cod.exe",
                                            "e"}});
    CHECK_THAT(message, ContainsSubstring("x/../\\x1b[2J\\n\\u202ecod.exe"));
    CHECK(message.find('\x1b') == std::string::npos);
}

TEST_CASE("a legacy file's list of storages is checked against the file") {
    const std::string good = "\x02" + std::string(7, '\0') + eightBytes;
    const std::string key = text("0") + put(0);
    CHECK_THAT(openedFile(legacyFile(twoFloats, "](" + key + get(0) + "e", good + good)),
               ContainsSubstring("lists storage '0' twice"));
    CHECK_THAT(openedFile(legacyFile(twoFloats, "](" + key + repeated(get(0), 500'000) + "e",
                                     repeated(std::string(8, '\0'), 500'000))),
               ContainsSubstring("in storage '0'"));
    CHECK_THAT(openedFile(legacyFile(twoFloats, "](" + text("1") + "e", good)),
               ContainsSubstring("lists a storage that"));
    CHECK_THAT(openedFile(legacyFile(twoFloats, "]", good)), ContainsSubstring("lacks storage '0'"));
    CHECK_THAT(openedFile(legacyFile(twoFloats, "](" + text("0") + "e", std::string(8, '\xff') + eightBytes)),
               ContainsSubstring("wrong size in storage '0'"));
    CHECK_THAT(openedFile(legacyFile(weights(tensor(std::int64_t{1} << 60, 0, {2}, {1})), "](" + text("0") + "e",
                                     std::string(7, '\0') + "\x10" + eightBytes)),
               ContainsSubstring("wrong size in storage '0'"));
}
