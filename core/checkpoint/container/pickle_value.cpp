#include "core/checkpoint/container/pickle.h"

namespace tvlt::pickle {

std::string Global::full() const {
    return std::string(module) + "." + std::string(name);
}

int elementSize(Element element) {
    switch (element) {
    case Element::F64:
    case Element::I64:
        return 8;
    case Element::F32:
    case Element::I32:
        return 4;
    case Element::F16:
    case Element::BF16:
    case Element::I16:
        return 2;
    case Element::I8:
    case Element::U8:
    case Element::Bool:
        break;
    }
    return 1;
}

Ref Value::find(std::string_view key) const {
    const Items* items = nullptr;
    if (const auto* dict = get<Dict>())
        items = &dict->items;
    else if (const auto* opaque = get<Opaque>())
        items = &opaque->items;
    if (items == nullptr)
        return nullptr;
    // Of equal keys the last one counts, as in Python.
    for (auto it = items->rbegin(); it != items->rend(); ++it)
        if (const auto* text = it->first->get<std::string_view>(); text != nullptr && *text == key)
            return it->second;
    return nullptr;
}

std::string Value::describe() const {
    struct Describe {
        std::string operator()(const None&) const { return "None"; }
        std::string operator()(bool) const { return "a bool"; }
        std::string operator()(std::int64_t) const { return "an int"; }
        std::string operator()(const BigInt&) const { return "an int"; }
        std::string operator()(double) const { return "a float"; }
        std::string operator()(std::string_view) const { return "a string"; }
        std::string operator()(const Global& global) const { return "the name " + global.full(); }
        std::string operator()(const Sequence& sequence) const { return sequence.tuple ? "a tuple" : "a list"; }
        std::string operator()(const Dict&) const { return "a dict"; }
        std::string operator()(const Opaque& opaque) const { return "an object of " + opaque.type.full(); }
        std::string operator()(const Storage&) const { return "a storage"; }
        std::string operator()(const Tensor&) const { return "a tensor"; }
    };
    return std::visit(Describe{}, held);
}

} // namespace tvlt::pickle
