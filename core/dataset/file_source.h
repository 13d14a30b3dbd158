#pragma once

#include "core/dataset/example_source.h"
#include "core/dataset/labelled_clip.h"
#include "core/dataset/model_input.h"

#include <memory>
#include <mutex>

namespace tvlt {

struct ClipInfo;

/// Segments of media files. A file is cut into as many whole segments, one after another from its beginning, as its
/// picture and its sound both fill; the last one may lack up to one patch of the spectrogram, which is padding then.
/// Draw d of a clip is segment d modulo their number: epochs go through them in turn.
///
/// A clip cannot be used (BadInput) that is not there or not media, lacks picture or sound, is shorter than one
/// segment, or is damaged where it is read.
class FileSource : public ExampleSource {
  public:
    FileSource(ModelInput input, std::vector<LabelledClip> clips);
    ~FileSource() override;

    [[nodiscard]] std::int64_t size() const override { return static_cast<std::int64_t>(clips_.size()); }
    [[nodiscard]] std::string name(std::int64_t index) const override;
    [[nodiscard]] Example example(const ExampleRequest& request, const Job& job = {}) const override;
    /// From path, size, time of change, segment, labels and the model's input.
    [[nodiscard]] std::string fingerprint(const ExampleRequest& request, const Job& job = {}) const override;

  private:
    [[nodiscard]] const LabelledClip& clip(std::int64_t index) const;
    [[nodiscard]] std::shared_ptr<const ClipInfo> info(std::int64_t index, const Job& job) const;

    ModelInput input_;
    std::vector<LabelledClip> clips_;
    mutable std::mutex mutex_;
    mutable std::vector<std::shared_ptr<const ClipInfo>> infos_; ///< of clips that were probed
};

} // namespace tvlt
