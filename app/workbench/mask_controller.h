#pragma once

#include "core/base/error.h"
#include "core/features/mask.h"
#include "core/features/mask_pins.h"
#include "core/features/mask_preset.h"

#include <QObject>
#include <QUndoStack>

#include <memory>
#include <optional>

namespace tvlt {

struct ClipFeatures;

/// The mask now set and every way to change it. Each change can be undone; a stroke of the brush or a drag of a ratio
/// is one. Pins stay where they are when clip, segment or checkpoint change. GUI thread.
class MaskController : public QObject {
    Q_OBJECT

  public:
    explicit MaskController(QObject* parent = nullptr);

    [[nodiscard]] const MaskSettings& settings() const { return settings_; }
    /// The mask over the clip's patches; none: no features yet.
    [[nodiscard]] const std::optional<Mask>& mask() const { return mask_; }
    [[nodiscard]] bool pinned() const { return !settings_.pixelPins.empty() || !settings_.audioPins.empty(); }
    QUndoStack& history() { return history_; }

    /// The clip that is masked; null: none. Emits masked().
    void setFeatures(std::shared_ptr<const ClipFeatures> features);
    /// A checkpoint's ratios: taken over unless a person has chosen others, and what the preset "random" goes back to.
    void setTrained(const MaskSettings& trained);

    /// As controls set it.
    void set(const MaskSettings& settings);
    /// Until endStroke() all paint() is one change.
    void beginStroke();
    void paint(const std::vector<TokenRef>& touched, PinTo to, BrushShape shape);
    void endStroke();
    void clearPins();
    /// Pins every patch to the opposite of what it is.
    void invert();
    void apply(MaskPreset preset);
    void load(const QString& path);
    void save(const QString& path);

  signals:
    void changed(const tvlt::MaskSettings& settings);
    /// mask() is another one, as its settings or its clip are.
    void masked();
    void saved(const QString& path);
    void failed(const tvlt::Error& error);

  private:
    class Change;
    void push(const MaskSettings& settings, const QString& text, int mergeId);
    void put(const MaskSettings& settings);
    void refresh();

    MaskSettings settings_;
    MaskSettings trained_;
    bool touched_ = false; ///< a person chose it: another checkpoint's ratios do not replace it
    std::shared_ptr<const ClipFeatures> features_;
    std::optional<Mask> mask_;
    QUndoStack history_;
    bool painting_ = false; ///< a stroke lasts
    int strokes_ = 0;       ///< begun so far: changes of one stroke merge by its number
};

} // namespace tvlt
