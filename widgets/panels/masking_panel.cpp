#include "widgets/panels/masking_panel.h"

#include "core/analysis/analysis.h"
#include "widgets/inspect/inspect_data.h"
#include "widgets/state/view_state.h"
#include "widgets/style/spacing.h"

#include <QAction>
#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>

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
    if (const auto pinned = std::count(mask.pinned.begin(), mask.pinned.end(), std::uint8_t{1}); pinned > 0)
        text += MaskingPanel::tr("\n%1 by hand").arg(pinned);
    if (padding > 0)
        text += MaskingPanel::tr("\n%1 are padding").arg(padding);
    return text;
}

} // namespace

MaskingPanel::MaskingPanel(ViewState& state, QWidget* parent)
    : QWidget(parent), state_(state), form_(new QFormLayout(this)), selected_(new QLabel), pixels_(new QLabel("–")),
      audio_(new QLabel("–")), hint_(new QLabel), opacity_(new QSlider(Qt::Horizontal)), opacityValue_(new QLabel),
      grid_(new QCheckBox(tr("Patch grid"))), allRows_(new QCheckBox(tr("Hatch hidden patches on all rows"))),
      signed_(new QCheckBox(tr("Error with its sign"))),
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
    signed_->setObjectName("signedError");
    signed_->setToolTip(tr("Red: the reconstruction is brighter or louder than the clip; blue: darker or quieter"));
    paste_->setObjectName("pasteVisible");
    paste_->setToolTip(tr("Off: the head's output for every patch, also for those that the model saw"));
    hint_->setText(
        tr("One seed draws one field of noise: a higher ratio hides more of the same patches. "
           "Hatched patches are hidden from the model. A yellow corner marks those that were hidden or shown "
           "by hand: they stay when a ratio moves."));
    hint_->setWordWrap(true);
    hint_->setForegroundRole(QPalette::PlaceholderText);

    auto* opacityRow = new QHBoxLayout;
    opacityRow->addWidget(opacity_);
    opacityRow->addWidget(opacityValue_);
    selected_->setObjectName("selectedPatch");
    selected_->setWordWrap(true);
    QFormLayout* form = form_;
    form->setContentsMargins(kUnit, kUnit, kUnit, kUnit);
    form->setSpacing(kUnit);
    form->addRow(tr("Pixel patches"), pixels_);
    form->addRow(tr("Audio patches"), audio_);
    form->addRow(tr("Selected"), selected_);
    form->addRow(tr("Mask opacity"), opacityRow);
    form->addRow(grid_);
    form->addRow(allRows_);
    form->addRow(signed_);
    form->addRow(paste_);
    form->addRow(hint_);
    readState();
    showSelected();
    connect(&state_, &ViewState::displayChanged, this, &MaskingPanel::readState);
    connect(&state_, &ViewState::tokenChanged, this, &MaskingPanel::showSelected);
    connect(opacity_, &QSlider::valueChanged, this, &MaskingPanel::writeState);
    for (QCheckBox* box : {grid_, allRows_, signed_, paste_})
        connect(box, &QCheckBox::toggled, this, &MaskingPanel::writeState);
}

void MaskingPanel::setTools(const QList<QAction*>& brushes, const QList<QAction*>& shapes,
                            const QList<QAction*>& commands, QMenu* presets) {
    const auto row = [](const QList<QAction*>& actions) {
        auto* layout = new QHBoxLayout;
        layout->setSpacing(kUnit / 2);
        for (QAction* action : actions) {
            auto* button = new QToolButton;
            button->setDefaultAction(action);
            button->setIconSize({18, 18});
            layout->addWidget(button);
        }
        layout->addStretch();
        return layout;
    };
    auto* whole = row(commands);
    auto* choose = new QToolButton;
    choose->setObjectName("maskPresets");
    choose->setText(tr("Presets"));
    choose->setToolTip(tr("Masks that ask a question: picture from sound, sound from picture, future from past"));
    choose->setPopupMode(QToolButton::InstantPopup);
    choose->setMenu(presets);
    choose->setMinimumWidth(choose->sizeHint().width() + kUnit); // the arrow has a place of its own
    whole->insertWidget(0, choose);
    form_->insertRow(0, tr("Brush"), row(brushes));
    form_->insertRow(1, tr("Takes"), row(shapes));
    form_->insertRow(2, tr("Whole mask"), whole);
}

void MaskingPanel::showSelected() {
    const auto token = state_.token();
    const bool known = token && data_.features && token->token < data_.features->layout.tokens(token->modality);
    selected_->setText(known ? hoverText(patchHover(data_, *token)) : tr("none: click a patch, or Alt+arrow keys"));
}

void MaskingPanel::setData(const InspectData& shown) {
    data_ = shown;
    showSelected();
    const bool known = shown.mask && shown.features;
    pixels_->setText(known ? countText(shown.mask->pixel, shown.features->paddedPixel) : QStringLiteral("–"));
    audio_->setText(known ? countText(shown.mask->audio, shown.features->paddedAudio) : QStringLiteral("–"));
}

void MaskingPanel::readState() {
    const QSignalBlocker a(opacity_);
    const QSignalBlocker b(grid_);
    const QSignalBlocker c(allRows_);
    const QSignalBlocker d(signed_);
    const QSignalBlocker e(paste_);
    const DisplayOptions& display = state_.display();
    opacity_->setValue(int(display.maskOpacity * 100 + 0.5));
    opacityValue_->setText(tr("%1 %").arg(opacity_->value()));
    grid_->setChecked(display.patchGrid);
    allRows_->setChecked(display.maskOnAllRows);
    signed_->setChecked(display.signedError);
    paste_->setChecked(display.pasteVisible);
}

void MaskingPanel::writeState() {
    DisplayOptions display = state_.display();
    display.maskOpacity = opacity_->value() / 100.0;
    display.patchGrid = grid_->isChecked();
    display.maskOnAllRows = allRows_->isChecked();
    display.signedError = signed_->isChecked();
    display.pasteVisible = paste_->isChecked();
    state_.setDisplay(display);
}

} // namespace tvlt
