#include "widgets/panels/masking_panel.h"

#include "core/analysis/analysis.h"
#include "widgets/inspect/inspect_data.h"
#include "widgets/state/view_state.h"
#include "widgets/style/spacing.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>

#include <algorithm>

namespace tvlt {
namespace {

QString countText(const TokenMask& mask, const std::vector<std::uint8_t>& padded) {
    if (mask.hidden.empty())
        return QStringLiteral("–");
    const auto hidden = std::count(mask.hidden.begin(), mask.hidden.end(), std::uint8_t{1});
    const auto padding = std::count(padded.begin(), padded.end(), std::uint8_t{1});
    const auto total = std::ptrdiff_t(mask.hidden.size());
    QString text = MaskingPanel::tr("%1 of %2 hidden (%3 %)")
                       .arg(hidden)
                       .arg(total)
                       .arg(100.0 * double(hidden) / double(total), 0, 'f', 1);
    if (padding > 0)
        text += MaskingPanel::tr("\n%1 are padding").arg(padding);
    return text;
}

} // namespace

MaskingPanel::MaskingPanel(ViewState& state, QWidget* parent)
    : QWidget(parent), state_(state), pixels_(new QLabel("–")), audio_(new QLabel("–")), hint_(new QLabel),
      opacity_(new QSlider(Qt::Horizontal)), opacityValue_(new QLabel), grid_(new QCheckBox(tr("Patch grid"))),
      allRows_(new QCheckBox(tr("Hatch hidden patches on all rows"))),
      paste_(new QCheckBox(tr("Paste visible patches into the reconstruction"))) {
    setObjectName("maskingPanel");
    pixels_->setObjectName("pixelPatchCount");
    audio_->setObjectName("audioPatchCount");
    opacity_->setObjectName("maskOpacity");
    opacity_->setRange(0, 100);
    opacity_->setAccessibleName(tr("Opacity of the mask"));
    opacity_->setToolTip(tr("Below 100 % the picture shines through the hatching"));
    opacityValue_->setMinimumWidth(fontMetrics().horizontalAdvance("100 %"));
    grid_->setObjectName("patchGrid");
    allRows_->setObjectName("maskOnAllRows");
    paste_->setObjectName("pasteVisible");
    paste_->setToolTip(tr("Off: the head's output for every patch, also for those that the model saw"));
    hint_->setText(tr("One seed draws one field of noise: a higher ratio hides more of the same patches. "
                      "Hatched patches are hidden from the model."));
    hint_->setWordWrap(true);
    hint_->setForegroundRole(QPalette::PlaceholderText);

    auto* opacityRow = new QHBoxLayout;
    opacityRow->addWidget(opacity_);
    opacityRow->addWidget(opacityValue_);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(kUnit, kUnit, kUnit, kUnit);
    form->setSpacing(kUnit);
    form->addRow(tr("Pixel patches"), pixels_);
    form->addRow(tr("Audio patches"), audio_);
    form->addRow(tr("Mask opacity"), opacityRow);
    form->addRow(grid_);
    form->addRow(allRows_);
    form->addRow(paste_);
    form->addRow(hint_);
    readState();
    connect(&state_, &ViewState::displayChanged, this, &MaskingPanel::readState);
    connect(opacity_, &QSlider::valueChanged, this, &MaskingPanel::writeState);
    for (QCheckBox* box : {grid_, allRows_, paste_})
        connect(box, &QCheckBox::toggled, this, &MaskingPanel::writeState);
}

void MaskingPanel::setData(const InspectData& shown) {
    const bool known = shown.mask && shown.features;
    pixels_->setText(known ? countText(shown.mask->pixel, shown.features->paddedPixel) : QStringLiteral("–"));
    audio_->setText(known ? countText(shown.mask->audio, shown.features->paddedAudio) : QStringLiteral("–"));
}

void MaskingPanel::readState() {
    const QSignalBlocker a(opacity_);
    const QSignalBlocker b(grid_);
    const QSignalBlocker c(allRows_);
    const QSignalBlocker d(paste_);
    const DisplayOptions& display = state_.display();
    opacity_->setValue(int(display.maskOpacity * 100 + 0.5));
    opacityValue_->setText(tr("%1 %").arg(opacity_->value()));
    grid_->setChecked(display.patchGrid);
    allRows_->setChecked(display.maskOnAllRows);
    paste_->setChecked(display.pasteVisible);
}

void MaskingPanel::writeState() {
    DisplayOptions display = state_.display();
    display.maskOpacity = opacity_->value() / 100.0;
    display.patchGrid = grid_->isChecked();
    display.maskOnAllRows = allRows_->isChecked();
    display.pasteVisible = paste_->isChecked();
    state_.setDisplay(display);
}

} // namespace tvlt
