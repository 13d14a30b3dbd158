#include "app/workbench/preferences_dialog.h"

#include "widgets/style/spacing.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QSlider>
#include <QSpinBox>

namespace tvlt {

PreferencesDialog::PreferencesDialog(const Preferences& preferences, const std::vector<DeviceChoice>& devices,
                                     QWidget* parent)
    : QDialog(parent), preferences_(preferences), theme_(new QComboBox), device_(new QComboBox), dtype_(new QComboBox),
      recipe_(new QComboBox), threads_(new QSpinBox), volume_(new QSlider(Qt::Horizontal)) {
    setObjectName("preferencesDialog");
    setWindowTitle(tr("Preferences"));
    theme_->addItem(tr("As the desktop"), int(Theme::System));
    theme_->addItem(tr("Light"), int(Theme::Light));
    theme_->addItem(tr("Dark"), int(Theme::Dark));
    theme_->setCurrentIndex(theme_->findData(int(preferences.theme)));
    device_->addItem(tr("Automatic"), QStringLiteral("auto"));
    for (const DeviceChoice& device : devices)
        device_->addItem(QString::fromStdString(device.name + ": " + device.description),
                         QString::fromStdString(device.name));
    device_->setCurrentIndex(std::max(0, device_->findData(preferences.device)));
    dtype_->addItem(tr("f32"), int(Dtype::F32));
    dtype_->addItem(tr("bf16 (faster, coarser)"), int(Dtype::BF16));
    dtype_->setCurrentIndex(dtype_->findData(int(preferences.dtype)));
    recipe_->addItem(tr("Automatic, by the checkpoint"), int(Recipe::Auto));
    recipe_->addItem(tr("hf: Hugging Face's processors"), int(Recipe::Hf));
    recipe_->addItem(tr("original: the authors' loading code"), int(Recipe::Original));
    recipe_->setCurrentIndex(recipe_->findData(int(preferences.recipe)));
    threads_->setRange(0, 1024);
    threads_->setSpecialValueText(tr("One per core"));
    threads_->setValue(preferences.threads);
    threads_->setToolTip(tr("Takes effect with the next start"));
    volume_->setRange(0, 100);
    volume_->setValue(int(preferences.volume * 100 + 0.5));

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* form = new QFormLayout(this);
    form->setSpacing(kUnit);
    form->addRow(tr("&Appearance"), theme_);
    form->addRow(tr("&Device"), device_);
    form->addRow(tr("&Precision"), dtype_);
    form->addRow(tr("&Recipe"), recipe_);
    form->addRow(tr("&Threads"), threads_);
    form->addRow(tr("&Volume"), volume_);
    form->addRow(buttons);
}

Preferences PreferencesDialog::edited() const {
    Preferences edited = preferences_;
    edited.theme = Theme(theme_->currentData().toInt());
    edited.device = device_->currentData().toString();
    edited.dtype = Dtype(dtype_->currentData().toInt());
    edited.recipe = Recipe(recipe_->currentData().toInt());
    edited.threads = threads_->value();
    edited.volume = volume_->value() / 100.0;
    return edited;
}

} // namespace tvlt
