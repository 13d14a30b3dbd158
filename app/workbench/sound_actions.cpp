#include "app/workbench/sound_actions.h"

#include "app/workbench/actions.h"
#include "app/workbench/workbench.h"
#include "widgets/style/icon.h"
#include "widgets/style/spacing.h"

#include <QActionGroup>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMainWindow>
#include <QMenu>

namespace tvlt {

SoundActions::SoundActions(QMainWindow& window, QMenu& menu, Workbench& workbench)
    : QObject(&window), window_(window), workbench_(workbench), group_(new QActionGroup(this)), label_(new QLabel) {
    menu.addSeparator();
    QAction* loop =
        addCommand(window_, &menu, "loopSegment", tr("L&oop the segment"), {QKeySequence(Qt::CTRL | Qt::Key_L)});
    loop->setCheckable(true);
    connect(loop, &QAction::toggled, this, [this](bool on) { workbench_.playback().setLoop(on); });
    choices_ = menu.addMenu(themedIcon("sound"), tr("&Hear"));
    choices_->setToolTipsVisible(true);
    addChoice("hearClip", tr("The &clip itself"), std::nullopt);
    choices_->addSeparator();
    addChoice("hearOriginal", tr("&Original spectrogram"), HeardSound::Original);
    addChoice("hearMasked", tr("&Masked spectrogram"), HeardSound::Masked);
    addChoice("hearPasted", tr("&Reconstruction, visible pasted"), HeardSound::Pasted);
    addChoice("hearReconstruction", tr("Reconstruction: the model's o&utput"), HeardSound::Reconstruction);
    save_ = addCommand(window_, &menu, "saveSound", tr("&Save this sound…"));
    connect(save_, &QAction::triggered, this, &SoundActions::chooseFile);
    label_->setObjectName("soundLabel");
    label_->setContentsMargins(0, 0, kUnit, 0);
    connect(&workbench_.heard(), &HeardController::choiceChanged, this, &SoundActions::follow);
    connect(&workbench_.heard(), &HeardController::soundChanged, this, &SoundActions::follow);
    follow();
}

void SoundActions::addChoice(const char* name, const QString& text, std::optional<HeardSound> choice) {
    QAction* action = addCommand(window_, choices_, name, text);
    action->setCheckable(true);
    action->setData(choice ? int(*choice) : -1);
    if (choice)
        action->setToolTip(tr("Made from the mel spectrogram of the segment; its phase is estimated"));
    group_->addAction(action);
    connect(action, &QAction::triggered, this, [this, choice] { workbench_.heard().choose(choice); });
}

void SoundActions::follow() {
    const HeardController& heard = workbench_.heard();
    const int choice = heard.choice() ? int(*heard.choice()) : -1;
    for (QAction* action : group_->actions()) {
        action->setChecked(action->data().toInt() == choice);
        if (action->isChecked())
            label_->setText(tr("Sound: %1 (phase estimated)").arg(action->iconText()));
    }
    label_->setVisible(heard.choice().has_value());
    save_->setEnabled(heard.sound() != nullptr);
}

void SoundActions::chooseFile() {
    const auto& clip = workbench_.clips().clip();
    QFileDialog dialog(&window_, tr("Save this sound"), {}, tr("WAV (*.wav)"));
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setDefaultSuffix("wav");
    const auto& choice = workbench_.heard().choice();
    if (clip && choice) {
        const std::string_view name = heardSoundName(*choice);
        dialog.selectFile(QString::fromStdString(clip->path.stem().string()) + '-' +
                          QString::fromUtf8(name.data(), qsizetype(name.size())) + ".wav");
    }
    if (dialog.exec() == QDialog::Accepted && !dialog.selectedFiles().isEmpty())
        workbench_.heard().save(dialog.selectedFiles().front());
}

} // namespace tvlt
