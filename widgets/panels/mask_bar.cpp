#include "widgets/panels/mask_bar.h"

#include "widgets/panels/ratio_control.h"
#include "widgets/style/icon.h"
#include "widgets/style/spacing.h"
#include "widgets/style/view_colors.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QRandomGenerator>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>

#include <algorithm>
#include <limits>

namespace tvlt {
namespace {

int shownSeed(std::uint64_t seed) {
    return int(std::min<std::uint64_t>(seed, std::numeric_limits<int>::max()));
}

} // namespace

MaskBar::MaskBar(QWidget* parent)
    : QWidget(parent), pixel_(new RatioControl("pixel", tr("Pixels"), tr("Share of pixel patches to hide, 0 to 1"))),
      audio_(new RatioControl("audio", tr("Audio"), tr("Share of audio patches to hide, 0 to 1"))),
      type_(new QComboBox), seed_(new QSpinBox) {
    setObjectName("maskBar");
    type_->setObjectName("maskType");
    type_->addItem(tr("frame-level"), int(AudioMaskType::FrameLevel));
    type_->addItem(tr("patch-level"), int(AudioMaskType::PatchLevel));
    type_->setToolTip(tr("What the audio mask hides: whole time steps, or single patches"));
    type_->setAccessibleName(tr("Audio mask type"));
    seed_->setObjectName("maskSeed");
    seed_->setRange(0, std::numeric_limits<int>::max());
    seed_->setKeyboardTracking(false);
    seed_->setMinimumWidth(9 * kUnit); // six digits; a longer seed can be scrolled through
    seed_->setToolTip(tr("Seed of the mask's noise: one seed gives nested masks at all ratios"));
    seed_->setAccessibleName(tr("Seed"));
    auto* reroll = new QToolButton;
    reroll->setObjectName("reroll");
    reroll->setIcon(themedIcon("reroll"));
    reroll->setAutoRaise(true);
    reroll->setToolTip(tr("Reroll: hide other patches at the same ratios (R)"));
    reroll->setAccessibleName(tr("Reroll the mask"));
    auto* seedLabel = new QLabel(tr("Seed"));
    seedLabel->setBuddy(seed_);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kUnit / 2);
    row->addWidget(pixel_);
    row->addWidget(audio_);
    row->addWidget(type_);
    row->addSpacing(kUnit / 2);
    row->addWidget(seedLabel);
    row->addWidget(seed_);
    row->addWidget(reroll);

    connect(pixel_, &RatioControl::valueChanged, this, &MaskBar::edited);
    connect(audio_, &RatioControl::valueChanged, this, &MaskBar::edited);
    connect(type_, &QComboBox::currentIndexChanged, this, &MaskBar::edited);
    connect(seed_, &QSpinBox::valueChanged, this, &MaskBar::edited);
    connect(reroll, &QToolButton::clicked, this, &MaskBar::reroll);
    setSettings({});
    tint();
}

MaskSettings MaskBar::settings() const {
    MaskSettings settings = settings_;
    settings.pixelRatio = pixel_->value();
    settings.audioRatio = audio_->value();
    settings.audioType = AudioMaskType(type_->currentData().toInt());
    // A seed from a file may be larger than the spin box: it stays until another one is chosen.
    if (seed_->value() != shownSeed(settings_.seed))
        settings.seed = std::uint64_t(seed_->value());
    return settings;
}

void MaskBar::setSettings(const MaskSettings& settings) {
    settings_ = settings;
    const QSignalBlocker blockType(type_);
    const QSignalBlocker blockSeed(seed_);
    pixel_->setValue(settings.pixelRatio);
    audio_->setValue(settings.audioRatio);
    type_->setCurrentIndex(type_->findData(int(settings.audioType)));
    seed_->setValue(shownSeed(settings.seed));
}

void MaskBar::reroll() {
    seed_->setValue(int(QRandomGenerator::global()->bounded(1'000'000)));
}

void MaskBar::edited() {
    settings_ = settings();
    emit settingsChanged(settings_);
}

void MaskBar::tint() {
    const ViewColors colors = viewColors(palette());
    pixel_->setLabelColor(colors.video);
    audio_->setLabelColor(colors.audio);
}

void MaskBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        tint();
    QWidget::changeEvent(event);
}

} // namespace tvlt
