#include "core/base/error.h"
#include "core/checkpoint/container/pickle_calls.h"

#include <bit>
#include <charconv>
#include <cstring>
#include <map>

namespace tvlt::pickle {

namespace {

/// The pickle machine: a stack of values, a stack of marks and a memo. Opcodes as in CPython's Lib/pickletools.py;
/// those that torch.save, Lightning and hand-written attacks never use are refused by number.
class Machine {
  public:
    Machine(std::span<const std::byte> bytes, const std::string& where)
        : bytes_(bytes.first(std::min(bytes.size(), maxBytes))), where_(where) {}

    Document run() {
        for (;;) {
            opcodeAt_ = position_;
            charge(1);
            const auto opcode = static_cast<char>(number<std::uint8_t>());
            if (opcode == '.')
                break;
            if (!constant(opcode) && !text(opcode) && !container(opcode) && !memo(opcode) && !object(opcode))
                fail("opcode 0x" + hex(static_cast<unsigned char>(opcode)) + " has no place in a checkpoint");
        }
        document_.root = pop();
        document_.length = position_;
        return std::move(document_);
    }

  private:
    [[noreturn]] void fail(const std::string& what) const {
        throwBadInput(what, place(), "The file is damaged or was not written by torch.save.");
    }
    [[nodiscard]] std::string place() const { return where_ + ", byte " + std::to_string(opcodeAt_); }
    static std::string hex(unsigned value) {
        char digits[3] = {};
        std::to_chars(digits, digits + 2, value, 16);
        return digits;
    }
    void charge(std::size_t steps) {
        steps_ += steps;
        if (steps_ > maxSteps)
            fail("the pickle takes more than " + std::to_string(maxSteps) + " steps");
    }

    std::string_view take(std::uint64_t count) {
        if (count > bytes_.size() - position_)
            fail(bytes_.size() == maxBytes ? "the pickle is longer than " + std::to_string(maxBytes) + " bytes"
                                           : "the pickle ends early");
        const std::string_view taken(reinterpret_cast<const char*>(bytes_.data()) + position_,
                                     static_cast<std::size_t>(count));
        position_ += static_cast<std::size_t>(count);
        return taken;
    }
    template <class T> T number() {
        static_assert(std::endian::native == std::endian::little);
        T value;
        std::memcpy(&value, take(sizeof(T)).data(), sizeof(T));
        return value;
    }
    std::string_view line() {
        const std::string_view rest(reinterpret_cast<const char*>(bytes_.data()) + position_,
                                    bytes_.size() - position_);
        const std::size_t end = rest.find('\n');
        if (end == std::string_view::npos)
            fail("the pickle ends early");
        position_ += end + 1;
        return rest.substr(0, end);
    }

    Value* push(Value value) {
        if (document_.values.size() >= maxValues)
            fail("the pickle holds more than " + std::to_string(maxValues) + " values");
        document_.values.push_back(std::move(value));
        stack_.push_back(&document_.values.back());
        return stack_.back();
    }
    Value* pop() {
        if (stack_.empty() || (!marks_.empty() && marks_.back() == stack_.size()))
            fail("the pickle takes a value from an empty stack");
        Value* value = stack_.back();
        stack_.pop_back();
        return value;
    }
    Value* top() {
        Value* value = pop();
        stack_.push_back(value);
        return value;
    }
    /// The values since the last mark, which goes too.
    std::vector<Ref> popMark() {
        if (marks_.empty())
            fail("the pickle asks for a mark that was not set");
        const auto first = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
        std::vector<Ref> values(first, stack_.end());
        stack_.erase(first, stack_.end());
        marks_.pop_back();
        return values;
    }
    void pushTuple(std::size_t count) {
        Sequence tuple{std::vector<Ref>(count), true};
        for (std::size_t i = count; i-- > 0;)
            tuple.items[i] = pop();
        push({std::move(tuple)});
    }

    void pushLong(std::string_view digits) {
        if (digits.size() > 8) {
            push({BigInt{digits}});
            return;
        }
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < digits.size(); ++i)
            value |= static_cast<std::uint64_t>(static_cast<unsigned char>(digits[i])) << (8 * i);
        if (!digits.empty() && digits.size() < 8 && (static_cast<unsigned char>(digits.back()) & 0x80U) != 0)
            value |= ~std::uint64_t{0} << (8 * digits.size());
        push({static_cast<std::int64_t>(value)});
    }
    void pushDecimal(std::string_view digits) {
        if (!digits.empty() && digits.back() == 'L')
            digits.remove_suffix(1);
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (error != std::errc() || end != digits.data() + digits.size())
            fail("the pickle holds a number that is none");
        push({value});
    }
    void pushDouble() {
        const std::string_view raw = take(8); // big-endian, alone of all numbers here
        std::uint64_t bits = 0;
        for (const char byte : raw)
            bits = bits << 8 | static_cast<unsigned char>(byte);
        push({std::bit_cast<double>(bits)});
    }

    bool constant(char opcode) {
        switch (opcode) {
        case '\x80': // PROTO
            if (number<std::uint8_t>() > 4)
                fail("the pickle's protocol is newer than 4");
            return true;
        case '\x95': // FRAME: only a hint for reading
            take(8);
            return true;
        case 'N':
            push({None{}});
            return true;
        case '\x88':
        case '\x89':
            push({opcode == '\x88'});
            return true;
        case 'J':
            push({std::int64_t{number<std::int32_t>()}});
            return true;
        case 'K':
            push({std::int64_t{number<std::uint8_t>()}});
            return true;
        case 'M':
            push({std::int64_t{number<std::uint16_t>()}});
            return true;
        case '\x8a': // LONG1
            pushLong(take(number<std::uint8_t>()));
            return true;
        case '\x8b': // LONG4
            pushLong(take(number<std::uint32_t>()));
            return true;
        case 'G':
            pushDouble();
            return true;
        case 'X': // BINUNICODE
        case 'B': // BINBYTES
        case 'T': // BINSTRING
            push({take(number<std::uint32_t>())});
            return true;
        case '\x8c': // SHORT_BINUNICODE
        case 'C':    // SHORT_BINBYTES
        case 'U':    // SHORT_BINSTRING
            push({take(number<std::uint8_t>())});
            return true;
        case '\x8d': // BINUNICODE8
        case '\x8e': // BINBYTES8
            push({take(number<std::uint64_t>())});
            return true;
        default:
            return false;
        }
    }

    /// Protocol 0: lines of text.
    bool text(char opcode) {
        switch (opcode) {
        case 'I':
        case 'L':
            if (const std::string_view digits = line(); opcode == 'I' && (digits == "00" || digits == "01"))
                push({digits == "01"});
            else
                pushDecimal(digits);
            return true;
        case 'F': {
            const std::string_view digits = line();
            double value = 0;
            if (std::from_chars(digits.data(), digits.data() + digits.size(), value).ec != std::errc())
                fail("the pickle holds a number that is none");
            push({value});
            return true;
        }
        case 'S': {
            std::string_view quoted = line(); // escapes are kept as they are
            if (quoted.size() < 2)
                fail("the pickle holds a string without quotes");
            push({quoted.substr(1, quoted.size() - 2)});
            return true;
        }
        case 'V':
            push({line()});
            return true;
        default:
            return false;
        }
    }

    bool container(char opcode) {
        switch (opcode) {
        case '(':
            marks_.push_back(stack_.size());
            return true;
        case ')':
            push({Sequence{{}, true}});
            return true;
        case ']':
        case '\x8f': // EMPTY_SET
            push({Sequence{}});
            return true;
        case '}':
            push({Dict{}});
            return true;
        case '\x85':
        case '\x86':
        case '\x87':
            pushTuple(opcode == '\x85' ? 1U : opcode == '\x86' ? 2U : 3U);
            return true;
        case 't':
            push({Sequence{popMark(), true}});
            return true;
        case 'l':
        case '\x91': // FROZENSET
            push({Sequence{popMark(), false}});
            return true;
        case 'd': {
            const std::vector<Ref> items = popMark();
            setItems(push({Dict{}}), items);
            return true;
        }
        case 'a':
            append({pop()});
            return true;
        case 'e':
        case '\x90': // ADDITEMS
            append(popMark());
            return true;
        case 's': {
            Ref value = pop();
            Ref key = pop();
            setItems(top(), {key, value});
            return true;
        }
        case 'u': {
            const std::vector<Ref> items = popMark();
            setItems(top(), items);
            return true;
        }
        default:
            return false;
        }
    }
    void append(const std::vector<Ref>& values) {
        Value* target = top();
        if (auto* sequence = std::get_if<Sequence>(&target->held); sequence != nullptr && !sequence->tuple)
            sequence->items.insert(sequence->items.end(), values.begin(), values.end());
        else if (target->get<Opaque>() == nullptr)
            fail("the pickle appends to " + target->describe());
    }
    void setItems(Value* target, const std::vector<Ref>& items) {
        auto* dict = std::get_if<Dict>(&target->held);
        auto* opaque = std::get_if<Opaque>(&target->held);
        if (items.size() % 2 != 0 || (dict == nullptr && opaque == nullptr))
            fail("the pickle sets items of " + target->describe());
        Items& to = dict != nullptr ? dict->items : opaque->items;
        for (std::size_t i = 0; i < items.size(); i += 2)
            to.emplace_back(items[i], items[i + 1]);
    }

    bool memo(char opcode) {
        switch (opcode) {
        case 'q':
            put(number<std::uint8_t>());
            return true;
        case 'r':
            put(number<std::uint32_t>());
            return true;
        case 'p':
            put(index(line()));
            return true;
        case '\x94': // MEMOIZE
            put(memo_.size());
            return true;
        case 'h':
            recall(number<std::uint8_t>());
            return true;
        case 'j':
            recall(number<std::uint32_t>());
            return true;
        case 'g':
            recall(index(line()));
            return true;
        case '0': // POP; takes a mark when one is on top
            if (!marks_.empty() && marks_.back() == stack_.size())
                marks_.pop_back();
            else
                pop();
            return true;
        case '1':
            popMark();
            return true;
        case '2':
            stack_.push_back(top());
            return true;
        default:
            return false;
        }
    }
    std::uint64_t index(std::string_view digits) const {
        std::uint64_t value = 0;
        if (std::from_chars(digits.data(), digits.data() + digits.size(), value).ec != std::errc())
            fail("the pickle's memo has an entry that is no number");
        return value;
    }
    void put(std::uint64_t key) {
        memo_[key] = top();
        if (memo_.size() > maxValues)
            fail("the pickle remembers more than " + std::to_string(maxValues) + " values");
    }
    void recall(std::uint64_t key) {
        const auto found = memo_.find(key);
        if (found == memo_.end())
            fail("the pickle recalls value " + std::to_string(key) + ", which was not stored");
        stack_.push_back(found->second);
    }

    bool object(char opcode) {
        switch (opcode) {
        case 'c': {
            const std::string_view module = line();
            push({named(module, line())});
            return true;
        }
        case '\x93': { // STACK_GLOBAL
            const auto* name = pop()->get<std::string_view>();
            const auto* module = pop()->get<std::string_view>();
            if (name == nullptr || module == nullptr)
                fail("the pickle names something by a value that is no string");
            push({named(*module, *name)});
            return true;
        }
        case 'Q': // BINPERSID
            push(storageFromId(pop(), place()));
            return true;
        case 'R':      // REDUCE
        case '\x81': { // NEWOBJ
            Ref arguments = pop();
            Ref callee = pop();
            invoke(callee, arguments);
            return true;
        }
        case '\x92': { // NEWOBJ_EX
            pop();
            Ref arguments = pop();
            Ref callee = pop();
            invoke(callee, arguments);
            return true;
        }
        case 'i': { // INST
            const std::string_view module = line();
            const Global callee = named(module, line());
            pushCall(callee, popMark());
            return true;
        }
        case 'o': { // OBJ
            std::vector<Ref> arguments = popMark();
            if (arguments.empty() || arguments.front()->get<Global>() == nullptr)
                fail("the pickle builds an object of something that is no name");
            const Global callee = *arguments.front()->get<Global>();
            arguments.erase(arguments.begin());
            pushCall(callee, arguments);
            return true;
        }
        case 'b': { // BUILD: attributes (an OrderedDict's _metadata, a placeholder's fields) are not looked at
            pop();
            Ref target = top();
            if (target->get<Dict>() == nullptr && target->get<Opaque>() == nullptr && target->get<Tensor>() == nullptr)
                fail("the pickle sets attributes of " + target->describe());
            return true;
        }
        default:
            return false;
        }
    }
    /// A name that is short enough to be compared and shown each time it is called.
    [[nodiscard]] Global named(std::string_view module, std::string_view name) const {
        if (module.size() + name.size() > maxNameBytes)
            fail("the pickle names something by " + std::to_string(module.size() + name.size()) + " bytes");
        return {module, name};
    }
    void invoke(Ref callee, Ref arguments) {
        const auto* name = callee->get<Global>();
        const auto* tuple = arguments->get<Sequence>();
        if (name == nullptr)
            throwBadInput("refuses to run " + callee->describe(), place());
        if (tuple == nullptr)
            fail("the pickle calls " + name->full() + " with " + arguments->describe());
        pushCall(*name, tuple->items);
    }
    void pushCall(const Global& callee, const std::vector<Ref>& arguments) {
        const Value* result = push(pickle::call(callee, arguments, place()));
        // A call may copy what its arguments hold: that counts as work, or a small file could fill the memory.
        if (const auto* sequence = result->get<Sequence>())
            charge(sequence->items.size());
        else if (const auto* dict = result->get<Dict>())
            charge(dict->items.size());
    }

    std::span<const std::byte> bytes_;
    const std::string& where_;
    Document document_;
    std::vector<Value*> stack_;
    std::vector<std::size_t> marks_;
    std::map<std::uint64_t, Value*> memo_; ///< not hashed: the file chooses the keys
    std::size_t position_ = 0;
    std::size_t opcodeAt_ = 0;
    std::size_t steps_ = 0;
};

} // namespace

Document read(std::span<const std::byte> bytes, const std::string& where) {
    return Machine(bytes, where).run();
}

} // namespace tvlt::pickle
