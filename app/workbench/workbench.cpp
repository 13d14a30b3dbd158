#include "app/workbench/workbench.h"

#include "app/workbench/opened_paths.h"
#include "app/workbench/to_path.h"
#include "core/checkpoint/trained_mask.h"
#include "widgets/figure/figure.h"

#include <filesystem>

namespace tvlt {

Workbench::Workbench(const EngineFactory& makeEngine, QObject* parent) : QObject(parent), analyses_(makeEngine) {
    wireJobs();
    connect(&clips_, &ClipController::opened, this, &Workbench::takeClip);
    connect(&checkpoints_, &CheckpointController::loaded, this, &Workbench::takeCheckpoint);
    connect(&checkpoints_, &CheckpointController::classifierChanged, this, [this] {
        takeClassifier();
        emit checkpointChanged();
        emit dataChanged();
    });
    connect(&analyses_, &AnalysisController::featuresReady, this, &Workbench::takeFeatures);
    connect(&analyses_, &AnalysisController::analysed, this, &Workbench::takeAnalysis);
    connect(&masks_, &MaskController::changed, &analyses_, &AnalysisController::setMask);
    connect(&masks_, &MaskController::masked, this, &Workbench::dataChanged);
    connect(&masks_, &MaskController::failed, this, [this](const Error& error) { emit errorRaised(error, kMaskJob); });
    connect(&heard_, &HeardController::soundChanged, &playback_, &PlaybackController::setSound);
    connect(&playback_, &PlaybackController::positionChanged, &view_, &ViewState::setTime);
    connect(&view_, &ViewState::timeChanged, &frames_, &FrameFeed::request);
}

void Workbench::wireJobs() {
    const auto wire = [this](auto& source, const QString& job) {
        using Source = std::decay_t<decltype(source)>;
        connect(&source, &Source::progressed, this,
                [this, job](double fraction, const QString& stage) { emit jobReported(job, fraction, stage); });
        connect(&source, &Source::idle, this, [this, job] { emit jobFinished(job); });
    };
    wire(clips_, kClipJob);
    wire(checkpoints_, kCheckpointJob);
    wire(analyses_, kAnalysisJob);
    wire(export_, kExportJob);
    wire(heard_, kSoundJob);
    const auto tell = [this](auto& source, const QString& job) {
        using Source = std::decay_t<decltype(source)>;
        connect(&source, &Source::failed, this, [this, job](const Error& error) { emit errorRaised(error, job); });
    };
    tell(clips_, kClipJob);
    tell(frames_, kClipJob);
    tell(checkpoints_, kCheckpointJob);
    tell(analyses_, kAnalysisJob);
    tell(heard_, kSoundJob);
    connect(&analyses_, &AnalysisController::idle, this, &Workbench::dataChanged);
    connect(&checkpoints_, &CheckpointController::idle, this, &Workbench::dataChanged);
}

void Workbench::open(const QStringList& paths, const QString& audio) {
    const bool silent = clips_.clip() && !clips_.clip()->audio;
    OpenedPaths opened = sortPaths(paths, silent);
    if (!audio.isEmpty())
        opened.audio = audio;
    if (!opened.checkpoint.isEmpty())
        checkpoints_.load(opened.checkpoint);
    if (!opened.batch.isEmpty())
        emit batchNamed(opened.batch);
    if (!opened.session.isEmpty())
        emit sessionNamed(opened.session);
    if (!opened.clip.isEmpty()) {
        ClipSource source;
        for (const QString& path : opened.clip)
            source.paths.push_back(toPath(path));
        if (!opened.audio.isEmpty())
            source.audioPath = toPath(opened.audio);
        clips_.open(std::move(source));
    } else if (!opened.audio.isEmpty()) {
        openAudio(opened.audio);
    }
}

void Workbench::openAudio(const QString& path) {
    ClipSource source = clips_.source();
    if (source.paths.empty())
        source.paths.push_back(toPath(path));
    else
        source.audioPath = toPath(path);
    clips_.open(std::move(source));
}

void Workbench::takeClip() {
    const ClipInfo& clip = *clips_.clip();
    features_.reset();
    analysis_.reset();
    masks_.setFeatures(nullptr);
    heard_.setAnalysis(nullptr);
    view_.reset(clip.duration);
    playback_.setClip(clip);
    frames_.setClip(clip);
    frames_.request(0.0);
    analyses_.setClip(clip);
    emit clipChanged();
    emit dataChanged();
}

void Workbench::takeCheckpoint() {
    masks_.setTrained(trainedMask(*checkpoints_.checkpoint()));
    takeClassifier();
    emit checkpointChanged();
    emit dataChanged();
}

void Workbench::takeClassifier() {
    if (checkpoints_.checkpoint())
        analyses_.setCheckpoint(checkpoints_.checkpoint(), checkpoints_.classifier());
}

void Workbench::takeFeatures(std::shared_ptr<const ClipFeatures> features) {
    if (features == features_) // another question about them: nothing to paint anew
        return;
    features_ = std::move(features);
    view_.setBounds(features_->segment);
    playback_.setSegment(features_->segment);
    masks_.setFeatures(features_);
}

void Workbench::takeAnalysis(std::shared_ptr<const Analysis> analysis) {
    analysis_ = std::move(analysis);
    heard_.setAnalysis(analysis_);
    if (features_ != analysis_->features)
        takeFeatures(analysis_->features);
    else
        emit dataChanged();
}

void Workbench::setSegment(const Segment& segment) {
    analyses_.setSegment(segment);
    // A cursor left behind would show a frame that is nowhere in the views. What plays, plays on.
    if (!playback_.playing() && (view_.time() < segment.start || view_.time() > segment.end()))
        seek(segment.start);
    emit dataChanged();
}

SegmentLimits Workbench::segmentLimits() const {
    return {clips_.clip() ? clips_.clip()->duration : 0.0, longestSegment()};
}

std::optional<Segment> Workbench::segment() const {
    if (!features_)
        return std::nullopt;
    return analyses_.request().segment.value_or(features_->segment);
}

void Workbench::startSegmentHere() {
    if (const auto now = segment())
        setSegment(startedAt(*now, view_.time(), segmentLimits()));
}

void Workbench::endSegmentHere() {
    if (const auto now = segment())
        setSegment(endedAt(*now, view_.time(), segmentLimits()));
}

void Workbench::seek(double seconds) {
    view_.setTime(seconds);
    playback_.seek(seconds);
}

void Workbench::stepFrames(int steps) {
    playback_.pause();
    seek(clips_.stepFrom(view_.time(), steps));
}

void Workbench::exportTo(const QString& path) {
    if (analysis_)
        exportTo(path,
                 [analysis = analysis_](const std::filesystem::path& to, const Job&) { exportFigure(analysis, to); });
}

void Workbench::exportTo(const QString& path, std::function<void(const std::filesystem::path&, const Job&)> write) {
    emit jobReported(kExportJob, 0.0, tr("writing the figure"));
    export_.enqueue([write = std::move(write), to = toPath(path)](const Job& job) { write(to, job); },
                    [this, path](const Result<Done>& done) {
                        if (done)
                            emit exported(path);
                        else
                            emit errorRaised(done.error(), kExportJob);
                    });
}

InspectData Workbench::data() const {
    InspectData shown;
    shown.features = features_;
    shown.analysis = analysis_;
    shown.mask = masks_.mask();
    const bool busy = analyses_.busy();
    if (analysis_ &&
        (busy || analysis_->maskSettings != masks_.settings() ||
         analysis_->borrowedStatistics != analyses_.request().borrowStatistics || analysis_->features != features_))
        shown.stale = busy || analyses_.pending() ? tr("updating…") : tr("older mask: F5 runs again");
    const auto& checkpoint = checkpoints_.checkpoint();
    shown.reconstructs = !checkpoint || checkpoint->report.hasMae;
    if (!shown.reconstructs)
        shown.placeholder = tr("This checkpoint has no complete MAE decoder: nothing is painted back.");
    else if (checkpoints_.busy())
        shown.placeholder = tr("loading the checkpoint…");
    else if (!checkpoint)
        shown.placeholder = tr("No checkpoint is loaded: choose Model ▸ Open checkpoint…");
    else if (busy || analyses_.pending())
        shown.placeholder = features_ ? tr("waiting for the model…") : tr("reading the clip…");
    else
        shown.placeholder = tr("Stopped. Analysis ▸ Run again (F5) asks the model once more.");
    return shown;
}

double Workbench::longestSegment() const {
    const auto& checkpoint = checkpoints_.checkpoint();
    if (!checkpoint)
        return 0.0;
    const FeatureExtractorConfig& audio = checkpoint->preprocessor.audio;
    return double(checkpoint->config.spectrogram_length) * audio.hopLength / audio.samplingRate;
}

bool Workbench::busy() const {
    return clips_.busy() || checkpoints_.busy() || analyses_.busy() || analyses_.pending() || export_.running() ||
           heard_.busy();
}

void Workbench::cancel(const QString& job) {
    if (job == kClipJob)
        clips_.cancel();
    else if (job == kCheckpointJob)
        checkpoints_.cancel();
    else if (job == kAnalysisJob)
        analyses_.cancel();
    else if (job == kSoundJob)
        heard_.cancel();
    else
        export_.cancel();
}

void Workbench::cancelAll() {
    for (const QLatin1String job : {kClipJob, kCheckpointJob, kAnalysisJob, kExportJob, kSoundJob})
        cancel(job);
}

} // namespace tvlt
