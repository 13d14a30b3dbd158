// Changes JSON as a document, so that most of what libFuzzer tries gets past the parser: a value is dropped, doubled,
// moved, replaced by another of the document or by an odd one. Every second time bytes are changed instead.
#include <nlohmann/json.hpp>

#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <vector>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace {

using nlohmann::json;
using Random = std::minstd_rand;

std::size_t below(Random& random, std::size_t count) {
    return count == 0 ? 0 : std::uniform_int_distribution<std::size_t>(0, count - 1)(random);
}

void collect(json& node, std::vector<json*>& nodes) {
    nodes.push_back(&node);
    for (json& child : node)
        if (node.is_structured())
            collect(child, nodes);
}

json oddValue(Random& random) {
    static const json kOdd = json::array({nullptr,
                                          true,
                                          false,
                                          0,
                                          1,
                                          2,
                                          -1,
                                          64,
                                          65536,
                                          4294967296,
                                          -2147483649,
                                          9223372036854775807,
                                          0.5,
                                          -0.0,
                                          1e-300,
                                          1e300,
                                          "",
                                          "x",
                                          "/",
                                          "../../x",
                                          "\n",
                                          json::array(),
                                          json::object(),
                                          json::array({0, 0}),
                                          json::array({json::object()})});
    return kOdd[below(random, kOdd.size())];
}

void change(json& document, Random& random) {
    std::vector<json*> nodes;
    collect(document, nodes);
    json& node = *nodes[below(random, nodes.size())];
    const json other = *nodes[below(random, nodes.size())];
    switch (below(random, 5)) {
    case 0:
        if (node.is_structured() && !node.empty()) {
            auto child = node.begin();
            std::advance(child, below(random, node.size()));
            node.erase(child);
        }
        break;
    case 1:
        if (node.is_array() && !node.empty())
            node.push_back(json(node[below(random, node.size())]));
        break;
    case 2:
        node = oddValue(random);
        break;
    case 3:
        if (node.is_number_integer())
            node = node.get<std::int64_t>() / 2 + static_cast<std::int64_t>(below(random, 9)) - 4;
        else if (node.is_number_float())
            node = node.get<double>() * (random() % 2 ? -1.0 : 1e3);
        else if (node.is_string())
            node = node.get<std::string>() + "\xE2\x80\xAE<b>%s";
        break;
    default:
        node = other;
    }
}

} // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed) {
    Random random(seed);
    if (random() % 2 == 0)
        return LLVMFuzzerMutate(data, size, most);
    json document = json::parse(data, data + size, nullptr, false);
    if (document.is_discarded())
        return LLVMFuzzerMutate(data, size, most);
    for (std::size_t i = 1 + below(random, 3); i > 0; --i)
        change(document, random);
    const std::string text = document.dump(-1, ' ', false, json::error_handler_t::replace);
    if (text.size() > most)
        return LLVMFuzzerMutate(data, size, most);
    std::memcpy(data, text.data(), text.size());
    return text.size();
}
