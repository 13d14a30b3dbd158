#include "core/dataset/subset_source.h"
#include "tests/core/dataset/error_of.h"

#include <algorithm>
#include <limits>
#include <set>

using namespace tvlt;

namespace {

/// Names only; clip i's target is i.
class NamedSource : public ExampleSource {
  public:
    std::string folder = "/data/";
    std::vector<std::string> names;
    bool endless = false;

    [[nodiscard]] std::int64_t size() const override {
        return endless ? std::numeric_limits<std::int64_t>::max() : static_cast<std::int64_t>(names.size());
    }
    [[nodiscard]] std::string name(std::int64_t index) const override {
        return folder + names.at(static_cast<std::size_t>(index));
    }
    [[nodiscard]] Example example(const ExampleRequest& request, const Job&) const override {
        Example example;
        example.target = {static_cast<float>(request.index), static_cast<float>(request.draw)};
        return example;
    }
    [[nodiscard]] std::string fingerprint(const ExampleRequest& request, const Job&) const override {
        return name(request.index);
    }
};

NamedSource clips(int count) {
    NamedSource source;
    for (int i = 0; i < count; ++i)
        source.names.push_back("clip" + std::to_string(i * 37 % 1000) + ".mp4");
    return source;
}

std::set<std::string> namesOf(const NamedSource& source, const std::vector<std::int64_t>& indices) {
    std::set<std::string> names;
    for (const auto i : indices)
        names.insert(source.names[static_cast<std::size_t>(i)]);
    return names;
}

} // namespace

TEST_CASE("a split sets the requested share aside and leaves no clip out") {
    for (const int count : {2, 3, 10, 200}) {
        const Split split = splitClips(clips(count), 0.1);
        const auto expected = std::max<std::size_t>(1, static_cast<std::size_t>(count) / 10);
        CHECK(split.validation.size() == expected);
        std::vector<std::int64_t> all = split.training;
        all.insert(all.end(), split.validation.begin(), split.validation.end());
        std::sort(all.begin(), all.end());
        REQUIRE(all.size() == static_cast<std::size_t>(count));
        for (int i = 0; i < count; ++i)
            CHECK(all[static_cast<std::size_t>(i)] == i);
        CHECK(std::is_sorted(split.training.begin(), split.training.end()));
    }
    CHECK(splitClips(clips(2), 0.99).training.size() == 1);
}

TEST_CASE("a split depends on names alone: not on the folder, nor on the order, and on the seed") {
    const NamedSource source = clips(100);
    const auto chosen = namesOf(source, splitClips(source, 0.2).validation);
    NamedSource moved = source;
    moved.folder = "/another/place/";
    std::reverse(moved.names.begin(), moved.names.end());
    CHECK(namesOf(moved, splitClips(moved, 0.2).validation) == chosen);
    CHECK(namesOf(source, splitClips(source, 0.2, 1).validation) != chosen);

    // One more clip: at most one comes in for another, and one more is set aside.
    NamedSource more = source;
    more.names.push_back("clip9999.mp4");
    const auto after = namesOf(more, splitClips(more, 0.2).validation);
    CHECK(std::count_if(chosen.begin(), chosen.end(), [&](const auto& name) { return !after.contains(name); }) <= 1);
}

TEST_CASE("what cannot be split is an error") {
    for (const double share : {0.0, 1.0, -0.5, std::numeric_limits<double>::quiet_NaN()})
        says(errorOf([share] { return splitClips(clips(5), share); }), "between 0 and 1");
    says(errorOf([] { return splitClips(clips(1), 0.5); }), "not enough clips");
    NamedSource stream = clips(1);
    stream.endless = true;
    says(errorOf([&] { return splitClips(stream, 0.5); }), "endless");
}

TEST_CASE("a subset is the named clips of its source") {
    const auto source = std::make_shared<NamedSource>(clips(10));
    const SubsetSource subset(source, {7, 2});
    CHECK(subset.size() == 2);
    CHECK(subset.name(1) == source->name(2));
    CHECK(subset.example({0, 5, 0.0}).target == std::vector<float>{7, 5});
    CHECK(subset.fingerprint({0, 5, 0.0}) == source->name(7));
    CHECK_THROWS(subset.example({2, 0, 0.0}));
}
