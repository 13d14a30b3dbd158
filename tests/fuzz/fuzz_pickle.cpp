#include "core/checkpoint/container/torch_container.h"
#include "core/checkpoint/container/weights_index.h"
#include "tests/fuzz/target.h"

using namespace tvlt;
using namespace tvlt::fuzz;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    expectOrRefuse([&] {
        const pickle::Document document = pickle::read(std::as_bytes(std::span(data, size)), "pickle");
        require(document.root != nullptr && document.length <= size && document.values.size() <= pickle::maxValues);
        const WeightsIndex index = indexWeights(document, "pickle");
        for (const auto& [name, tensor] : index.tensors) {
            require(index.storages.at(tensor.storage->key).elements == tensor.storage->elements);
            require(tensor.sizes.size() == tensor.strides.size());
            std::int64_t last = tensor.offset;
            bool empty = false;
            for (std::size_t i = 0; i < tensor.sizes.size(); ++i) {
                empty = empty || tensor.sizes[i] == 0;
                last += (tensor.sizes[i] - 1) * tensor.strides[i];
            }
            require(empty || last < tensor.storage->elements);
            plantBug(empty && tensor.offset > 0);
        }
    });
    return 0;
}
