#include "app/workbench/mask_controller.h"

#include "app/workbench/to_path.h"
#include "core/analysis/analysis.h"
#include "core/base/result.h"
#include "core/features/mask_file.h"

#include <QElapsedTimer>

#include <filesystem>
#include <utility>

namespace tvlt {
namespace {

constexpr qint64 kOneGesture = 1000; // ms between two changes of one control that are undone together

// Ids of changes that merge with their like. Strokes take those from kStrokes on.
enum MergeId { kNever = -1, kPixelRatio, kAudioRatio, kSeed, kStrokes };

} // namespace

class MaskController::Change : public QUndoCommand {
  public:
    Change(MaskController& owner, MaskSettings after, const QString& text, int mergeId)
        : QUndoCommand(text), owner_(owner), before_(owner.settings()), after_(std::move(after)), mergeId_(mergeId) {
        since_.start();
    }
    void undo() override { owner_.put(before_); }
    void redo() override { owner_.put(after_); }
    [[nodiscard]] int id() const override { return mergeId_; }
    bool mergeWith(const QUndoCommand* other) override {
        const auto& next = static_cast<const Change&>(*other);
        if (mergeId_ < kStrokes && since_.elapsed() > kOneGesture)
            return false;
        after_ = next.after_;
        since_.restart();
        setObsolete(after_ == before_);
        return true;
    }

  private:
    MaskController& owner_;
    MaskSettings before_;
    MaskSettings after_;
    int mergeId_;
    QElapsedTimer since_;
};

MaskController::MaskController(QObject* parent) : QObject(parent) {
    history_.setUndoLimit(500);
}

void MaskController::setFeatures(std::shared_ptr<const ClipFeatures> features) {
    features_ = std::move(features);
    refresh();
}

void MaskController::setTrained(const MaskSettings& trained) {
    trained_ = trained;
    if (touched_)
        return;
    MaskSettings settings = settings_;
    settings.pixelRatio = trained.pixelRatio;
    settings.audioRatio = trained.audioRatio;
    settings.audioType = trained.audioType;
    put(settings);
}

void MaskController::set(const MaskSettings& settings) {
    if (settings == settings_)
        return;
    if (settings.pixelRatio != settings_.pixelRatio)
        push(settings, tr("pixel ratio"), kPixelRatio);
    else if (settings.audioRatio != settings_.audioRatio)
        push(settings, tr("audio ratio"), kAudioRatio);
    else if (settings.seed != settings_.seed)
        push(settings, tr("seed"), kSeed);
    else
        push(settings, tr("audio mask type"), kNever);
}

void MaskController::beginStroke() {
    painting_ = true;
    ++strokes_;
}

void MaskController::endStroke() {
    painting_ = false;
}

void MaskController::paint(const std::vector<TokenRef>& touched, PinTo to, BrushShape shape) {
    if (!features_)
        return;
    const PatchLayout& layout = features_->layout;
    MaskSettings settings = refitted(settings_, layout);
    std::vector<int> tokens[2];
    for (const TokenRef& patch : touched) {
        if (patch.token < 0 || patch.token >= layout.tokens(patch.modality))
            continue;
        const std::vector<int> all = brushTokens(layout, patch, shape);
        auto& list = tokens[patch.modality == Modality::Pixel ? 0 : 1];
        list.insert(list.end(), all.begin(), all.end());
    }
    settings.pixelPins = withPins(settings.pixelPins, tokens[0], to);
    settings.audioPins = withPins(settings.audioPins, tokens[1], to);
    if (settings.pixelPins == settings_.pixelPins && settings.audioPins == settings_.audioPins)
        return;
    const QString text = to == PinTo::Hidden  ? tr("hide patches")
                         : to == PinTo::Shown ? tr("show patches")
                                              : tr("unpin patches");
    push(settings, text, painting_ ? kStrokes + strokes_ : kNever);
}

void MaskController::clearPins() {
    if (!pinned())
        return;
    MaskSettings settings = settings_;
    settings.pixelPins = settings.audioPins = {};
    settings.pinLayout.reset();
    push(settings, tr("unpin all patches"), kNever);
}

void MaskController::invert() {
    if (!features_ || !mask_)
        return;
    MaskSettings settings = refitted(settings_, features_->layout);
    settings.pixelPins = invertedPins(mask_->pixel);
    settings.audioPins = invertedPins(mask_->audio);
    push(settings, tr("invert the mask"), kNever);
}

void MaskController::apply(MaskPreset preset) {
    if (!features_)
        return;
    push(presetMask(preset, features_->layout, features_->soundSteps(), settings_, trained_), tr("preset"), kNever);
}

void MaskController::load(const QString& path) {
    const auto loaded = guard([&] { return loadMask(toPath(path)); });
    if (loaded)
        push(*loaded, tr("load a mask"), kNever);
    else
        emit failed(loaded.error());
}

void MaskController::save(const QString& path) {
    const auto done = guard([&] { saveMask(toPath(path), settings_); });
    if (done)
        emit saved(path);
    else
        emit failed(done.error());
}

void MaskController::push(const MaskSettings& settings, const QString& text, int mergeId) {
    touched_ = true;
    if (settings != settings_)
        history_.push(new Change(*this, settings, text, mergeId));
}

void MaskController::put(const MaskSettings& settings) {
    if (settings == settings_)
        return;
    settings_ = settings;
    refresh();
    emit changed(settings_);
}

void MaskController::refresh() {
    mask_.reset();
    if (features_) {
        auto mask = guard([&] { return makeMask(features_->layout, settings_); });
        if (mask)
            mask_ = std::move(mask).value();
        else
            emit failed(mask.error());
    }
    emit masked();
}

} // namespace tvlt
