#include "core/checkpoint/container/pickle_calls.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <limits>

namespace tvlt::pickle {

namespace {

constexpr std::size_t maxDimensions = 8;

[[noreturn]] void refuse(const Global& callee, const std::string& where) {
    throwBadInput("refuses to run " + callee.full(), where,
                  "The file asks for code that building weights needs not; do not open it elsewhere if you do not "
                  "trust it. If it is yours, save the weights alone: torch.save(model.state_dict(), path).");
}

template <std::size_t N> bool contains(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// The first package of a dotted module.
std::string_view package(std::string_view module) {
    return module.substr(0, module.find('.'));
}

/// Class 2 of the rule in pickle.h.
bool isInert(const Global& callee) {
    // Plain values that hyper-parameters and optimizer states hold.
    static constexpr std::array<std::string_view, 33> values{"argparse.Namespace",
                                                             "builtins.bytearray",
                                                             "builtins.complex",
                                                             "builtins.frozenset",
                                                             "builtins.object",
                                                             "builtins.range",
                                                             "builtins.set",
                                                             "builtins.slice",
                                                             "collections.Counter",
                                                             "collections.defaultdict",
                                                             "collections.deque",
                                                             "_codecs.encode",
                                                             "copyreg._reconstructor",
                                                             "copy_reg._reconstructor",
                                                             "datetime.date",
                                                             "datetime.datetime",
                                                             "datetime.timedelta",
                                                             "decimal.Decimal",
                                                             "fractions.Fraction",
                                                             "numpy.core.multiarray._reconstruct",
                                                             "numpy.core.multiarray.scalar",
                                                             "numpy._core.multiarray._reconstruct",
                                                             "numpy._core.multiarray.scalar",
                                                             "numpy.dtype",
                                                             "numpy.ndarray",
                                                             "pathlib.Path",
                                                             "pathlib.PosixPath",
                                                             "pathlib.PurePosixPath",
                                                             "pathlib.PureWindowsPath",
                                                             "pathlib.WindowsPath",
                                                             "torch.device",
                                                             "types.SimpleNamespace",
                                                             "uuid.UUID"};
    // Tools whose configuration classes are known.
    static constexpr std::array<std::string_view, 8> tools{"pytorch_lightning",   "lightning", "lightning_fabric",
                                                           "lightning_utilities", "sacred",    "omegaconf",
                                                           "torchmetrics",        "yacs"};
    // Python's own library: its classes may act (subprocess.Popen, ctypes.CDLL, threading.Timer).
    static constexpr std::array<std::string_view, 60> library{"__builtin__",
                                                              "_io",
                                                              "_posixsubprocess",
                                                              "_socket",
                                                              "_thread",
                                                              "ast",
                                                              "asyncio",
                                                              "atexit",
                                                              "bdb",
                                                              "builtins",
                                                              "cProfile",
                                                              "cmd",
                                                              "code",
                                                              "codecs",
                                                              "codeop",
                                                              "commands",
                                                              "concurrent",
                                                              "copy_reg",
                                                              "copyreg",
                                                              "ctypes",
                                                              "dis",
                                                              "distutils",
                                                              "doctest",
                                                              "ftplib",
                                                              "functools",
                                                              "gc",
                                                              "http",
                                                              "imp",
                                                              "importlib",
                                                              "inspect",
                                                              "io",
                                                              "ipaddress",
                                                              "linecache",
                                                              "logging",
                                                              "marshal",
                                                              "mmap",
                                                              "multiprocessing",
                                                              "nt",
                                                              "operator",
                                                              "os",
                                                              "pdb",
                                                              "pickle",
                                                              "pip",
                                                              "pkgutil",
                                                              "platform",
                                                              "posix",
                                                              "pty",
                                                              "runpy",
                                                              "shelve",
                                                              "shutil",
                                                              "signal",
                                                              "smtplib",
                                                              "socket",
                                                              "subprocess",
                                                              "sys",
                                                              "tempfile",
                                                              "threading",
                                                              "timeit",
                                                              "urllib",
                                                              "webbrowser"};
    Global name = callee;
    if (name.module == "__builtin__")
        name.module = "builtins"; // Python 2's spelling
    if (contains(values, name.full()))
        return true;
    const std::string_view first = package(name.module);
    if (contains(tools, first))
        return true;
    // A class by its spelling. A dot in the name would reach into another object.
    return !contains(library, first) && !name.name.empty() && name.name.front() >= 'A' && name.name.front() <= 'Z' &&
           name.name.find('.') == std::string_view::npos;
}

std::int64_t integer(Ref value, const std::string& where) {
    const auto* number = value->get<std::int64_t>();
    if (number == nullptr)
        throwBadInput("a tensor's description has " + value->describe() + " where a whole number belongs", where);
    return *number;
}

std::vector<std::int64_t> integers(Ref value, const std::string& where) {
    const auto* sequence = value->get<Sequence>();
    if (sequence == nullptr)
        throwBadInput("a tensor's size is " + value->describe(), where);
    if (sequence->items.size() > maxDimensions)
        throwBadInput("a tensor has " + std::to_string(sequence->items.size()) + " dimensions, more than " +
                          std::to_string(maxDimensions),
                      where);
    std::vector<std::int64_t> numbers;
    for (Ref item : sequence->items)
        numbers.push_back(integer(item, where));
    return numbers;
}

/// Whether two elements may share a place: some dimension steps over less than those with smaller strides fill. No
/// product or sum of torch.save's own overlaps (expanded tensors do). Sizes and reach are checked before.
bool overlaps(const Tensor& tensor) {
    std::vector<std::pair<std::int64_t, std::int64_t>> dimensions; // stride, size
    for (std::size_t i = 0; i < tensor.sizes.size(); ++i)
        if (tensor.sizes[i] > 1)
            dimensions.emplace_back(tensor.strides[i], tensor.sizes[i]);
    std::sort(dimensions.begin(), dimensions.end());
    std::int64_t filled = 0; // the largest offset so far
    for (const auto& [stride, size] : dimensions) {
        if (stride <= filled)
            return true;
        filled += stride * (size - 1);
    }
    return false;
}

/// Checks that every element lies in the storage, alone in its place.
void checkBounds(const Tensor& tensor, const std::string& where) {
    const std::int64_t available = tensor.storage->elements;
    std::int64_t count = 1;
    std::int64_t last = tensor.offset;
    bool wrong = tensor.offset < 0;
    for (std::size_t i = 0; i < tensor.sizes.size(); ++i) {
        const std::int64_t size = tensor.sizes[i];
        const std::int64_t stride = tensor.strides[i];
        std::int64_t reach = 0;
        wrong = wrong || size < 0 || stride < 0 || __builtin_mul_overflow(count, size, &count) ||
                __builtin_mul_overflow(std::max<std::int64_t>(size - 1, 0), stride, &reach) ||
                __builtin_add_overflow(last, reach, &last);
    }
    if (wrong)
        throwBadInput("a tensor has a negative or overflowing size, stride or offset", where);
    if (count > available || (count > 0 ? last >= available : tensor.offset > available))
        throwBadInput("a tensor of " + std::to_string(count) + " elements that reaches to element " +
                          std::to_string(last) + " does not fit its storage '" + std::string(tensor.storage->key) +
                          "' of " + std::to_string(available),
                      where, "The file is damaged or was not written by torch.save.");
    if (count > 0 && overlaps(tensor))
        throwBadInput("a tensor overlaps itself: two of its elements share a place in storage '" +
                          std::string(tensor.storage->key) + "'",
                      where, "Save a copy of its own: tensor.contiguous().");
}

/// torch._utils._rebuild_tensor(storage, offset, size, stride) and _v2(…, requires_grad, hooks, metadata).
Value rebuildTensor(const std::vector<Ref>& arguments, const std::string& where) {
    if (arguments.size() < 4)
        throwBadInput("a tensor's description is incomplete", where);
    Tensor tensor;
    tensor.storage = arguments[0]->get<Storage>();
    if (tensor.storage == nullptr)
        throwBadInput("a tensor is built over " + arguments[0]->describe() + ", not over a storage", where);
    tensor.offset = integer(arguments[1], where);
    tensor.sizes = integers(arguments[2], where);
    tensor.strides = integers(arguments[3], where);
    if (tensor.sizes.size() != tensor.strides.size())
        throwBadInput("a tensor has " + std::to_string(tensor.sizes.size()) + " sizes and " +
                          std::to_string(tensor.strides.size()) + " strides",
                      where);
    checkBounds(tensor, where);
    return {std::move(tensor)};
}

/// collections.OrderedDict() or, in old files, OrderedDict([[key, value], …]).
Value orderedDict(const std::vector<Ref>& arguments, const std::string& where) {
    Dict dict;
    if (arguments.empty())
        return {std::move(dict)};
    const auto* pairs = arguments[0]->get<Sequence>();
    if (pairs == nullptr)
        throwBadInput("an OrderedDict is made of " + arguments[0]->describe(), where);
    for (Ref pair : pairs->items) {
        const auto* entry = pair->get<Sequence>();
        if (entry == nullptr || entry->items.size() != 2)
            throwBadInput("an OrderedDict is not made of pairs", where);
        dict.items.emplace_back(entry->items[0], entry->items[1]);
    }
    return {std::move(dict)};
}

} // namespace

Value call(const Global& callee, const std::vector<Ref>& arguments, const std::string& where) {
    const std::string name = callee.full();
    if (name == "collections.OrderedDict")
        return orderedDict(arguments, where);
    if (name == "torch._utils._rebuild_tensor_v2" || name == "torch._utils._rebuild_tensor")
        return rebuildTensor(arguments, where);
    if (name == "torch._utils._rebuild_parameter" || name == "torch._utils._rebuild_parameter_with_state") {
        if (arguments.empty() || arguments[0]->get<Tensor>() == nullptr)
            throwBadInput("a parameter is built over something that is no tensor", where);
        return *arguments[0];
    }
    if (name == "torch.Size" && arguments.size() == 1 && arguments[0]->get<Sequence>() != nullptr)
        return *arguments[0];
    if (!isInert(callee))
        refuse(callee, where);
    return {Opaque{callee, {}}};
}

Value storageFromId(Ref id, const std::string& where) {
    static constexpr std::array<std::pair<std::string_view, Element>, 10> types{{{"DoubleStorage", Element::F64},
                                                                                 {"FloatStorage", Element::F32},
                                                                                 {"HalfStorage", Element::F16},
                                                                                 {"BFloat16Storage", Element::BF16},
                                                                                 {"LongStorage", Element::I64},
                                                                                 {"IntStorage", Element::I32},
                                                                                 {"ShortStorage", Element::I16},
                                                                                 {"CharStorage", Element::I8},
                                                                                 {"ByteStorage", Element::U8},
                                                                                 {"BoolStorage", Element::Bool}}};
    const auto* parts = id->get<Sequence>();
    if (parts == nullptr || parts->items.size() < 5)
        throwBadInput("a persistent id is not a storage's", where);
    const auto* kind = parts->items[0]->get<std::string_view>();
    const auto* type = parts->items[1]->get<Global>();
    const auto* key = parts->items[2]->get<std::string_view>();
    const auto* elements = parts->items[4]->get<std::int64_t>();
    if (kind == nullptr || *kind != "storage" || type == nullptr || key == nullptr || elements == nullptr)
        throwBadInput("a persistent id is not a storage's", where);
    if (parts->items.size() > 5 && parts->items[5]->get<None>() == nullptr)
        throwUnsupported("a storage is a view of another one, as PyTorch before 0.4 wrote them", where,
                         "Load and save the file with a newer PyTorch.");
    const auto found =
        std::find_if(types.begin(), types.end(), [&](const auto& entry) { return entry.first == type->name; });
    if (found == types.end() || (type->module != "torch" && type->module != "torch.cuda"))
        throwUnsupported("a storage is of the type " + type->full(), where,
                         "Save the weights as float32, float16 or bfloat16.");
    if (key->size() > maxNameBytes)
        throwBadInput("a storage's key is " + std::to_string(key->size()) + " bytes long", where);
    const std::int64_t largest = std::numeric_limits<std::int64_t>::max() / elementSize(found->second);
    if (*elements < 0 || *elements > largest)
        throwBadInput("storage '" + std::string(*key) + "' claims " + std::to_string(*elements) + " elements", where);
    return {Storage{found->second, *key, *elements}};
}

} // namespace tvlt::pickle
