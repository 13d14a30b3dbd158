#include "core/dataset/subset_source.h"

#include "core/base/error.h"
#include "core/dataset/hash_bytes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace tvlt {

SubsetSource::SubsetSource(std::shared_ptr<const ExampleSource> source, std::vector<std::int64_t> indices)
    : source_(std::move(source)), indices_(std::move(indices)) {}

ExampleRequest SubsetSource::inSource(ExampleRequest request) const {
    request.index = indices_.at(static_cast<std::size_t>(request.index));
    return request;
}

std::string SubsetSource::name(std::int64_t index) const {
    return source_->name(indices_.at(static_cast<std::size_t>(index)));
}

Example SubsetSource::example(const ExampleRequest& request, const Job& job) const {
    return source_->example(inSource(request), job);
}

std::string SubsetSource::fingerprint(const ExampleRequest& request, const Job& job) const {
    return source_->fingerprint(inSource(request), job);
}

std::vector<Grid> SubsetSource::soundingCover(const ExampleRequest& request) const {
    return source_->soundingCover(inSource(request));
}

namespace {

std::size_t commonPrefix(const std::vector<std::string>& names) {
    const auto [low, high] = std::minmax_element(names.begin(), names.end());
    const auto differ = std::mismatch(low->begin(), low->end(), high->begin(), high->end());
    return static_cast<std::size_t>(differ.first - low->begin());
}

} // namespace

Split splitClips(const ExampleSource& source, double share, std::uint64_t seed) {
    const std::int64_t clips = source.size();
    if (!(share > 0.0 && share < 1.0))
        throwBadInput("the share of clips for validation must lie between 0 and 1", std::to_string(share));
    if (clips == std::numeric_limits<std::int64_t>::max())
        throwBadInput("an endless stream has no share to set aside", source.name(0),
                      "Validate with another seed, such as synth:1000000:200.");
    if (clips < 2)
        throwBadInput("there are not enough clips to set some aside for validation: " + std::to_string(clips), "data",
                      "Name other clips for validation.");

    std::vector<std::string> names;
    for (std::int64_t i = 0; i < clips; ++i)
        names.push_back(source.name(i));
    const std::size_t prefix = commonPrefix(names);
    std::vector<std::pair<std::uint64_t, std::int64_t>> ranked;
    for (std::int64_t i = 0; i < clips; ++i)
        ranked.emplace_back(hashBytes(std::string_view(names[static_cast<std::size_t>(i)]).substr(prefix), seed), i);
    std::sort(ranked.begin(), ranked.end());

    const auto aside = std::clamp<std::int64_t>(std::llround(share * static_cast<double>(clips)), 1, clips - 1);
    Split split;
    for (std::int64_t i = 0; i < clips; ++i)
        (i < aside ? split.validation : split.training).push_back(ranked[static_cast<std::size_t>(i)].second);
    std::sort(split.training.begin(), split.training.end());
    std::sort(split.validation.begin(), split.validation.end());
    return split;
}

} // namespace tvlt
