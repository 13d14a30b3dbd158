#pragma once

#include "core/dataset/example_source.h"
#include "core/dataset/model_input.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tvlt {

/// What the targets of drawn clips are.
enum class DrawnTarget {
    None,
    LoudestShape, ///< as a class number
    Pitch,        ///< mean pitch of the loudest shape over the segment, in octaves above 220 Hz: a regression
    /// Radius of the largest shape of each kind, in tenths of the frame's side, 0 of a kind that is not there: a
    /// regression whose largest value is that of the loudest shape. It tells more of a clip than its class does.
    Sizes,
};

/// The shapes' names in the order of ShapeKind.
[[nodiscard]] std::vector<std::string> drawnClassNames();

/// Sounding shapes that never touch a file: clip i is the one of seed + i, unless close calls are wanted. Draw 0 is its
/// beginning; any other draw starts somewhere in its first 8 s.
class DrawnSource : public ExampleSource {
  public:
    /// `count`: none for an endless stream. `classNames`: the model's classes, in which shapes are found by name;
    /// empty: drawnClassNames(). `closeShare`, 0 to 1: the share of clips that are taken for being close calls, in
    /// which a shape of another kind is almost as large as the loudest; where it is not 0, clip i is one of the 64 from
    /// seed + 64 i on. Throws BadInput for a count below 1 and for classes that lack a shape.
    DrawnSource(ModelInput input, std::uint64_t seed, std::optional<std::int64_t> count, DrawnTarget target,
                const std::vector<std::string>& classNames = {}, double closeShare = 0.0);

    [[nodiscard]] std::int64_t size() const override;
    [[nodiscard]] std::string name(std::int64_t index) const override;
    [[nodiscard]] Example example(const ExampleRequest& request, const Job& job = {}) const override;
    /// Empty too where the model's frames are cut out of larger ones.
    [[nodiscard]] std::vector<Grid> soundingCover(const ExampleRequest& request) const override;

  private:
    [[nodiscard]] std::uint64_t seedOf(std::int64_t index) const;

    ModelInput input_;
    std::uint64_t seed_;
    std::optional<std::int64_t> count_;
    DrawnTarget target_;
    std::vector<float> classes_; ///< by ShapeKind
    double closeShare_;
};

} // namespace tvlt
