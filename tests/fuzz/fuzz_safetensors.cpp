#include "core/model/safetensors_header.h"
#include "tests/fuzz/target.h"

#include <sstream>
#include <vector>

using namespace tvlt;
using namespace tvlt::fuzz;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    expectOrRefuse([&] {
        std::istringstream in{std::string(textOf(data, size))};
        const SafetensorsHeader header = readSafetensorsHeader(in, size, "file");
        std::uint64_t filled = 0;
        for (const SafetensorsEntry& entry : header.entries) {
            require(entry.begin == filled && entry.begin <= entry.end);
            filled = entry.end;
            std::uint64_t elements = 1;
            for (const std::int64_t extent : entry.shape)
                elements *= static_cast<std::uint64_t>(extent);
            require(elements <= entry.end - entry.begin);
            plantBug(!entry.name.empty() && entry.name.front() < 'A');
        }
        require(header.dataBegin + filled == size);
    });
    return 0;
}
