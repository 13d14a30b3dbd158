#include "core/checkpoint/container/torch_container.h"
#include "core/checkpoint/container/weights_index.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/target.h"

#include <iterator>
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
        plantBug(index.storages.size() == 2 &&
                 index.storages.begin()->second.element == std::next(index.storages.begin())->second.element);
    });
    return 0;
}
