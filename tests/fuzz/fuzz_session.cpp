#include "core/base/json_file.h"
#include "core/session/session.h"
#include "tests/fuzz/target.h"

#include <nlohmann/json.hpp>

#include <cmath>

using namespace tvlt;
using namespace tvlt::fuzz;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    expectOrRefuse([&] {
        const std::filesystem::path folder = "/nowhere";
        const Session session = sessionFromJson(parseJson(textOf(data, size), "session"), folder, "session");
        require(std::isfinite(session.time) && session.columns.ratios.size() <= 64);
        plantBug(session.clip.size() == 2 && session.range.has_value());
        requireReadAgain(sessionToJson(session, folder).dump(), [&](const std::string& written) {
            return sessionToJson(sessionFromJson(parseJson(written, "written"), folder, "written"), folder).dump();
        });
    });
    return 0;
}
