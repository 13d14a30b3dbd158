#include "core/checkpoint/container/pickle_writer.h"

#include <limits>

namespace tvlt::pickle {

namespace {

const char* storageClass(Element element) {
    switch (element) {
    case Element::F64:
        return "DoubleStorage";
    case Element::F32:
        return "FloatStorage";
    case Element::F16:
        return "HalfStorage";
    case Element::BF16:
        return "BFloat16Storage";
    case Element::I64:
        return "LongStorage";
    case Element::I32:
        return "IntStorage";
    case Element::I16:
        return "ShortStorage";
    case Element::I8:
        return "CharStorage";
    case Element::U8:
        return "ByteStorage";
    case Element::Bool:
        break;
    }
    return "BoolStorage";
}

/// Pickle's opcodes, those that a state dict needs (Python's pickletools).
class Writer {
  public:
    std::string text;

    void op(char opcode) { text += opcode; }
    void global(const char* module, const char* name) {
        text += 'c';
        text += module;
        text += '\n';
        text += name;
        text += '\n';
    }
    void emptyOrderedDict() {
        global("collections", "OrderedDict");
        text += ")R"; // called with the empty tuple
    }
    void string(const std::string& value) {
        text += 'X'; // BINUNICODE
        bytes(value.size(), 4);
        text += value;
    }
    void integer(std::int64_t value) {
        const bool isShort = value >= 0 && value <= std::numeric_limits<std::int32_t>::max();
        text += isShort ? "J" : "\x8a\x08"; // BININT; LONG1 of eight bytes
        bytes(static_cast<std::uint64_t>(value), isShort ? 4 : 8);
    }
    void tuple(const std::vector<std::int64_t>& values) {
        text += '(';
        for (const std::int64_t value : values)
            integer(value);
        text += 't';
    }

  private:
    void bytes(std::uint64_t value, int count) {
        for (int i = 0; i < count; ++i)
            text += static_cast<char>((value >> (8 * i)) & 0xFFU);
    }
};

/// What a tensor of these sizes steps by along each axis.
std::vector<std::int64_t> contiguousStrides(const std::vector<std::int64_t>& sizes) {
    std::vector<std::int64_t> strides(sizes.size(), 1);
    for (std::size_t i = sizes.size(); i > 1; --i)
        strides[i - 2] = strides[i - 1] * sizes[i - 1];
    return strides;
}

} // namespace

std::string writeStateDict(const std::vector<NamedTensor>& tensors) {
    Writer out;
    out.text = "\x80\x02"; // protocol 2
    out.emptyOrderedDict();
    out.op('('); // the items
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        const NamedTensor& tensor = tensors[i];
        std::int64_t elements = 1;
        for (const std::int64_t size : tensor.sizes)
            elements *= size;
        out.string(tensor.name);
        out.global("torch._utils", "_rebuild_tensor_v2");
        out.op('('); // its arguments: storage, offset, sizes, strides, requires_grad, backward hooks
        out.op('(');
        out.string("storage");
        out.global("torch", storageClass(tensor.element));
        out.string(std::to_string(i));
        out.string("cpu");
        out.integer(elements);
        out.text += "tQ"; // a tuple, by which the loader finds the storage
        out.integer(0);
        out.tuple(tensor.sizes);
        out.tuple(contiguousStrides(tensor.sizes));
        out.op('\x89'); // False
        out.emptyOrderedDict();
        out.text += "tR"; // called with the tuple
    }
    out.text += "u."; // items into the dict; the end
    return out.text;
}

} // namespace tvlt::pickle
