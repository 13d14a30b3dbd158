#pragma once

#include "app/workbench/analysis_controller.h"
#include "app/workbench/background.h"
#include "app/workbench/checkpoint_controller.h"
#include "app/workbench/clip_controller.h"
#include "app/workbench/frame_feed.h"
#include "app/workbench/heard_controller.h"
#include "app/workbench/mask_controller.h"
#include "app/workbench/playback_controller.h"
#include "app/workbench/segment_points.h"
#include "widgets/inspect/inspect_data.h"
#include "widgets/state/view_state.h"

#include <QObject>
#include <QStringList>

#include <filesystem>
#include <functional>
#include <optional>

namespace tvlt {

/// The program without its window: the controllers, and how what one finds out reaches the others. GUI thread.
class Workbench : public QObject {
    Q_OBJECT

  public:
    // Names of jobs, never shown.
    static constexpr QLatin1String kClipJob{"clip"};
    static constexpr QLatin1String kCheckpointJob{"checkpoint"};
    static constexpr QLatin1String kAnalysisJob{"analysis"};
    static constexpr QLatin1String kExportJob{"export"};
    static constexpr QLatin1String kMaskJob{"mask"};
    static constexpr QLatin1String kSoundJob{"sound"};
    static constexpr QLatin1String kSessionJob{"session"};

    explicit Workbench(const EngineFactory& makeEngine, QObject* parent = nullptr);

    ViewState& view() { return view_; }
    ClipController& clips() { return clips_; }
    CheckpointController& checkpoints() { return checkpoints_; }
    AnalysisController& analyses() { return analyses_; }
    MaskController& masks() { return masks_; }
    PlaybackController& playback() { return playback_; }
    HeardController& heard() { return heard_; }
    FrameFeed& frames() { return frames_; }

    /// Clips, sound, checkpoints and batches in any mixture: dropped, from a menu or from the command line.
    void open(const QStringList& paths, const QString& audio = {});
    /// Sound from another file for the clip that is open.
    void openAudio(const QString& path);
    void setSegment(const Segment& segment);
    /// In and out points: the segment begins, or ends, at the cursor.
    void startSegmentHere();
    void endSegmentHere();
    void seek(double seconds);
    void stepFrames(int steps);
    /// Writes what is shown; PNG, SVG or PDF by the path's extension.
    void exportTo(const QString& path);
    /// Lets `write` write a figure, on another thread.
    void exportTo(const QString& path, std::function<void(const std::filesystem::path&, const Job&)> write);

    /// What the views show now.
    [[nodiscard]] InspectData data() const;
    [[nodiscard]] const std::shared_ptr<const Analysis>& analysis() const { return analysis_; }
    [[nodiscard]] const std::shared_ptr<const ClipFeatures>& features() const { return features_; }
    /// The segment asked for, or where none was, the one that was read; none: no features yet.
    [[nodiscard]] std::optional<Segment> segment() const;
    /// The longest segment that the model takes, seconds; 0: no checkpoint yet.
    [[nodiscard]] double longestSegment() const;
    /// Something is being opened, loaded, computed or written.
    [[nodiscard]] bool busy() const;
    void cancel(const QString& job);
    void cancelAll();

  signals:
    void clipChanged();
    void checkpointChanged();
    /// data() is another one.
    void dataChanged();
    void exported(const QString& path);
    /// The folder of a batch was among what is to be opened.
    void batchNamed(const QString& path);
    /// A session's file was among what is to be opened.
    void sessionNamed(const QString& path);
    /// `job`: what failed.
    void errorRaised(const tvlt::Error& error, const QString& job);
    /// `job` names the work for cancel().
    void jobReported(const QString& job, double fraction, const QString& stage);
    void jobFinished(const QString& job);

  private:
    [[nodiscard]] SegmentLimits segmentLimits() const;
    void wireJobs();
    void takeClip();
    void takeCheckpoint();
    void takeClassifier();
    void takeFeatures(std::shared_ptr<const ClipFeatures> features);
    void takeAnalysis(std::shared_ptr<const Analysis> analysis);

    ViewState view_;
    ClipController clips_;
    CheckpointController checkpoints_;
    AnalysisController analyses_;
    MaskController masks_;
    HeardController heard_;
    PlaybackController playback_;
    FrameFeed frames_;
    Background export_;
    std::shared_ptr<const ClipFeatures> features_;
    std::shared_ptr<const Analysis> analysis_;
};

} // namespace tvlt
