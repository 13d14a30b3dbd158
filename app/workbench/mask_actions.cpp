#include "app/workbench/mask_actions.h"

#include "app/workbench/actions.h"
#include "app/workbench/workbench.h"
#include "widgets/inspect/inspect_view.h"
#include "widgets/inspect/patch_walk.h"
#include "widgets/style/icon.h"

#include <QActionGroup>
#include <QFileDialog>
#include <QMainWindow>
#include <QMenu>

namespace tvlt {
namespace {

QString presetText(MaskPreset preset) {
    switch (preset) {
    case MaskPreset::Random:
        return MaskActions::tr("&Random, at the checkpoint's ratios");
    case MaskPreset::PictureFromSound:
        return MaskActions::tr("&Picture from sound alone");
    case MaskPreset::SoundFromPicture:
        return MaskActions::tr("&Sound from picture alone");
    case MaskPreset::FutureFromPast:
        break;
    }
    return MaskActions::tr("&Future from past");
}

QString fileFilter() {
    return MaskActions::tr("Masks (*.json);;All files (*)");
}

} // namespace

MaskActions::MaskActions(QMainWindow& window, QMenu& menu, Workbench& workbench, InspectView& view)
    : QObject(&window), window_(window), menu_(menu), workbench_(workbench), brushes_(new QActionGroup(this)),
      shapes_(new QActionGroup(this)) {
    addPresets();
    menu_.addSeparator();
    addBrush("brushSelect", tr("&Select patches"), Qt::Key_A, "select", std::nullopt);
    addBrush("brushHide", tr("&Hide patches"), Qt::Key_H, "hide", PinTo::Hidden);
    addBrush("brushShow", tr("Sho&w patches"), Qt::Key_S, "show", PinTo::Shown);
    addBrush("brushUnpin", tr("&Unpin patches"), Qt::Key_U, "unpin", PinTo::Random);
    menu_.addSeparator();
    addShape("shapePatch", tr("Single &patches"), Qt::Key_1, "shape-patch", BrushShape::Patch);
    addShape("shapeMoment", tr("Whole &frames, time bands"), Qt::Key_2, "shape-moment", BrushShape::Moment);
    addShape("shapePlace", tr("&Tubes, frequency bands"), Qt::Key_3, "shape-place", BrushShape::Place);
    menu_.addSeparator();
    addWalks(view);
    menu_.addSeparator();
    QAction* invert =
        addCommand(window_, &menu_, "invertMask", tr("&Invert"), {QKeySequence(Qt::CTRL | Qt::Key_I)}, "invert");
    clear_ = addCommand(window_, &menu_, "clearPins", tr("U&npin all"), {QKeySequence(Qt::SHIFT | Qt::Key_U)});
    clear_->setToolTip(tr("All patches follow the ratios again (Shift+U)"));
    invert->setToolTip(tr("Show what is hidden and hide what is visible (I)"));
    connect(invert, &QAction::triggered, &workbench_.masks(), &MaskController::invert);
    connect(clear_, &QAction::triggered, &workbench_.masks(), &MaskController::clearPins);
    commands_ << invert << clear_;
    needClip_ << invert;
    menu_.addSeparator();
    addFiles();
    connectView(view);
    followState();
}

QList<QAction*> MaskActions::brushes() const {
    return brushes_->actions();
}

QList<QAction*> MaskActions::shapes() const {
    return shapes_->actions();
}

void MaskActions::addBrush(const char* name, const QString& text, int key, const char* icon,
                           std::optional<PinTo> paints) {
    QAction* action = addCommand(window_, &menu_, name, text, {QKeySequence(key)}, icon);
    action->setCheckable(true);
    brushes_->addAction(action);
    ViewState& view = workbench_.view();
    connect(action, &QAction::triggered, this, [&view, paints] { view.setBrush({paints, view.brush().shape}); });
    connect(&view, &ViewState::brushChanged, action,
            [&view, action, paints] { action->setChecked(view.brush().paints == paints); });
    action->setChecked(view.brush().paints == paints);
}

void MaskActions::addShape(const char* name, const QString& text, int key, const char* icon, BrushShape shape) {
    QAction* action = addCommand(window_, &menu_, name, text, {QKeySequence(key)}, icon);
    action->setCheckable(true);
    shapes_->addAction(action);
    ViewState& view = workbench_.view();
    connect(action, &QAction::triggered, this, [&view, shape] { view.setBrush({view.brush().paints, shape}); });
    connect(&view, &ViewState::brushChanged, action,
            [&view, action, shape] { action->setChecked(view.brush().shape == shape); });
    action->setChecked(view.brush().shape == shape);
}

void MaskActions::addPresets() {
    presets_ = menu_.addMenu(tr("Pre&sets"));
    int key = Qt::Key_1;
    for (const MaskPreset preset : allPresets()) {
        const std::string_view name = presetName(preset);
        QAction* action = addCommand(window_, presets_, std::string(name).c_str(), presetText(preset),
                                     {QKeySequence(Qt::ALT | Qt::Key(key++))});
        connect(action, &QAction::triggered, this, [this, preset] { workbench_.masks().apply(preset); });
        needClip_ << action;
    }
}

void MaskActions::addWalks(InspectView& view) {
    QMenu* walks = menu_.addMenu(tr("Se&lect the next patch"));
    const auto walk = [this, walks](const char* name, const QString& text, int key, WalkTo to) {
        QAction* action = addCommand(window_, walks, name, text, {QKeySequence(Qt::ALT | Qt::Key(key))});
        connect(action, &QAction::triggered, this, [this, to] {
            if (const auto& features = workbench_.features())
                workbench_.view().setToken(walkedPatch(*features, workbench_.view().token(), to));
        });
        needClip_ << action;
    };
    walk("patchLeft", tr("Patch to the &left"), Qt::Key_Left, WalkTo::Left);
    walk("patchRight", tr("Patch to the &right"), Qt::Key_Right, WalkTo::Right);
    walk("patchUp", tr("Patch &above"), Qt::Key_Up, WalkTo::Up);
    walk("patchDown", tr("Patch &below"), Qt::Key_Down, WalkTo::Down);
    walk("patchNextFrame", tr("Same place in the &next frame"), Qt::Key_PageDown, WalkTo::NextFrame);
    walk("patchPreviousFrame", tr("Same place in the &previous frame"), Qt::Key_PageUp, WalkTo::PreviousFrame);
    QAction* paint = addCommand(window_, &menu_, "paintPatch", tr("Pain&t the selected patch"),
                                {QKeySequence(Qt::Key_Return), QKeySequence(Qt::Key_Enter)});
    // In a spin box, Return means something else.
    window_.removeAction(paint);
    paint->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    view.addAction(paint);
    connect(paint, &QAction::triggered, this, &MaskActions::paintSelected);
    needClip_ << paint;
}

void MaskActions::addFiles() {
    const auto start = [this] {
        const auto& clip = workbench_.clips().clip();
        return clip ? QString::fromStdString(clip->path.parent_path().string()) : QString();
    };
    QAction* load = addCommand(window_, &menu_, "loadMask", tr("L&oad mask…"));
    connect(load, &QAction::triggered, this, [this, start] {
        const QString path = QFileDialog::getOpenFileName(&window_, tr("Load mask"), start(), fileFilter());
        if (!path.isEmpty())
            workbench_.masks().load(path);
    });
    QAction* save = addCommand(window_, &menu_, "saveMask", tr("Sa&ve mask…"));
    connect(save, &QAction::triggered, this, [this, start] {
        QFileDialog dialog(&window_, tr("Save mask"), start(), fileFilter());
        dialog.setAcceptMode(QFileDialog::AcceptSave);
        dialog.setDefaultSuffix("json");
        dialog.selectFile("mask.json");
        if (dialog.exec() == QDialog::Accepted && !dialog.selectedFiles().isEmpty())
            workbench_.masks().save(dialog.selectedFiles().front());
    });
}

void MaskActions::connectView(InspectView& view) {
    MaskController& masks = workbench_.masks();
    connect(&view, &InspectView::strokeBegan, &masks, &MaskController::beginStroke);
    connect(&view, &InspectView::strokeEnded, &masks, &MaskController::endStroke);
    connect(&view, &InspectView::strokePainted, this, [this](const std::vector<TokenRef>& touched) {
        const Brush& brush = workbench_.view().brush();
        if (brush.paints)
            workbench_.masks().paint(touched, *brush.paints, brush.shape);
    });
    connect(&view, &InspectView::menuRequested, this, &MaskActions::showMenu);
    connect(&masks, &MaskController::masked, this, &MaskActions::followState);
}

void MaskActions::drive(QAction* undo, QAction* redo) {
    QUndoStack& history = workbench_.masks().history();
    connect(undo, &QAction::triggered, &history, &QUndoStack::undo);
    connect(redo, &QAction::triggered, &history, &QUndoStack::redo);
    const auto follow = [&history, undo, redo] {
        undo->setEnabled(history.canUndo());
        redo->setEnabled(history.canRedo());
        undo->setText(history.canUndo() ? tr("&Undo: %1").arg(history.undoText()) : tr("&Undo"));
        redo->setText(history.canRedo() ? tr("&Redo: %1").arg(history.redoText()) : tr("&Redo"));
    };
    connect(&history, &QUndoStack::indexChanged, this, follow);
    follow();
}

void MaskActions::followState() {
    const bool clip = workbench_.masks().mask().has_value();
    for (QAction* action : needClip_)
        action->setEnabled(clip);
    clear_->setEnabled(workbench_.masks().pinned());
}

void MaskActions::paintSelected() {
    const auto token = workbench_.view().token();
    const auto& mask = workbench_.masks().mask();
    if (!token || !mask)
        return;
    const auto& hidden = token->modality == Modality::Pixel ? mask->pixel.hidden : mask->audio.hidden;
    if (token->token >= int(hidden.size()))
        return;
    const Brush& brush = workbench_.view().brush();
    const PinTo turned = hidden[std::size_t(token->token)] != 0 ? PinTo::Shown : PinTo::Hidden;
    workbench_.masks().paint({*token}, brush.paints.value_or(turned), brush.shape);
}

void MaskActions::showMenu(const TokenRef& token, const QPoint& place) {
    const bool pixel = token.modality == Modality::Pixel;
    auto* menu = new QMenu(&window_);
    menu->setObjectName("patchMenu");
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString what[] = {tr("this patch"), pixel ? tr("the whole frame") : tr("this time band"),
                            pixel ? tr("this place in all frames") : tr("this frequency band")};
    const BrushShape shapes[] = {BrushShape::Patch, BrushShape::Moment, BrushShape::Place};
    const auto group = [&](const QString& text, const char* icon, PinTo to) {
        for (int i = 0; i < 3; ++i) {
            QAction* action = menu->addAction(themedIcon(icon), text.arg(what[i]));
            connect(action, &QAction::triggered, this,
                    [this, token, to, shape = shapes[i]] { workbench_.masks().paint({token}, to, shape); });
        }
        menu->addSeparator();
    };
    group(tr("Hide %1"), "hide", PinTo::Hidden);
    group(tr("Show %1"), "show", PinTo::Shown);
    group(tr("Unpin %1"), "unpin", PinTo::Random);
    menu->popup(place);
}

} // namespace tvlt
