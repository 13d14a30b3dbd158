#include "app/workbench/preferences_dialog.h"

#include "app/workbench/color_map_box.h"
#include "core/checkpoint/hub_cache.h"
#include "widgets/style/spacing.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>

namespace tvlt {

PreferencesDialog::PreferencesDialog(const Preferences& preferences, const std::vector<DeviceChoice>& devices,
                                     QWidget* parent)
    : QDialog(parent), preferences_(preferences), theme_(new QComboBox), device_(new QComboBox), dtype_(new QComboBox),
      recipe_(new QComboBox), threads_(new QSpinBox), volume_(new QSlider(Qt::Horizontal)),
      levels_(colorMapBox("preferredLevels", preferences.display.colors.level)),
      errors_(colorMapBox("preferredErrors", preferences.display.colors.error)),
      hubCache_(new QLineEdit(preferences.hubCache)) {
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
    dtype_->addItem(tr("bf16 (coarser, often faster)"), int(Dtype::BF16));
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

    levels_->setToolTip(tr("Of spectrograms, in views and new figures"));
    errors_->setToolTip(tr("Of errors, in views and new figures; differences with a sign are always blue and red"));
    hubCache_->setObjectName("hubCache");
    hubCache_->setPlaceholderText(QDir::toNativeSeparators(QString::fromStdString(hubCacheFolder().string())));
    hubCache_->setToolTip(tr("Where checkpoints are looked for by their hub id, such as ZinengTang/tvlt-base. Empty: "
                             "HF_HUB_CACHE, HF_HOME or Hugging Face's own place"));
    auto* browse = new QPushButton(tr("Browse…"));
    connect(browse, &QPushButton::clicked, this, [this] {
        const QString path =
            QFileDialog::getExistingDirectory(this, tr("Folder of the hub's cache"), hubCache_->text());
        if (!path.isEmpty())
            hubCache_->setText(path);
    });
    auto* hub = new QHBoxLayout;
    hub->addWidget(hubCache_, 1);
    hub->addWidget(browse);

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
    form->addRow(tr("&Level colours"), levels_);
    form->addRow(tr("&Error colours"), errors_);
    auto* hubLabel = new QLabel(tr("&Hub cache"));
    hubLabel->setBuddy(hubCache_);
    form->addRow(hubLabel, hub);
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
    edited.display.colors = {ColorMap(levels_->currentData().toInt()), ColorMap(errors_->currentData().toInt())};
    edited.hubCache = hubCache_->text().trimmed();
    return edited;
}

} // namespace tvlt
