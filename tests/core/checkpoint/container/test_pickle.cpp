#include "core/base/error.h"
#include "core/checkpoint/container/pickle.h"
#include "tests/core/checkpoint/container/support/pickle_bytes.h"
#include "tests/support/catch.h"

#include <deque>
#include <string>

using namespace tvlt;
using namespace tvlt::pickle_bytes;

namespace {

/// The bytes are kept: a document's strings point into them.
pickle::Document read(const std::string& bytes) {
    static std::deque<std::string> kept;
    kept.push_back(bytes);
    return pickle::read(std::as_bytes(std::span(kept.back())), "weights.pkl");
}

} // namespace

TEST_CASE("a pickle's plain values come out as they went in") {
    const auto document = read("\x80\x02}(" + text("a") + number(-7) + text("b") + "]" + "(" + number(1) + "Ne" +
                               text("c") + "G" + std::string("\x3f\xf8\0\0\0\0\0\0", 8) + text("d") + "\x88" + "u.");
    CHECK(*document.root->find("a")->get<std::int64_t>() == -7);
    CHECK(document.root->find("b")->get<pickle::Sequence>()->items.size() == 2);
    CHECK(*document.root->find("c")->get<double>() == 1.5);
    CHECK(*document.root->find("d")->get<bool>());
    CHECK(document.root->find("e") == nullptr);
}

TEST_CASE("numbers of every length keep their sign") {
    CHECK(*read("\x8a\x01\xff.").root->get<std::int64_t>() == -1);
    CHECK(*read(std::string("\x8a\x02\x00\x80.", 5)).root->get<std::int64_t>() == -32768);
    CHECK(*read(std::string("\x8a\x00.", 3)).root->get<std::int64_t>() == 0);
    CHECK(*read("M\x01\x02.").root->get<std::int64_t>() == 513);
    CHECK(*read("L-12L\n.").root->get<std::int64_t>() == -12);
    CHECK(read("\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.").root->get<pickle::BigInt>()->bytes.size() == 10);
}

TEST_CASE("a call of a function is refused by its name, in every way that a pickle can call") {
    const std::string os = "cposix\nsystem\n";
    const std::string argument = text("touch /tmp/x");
    CHECK_THROWS_WITH(read("cos\nsystem\n(S'echo x'\ntR."), ContainsSubstring("refuses to run os.system"));
    CHECK_THROWS_WITH(read("\x80\x02" + os + argument + "\x85R."), ContainsSubstring("refuses to run posix.system"));
    CHECK_THROWS_WITH(read("\x80\x02" + os + argument + "\x85\x81."), ContainsSubstring("posix.system"));
    CHECK_THROWS_WITH(read("(" + argument + "iposix\nsystem\n."), ContainsSubstring("posix.system"));
    CHECK_THROWS_WITH(read("(" + os + argument + "o."), ContainsSubstring("posix.system"));
    CHECK_THROWS_WITH(read("\x80\x04\x8c\x05posix\x8c\x06system\x93" + argument + "\x85R."),
                      ContainsSubstring("posix.system"));
    CHECK_THROWS_WITH(read("\x80\x02" + os + argument + "\x85}\x92."), ContainsSubstring("posix.system"));
    CHECK_THROWS_WITH(read("\x80\x02"
                           "cbuiltins\neval\n" +
                           argument + "\x85R."),
                      ContainsSubstring("refuses to run builtins.eval"));
    CHECK_THROWS_WITH(read("\x80\x02"
                           "c__builtin__\neval\n" +
                           argument + "\x85R."),
                      ContainsSubstring("eval"));
    CHECK_THROWS_WITH(read("csubprocess\nPopen\n" + argument + "\x85R."), ContainsSubstring("subprocess.Popen"));
    CHECK_THROWS_WITH(read("ctorch.hub\nload\n" + argument + "\x85R."), ContainsSubstring("torch.hub.load"));
}

TEST_CASE("a refused call is refused wherever it stands and whether or not its result is used") {
    const std::string call = "cposix\nsystem\n" + text("x") + "\x85R";
    CHECK_THROWS_WITH(read(call + "0}."), ContainsSubstring("posix.system"));
    CHECK_THROWS_WITH(read("}" + text("hyper_parameters") + "}" + text("config") + call + "ss."),
                      ContainsSubstring("posix.system"));
    CHECK_THROWS_WITH(read("ccollections\nOrderedDict\n" + call + "\x85R."), ContainsSubstring("posix.system"));
    CHECK_THROWS_WITH(read("cbuiltins\ngetattr\ncposix\n_\n" + text("system") + "\x86R" + text("x") + "\x85R."),
                      ContainsSubstring("builtins.getattr"));
    // What a placeholder "returns" cannot be called either.
    CHECK_THROWS_WITH(read("csacred.run\nRun\n)R" + text("x") + "\x85R."), ContainsSubstring("refuses to run"));
}

TEST_CASE("classes of training tools become placeholders that nothing looks into") {
    const auto document =
        read("}(" + text("plain") + "cpytorch_lightning.utilities.parsing\nAttributeDict\n)\x81" + text("lr") +
             number(3) + "s" + text("sacred") + "csacred.config.custom_containers\nReadOnlyDict\n)R}b" + text("own") +
             "cmy_project.settings\nSettings\n)\x81}b" + text("set") + "c__builtin__\nset\n]\x85R" + text("name only") +
             "ctorch\nfloat32\nu.");
    const auto* plain = document.root->find("plain")->get<pickle::Opaque>();
    REQUIRE(plain != nullptr);
    CHECK(plain->type.full() == "pytorch_lightning.utilities.parsing.AttributeDict");
    CHECK(*document.root->find("plain")->find("lr")->get<std::int64_t>() == 3);
    for (const char* key : {"sacred", "own", "set"})
        CHECK(document.root->find(key)->get<pickle::Opaque>() != nullptr);
    CHECK(document.root->find("name only")->get<pickle::Global>()->full() == "torch.float32");
}

TEST_CASE("a tensor has to lie in its storage") {
    const auto document = read(tensor(12, 2, {2, 3}, {5, 2}) + ".");
    const auto* built = document.root->get<pickle::Tensor>();
    REQUIRE(built != nullptr);
    CHECK(built->sizes == std::vector<std::int64_t>{2, 3});
    CHECK(built->storage->elements == 12);

    CHECK_NOTHROW(read(tensor(12, 0, {3, 4}, {4, 1}) + "."));
    CHECK_NOTHROW(read(tensor(0, 0, {0, 4}, {4, 1}) + "."));
    CHECK_THROWS_WITH(read(tensor(12, 1, {3, 4}, {4, 1}) + "."), ContainsSubstring("does not fit its storage"));
    CHECK_THROWS_WITH(read(tensor(12, 0, {2, 4}, {9, 1}) + "."), ContainsSubstring("does not fit its storage"));
    CHECK_THROWS_WITH(read(tensor(12, -1, {2}, {1}) + "."), ContainsSubstring("negative or overflowing"));
    CHECK_THROWS_WITH(read(tensor(12, 0, {2}, {-1}) + "."), ContainsSubstring("negative or overflowing"));
    CHECK_THROWS_WITH(read(tensor(0, 1, {0}, {1}) + "."), ContainsSubstring("does not fit its storage"));
    CHECK_THROWS_WITH(read(tensor(12, 0, {3, 4}, {1, 1}) + "."), ContainsSubstring("overlaps itself"));
    CHECK_THROWS_WITH(read(tensor(12, 0, {5}, {0}) + "."), ContainsSubstring("overlaps itself"));
    CHECK_NOTHROW(read(tensor(12, 0, {1, 12}, {0, 1}) + "."));
    // A stride of 0 would make a terabyte of four bytes.
    CHECK_THROWS_WITH(read(tensor(1, 0, {1 << 30, 1 << 10}, {0, 0}) + "."), ContainsSubstring("does not fit"));
    CHECK_THROWS_WITH(read(tensor(1, 0, {1 << 30, 1 << 30, 1 << 30}, {1 << 30, 1, 0}) + "."),
                      ContainsSubstring("overflowing"));
    CHECK_THROWS_WITH(read(tensor(4, 0, {2, 2}, {1}) + "."), ContainsSubstring("2 sizes and 1 strides"));
    CHECK_THROWS_WITH(read(tensor(-4, 0, {2}, {1}) + "."), ContainsSubstring("claims -4 elements"));
}

TEST_CASE("broken and hostile pickles end with the byte that is wrong") {
    CHECK_THROWS_WITH(read(""), ContainsSubstring("ends early"));
    CHECK_THROWS_WITH(read("}"), ContainsSubstring("weights.pkl, byte 1"));
    CHECK_THROWS_WITH(read("."), ContainsSubstring("empty stack"));
    CHECK_THROWS_WITH(read("t."), ContainsSubstring("mark"));
    CHECK_THROWS_WITH(read("(0."), ContainsSubstring("empty stack"));
    CHECK_THROWS_WITH(read("h\x05."), ContainsSubstring("recalls value 5"));
    CHECK_THROWS_WITH(read("X\xff\xff\xff\xff."), ContainsSubstring("ends early"));
    CHECK_THROWS_WITH(read("\x82\x01."), ContainsSubstring("opcode 0x82"));
    CHECK_THROWS_WITH(read("\x80\x63."), ContainsSubstring("protocol"));
    CHECK_THROWS_WITH(read("N" + number(1) + "a."), ContainsSubstring("appends to None"));
    CHECK_THROWS_WITH(read("N)Q."), ContainsSubstring("persistent id"));
}

TEST_CASE("endless and deep pickles stop at a limit") {
    CHECK_THROWS_WITH(read(std::string(1 << 20, ']') + "."), ContainsSubstring("200000 values"));
    CHECK_THROWS_WITH(read("]" + std::string(3 << 20, '2')), ContainsSubstring("steps"));
    CHECK_NOTHROW(read(std::string(90'001, ']') + std::string(90'000, 'a') + "."));
    // A list of 100,000 pairs that is copied by each call.
    std::string bomb = number(1) + number(1) + "\x86q" + byte(0) + "0](";
    for (int i = 0; i < 100'000; ++i)
        bomb += "h" + byte(0);
    bomb += "eq" + byte(1) + "0";
    for (int i = 0; i < 1000; ++i)
        bomb += "ccollections\nOrderedDict\nh" + byte(1) + "\x85R";
    CHECK_THROWS_WITH(read(bomb + "."), ContainsSubstring("steps"));
}

TEST_CASE("a list that holds itself is read and freed") {
    const auto document = read("]q" + byte(0) + "h" + byte(0) + "a.");
    CHECK(document.root->get<pickle::Sequence>()->items.front() == document.root);
}
