#include "core/checkpoint/container/torch_container.h"
#include "core/checkpoint/container/weights_index.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/target.h"

#include <algorithm>
#include <vector>

using namespace tvlt;
using namespace tvlt::fuzz;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const MemoryFile file;
    file.write(data, size);
    expectOrRefuse([&] {
        const auto container = openTorchContainer(file.path());
        const WeightsIndex index = indexWeights(container->document(), "file");
        for (const auto& [key, storage] : index.storages) {
            container->require(storage);
            require(byteCount(storage) <= size);
            std::vector<std::byte> bytes(byteCount(storage));
            container->read(storage, bytes);
        }
        plantBug(std::any_of(index.tensors.begin(), index.tensors.end(),
                             [](const auto& named) { return !named.first.empty() && named.first.front() < 'A'; }));
    });
    return 0;
}
