#include "widgets/attention/map_controls.h"

#include "widgets/style/flow_layout.h"
#include "widgets/style/spacing.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>

#include <algorithm>

namespace tvlt {
namespace {

/// A name and its control, shown and hidden together.
QWidget* labelled(const QString& label, QWidget* control) {
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kUnit / 2);
    auto* name = new QLabel(label);
    name->setBuddy(control);
    row->addWidget(name);
    row->addWidget(control);
    return box;
}

void setShown(QWidget* control, bool shown) {
    control->parentWidget()->setVisible(shown);
}

constexpr int kFusedHeads = 2; // entries before the heads: mean, max

} // namespace

MapControls::MapControls(QWidget* parent) : QWidget(parent) {
    setObjectName("mapControls");
    setLayout(new FlowLayout(kUnit, kUnit / 2));
    layout()->setContentsMargins(0, 0, 0, 0);
    show_ =
        addChoice("mapQuantity", tr("Show"),
                  {tr("attention"), tr("rollout"), tr("relevance"), tr("similarity"), tr("norms"), tr("components")},
                  tr("Attention of one layer; rolled out over the layers; gradient-weighted relevance for a class; "
                     "or of the hidden states: cosine similarity to the patch, norms, the first three principal "
                     "components as red, green and blue"));
    stack_ = addChoice("mapStack", tr("of"),
                       {tr("encoder, whole clip"), tr("encoder, masked"), tr("pixel decoder"), tr("audio decoder")},
                       tr("The encoder on the whole clip, or of the masked pass: the encoder on the patches that the "
                          "mask leaves, or one of the decoders on all patches of a modality"));
    direction_ = addChoice("mapDirection", tr("direction"), {tr("where it looks"), tr("what looks at it")},
                           tr("The row of the attention matrix, or its column"));
    layer_ = addNumber("mapLayer", tr("layer"), tr("Counted from 0, as in the model's files"));
    head_ = addChoice("mapHead", tr("head"), {tr("mean"), tr("max")},
                      tr("One head, counted from 0, or all of them: their mean, or the greatest weight of any"));
    fusion_ = addChoice("rolloutFusion", tr("heads"), {tr("mean"), tr("max"), tr("min")},
                        tr("How the heads of a layer become one before layers are multiplied"));
    discard_ = new QDoubleSpinBox;
    discard_->setObjectName("rolloutDiscard");
    discard_->setRange(0.0, 0.99);
    discard_->setSingleStep(0.05);
    discard_->setToolTip(tr("Share of each row's smallest weights that count as 0"));
    layout()->addWidget(labelled(tr("discard"), discard_));
    first_ = addNumber("rolloutFirst", tr("layers"), tr("The lowest layer that takes part"));
    last_ = addNumber("rolloutLast", tr("to"), tr("The highest layer that takes part"));
    label_ = addChoice("relevanceLabel", tr("for"), {tr("the most likely class")},
                       tr("Which output the tokens are relevant for"));
    opacity_ = new QSlider(Qt::Horizontal);
    opacity_->setObjectName("mapOpacity");
    opacity_->setRange(0, 100);
    opacity_->setValue(60);
    opacity_->setFixedWidth(10 * kUnit);
    opacity_->setToolTip(tr("How strongly the map covers the pictures"));
    opacity_->setAccessibleName(tr("Opacity of the map"));
    auto* box = labelled(tr("cover"), opacity_);
    auto* value = new QLabel(tr("%1 %").arg(60));
    box->layout()->addWidget(value);
    layout()->addWidget(box);
    connect(opacity_, &QSlider::valueChanged, this, [this, value](int percent) {
        value->setText(tr("%1 %").arg(percent));
        emit opacityChanged(percent / 100.0);
    });
    connect(discard_, &QDoubleSpinBox::valueChanged, this, &MapControls::changed);
    for (QComboBox* choice : {stack_, direction_, head_, fusion_, label_})
        connect(choice, &QComboBox::currentIndexChanged, this, &MapControls::changed);
    connect(show_, &QComboBox::currentIndexChanged, this, [this] {
        showFitting(); // first: there is a state more than there are layers
        emit changed();
    });
    showFitting();
}

QComboBox* MapControls::addChoice(const char* name, const QString& label, const QStringList& items,
                                  const QString& toolTip) {
    auto* choice = new QComboBox;
    choice->setObjectName(name);
    choice->addItems(items);
    choice->setToolTip(toolTip);
    choice->setAccessibleName(label);
    choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    layout()->addWidget(labelled(label, choice));
    return choice;
}

QSpinBox* MapControls::addNumber(const char* name, const QString& label, const QString& toolTip) {
    auto* number = new QSpinBox;
    number->setObjectName(name);
    number->setRange(0, 0);
    number->setToolTip(toolTip);
    number->setAccessibleName(label);
    layout()->addWidget(labelled(label, number));
    connect(number, &QSpinBox::valueChanged, this, &MapControls::changed);
    return number;
}

MapQuantity MapControls::quantity() const {
    return static_cast<MapQuantity>(show_->currentIndex());
}

AttentionStack MapControls::stack() const {
    // Relevance is the encoder's on the whole clip: heads see nothing else.
    return quantity() == MapQuantity::Relevance ? AttentionStack::Encoder
                                                : static_cast<AttentionStack>(stack_->currentIndex());
}

double MapControls::opacity() const {
    return opacity_->value() / 100.0;
}

MapQuestion MapControls::question() const {
    MapQuestion question;
    question.quantity = quantity();
    question.layer = layer_->value();
    const int head = head_->currentIndex();
    if (head >= kFusedHeads)
        question.heads.head = head - kFusedHeads;
    else
        question.heads.fusion = head == 1 ? HeadFusion::Max : HeadFusion::Mean;
    question.direction = direction_->currentIndex() == 1 ? AttentionDirection::To : AttentionDirection::From;
    question.rollout = {static_cast<HeadFusion>(fusion_->currentIndex()), discard_->value(),
                        std::min(first_->value(), last_->value()), std::max(first_->value(), last_->value())};
    if (label_->currentIndex() > 0)
        question.label = label_->currentIndex() - 1;
    return question;
}

void MapControls::setSize(int layers, int heads) {
    const QSignalBlocker layerBlock(layer_);
    const QSignalBlocker headBlock(head_);
    const QSignalBlocker firstBlock(first_);
    const QSignalBlocker lastBlock(last_);
    const bool first = layers_ == 0;
    const bool toTop = last_->value() == last_->maximum();
    layers_ = layers;
    const int states = asksState(quantity()) ? layers : layers - 1; // one more than layers
    layer_->setRange(0, std::max(0, states));
    if (first)
        layer_->setValue(states);
    first_->setRange(0, std::max(0, layers - 1));
    last_->setRange(0, std::max(0, layers - 1));
    if (first || toTop)
        last_->setValue(layers - 1);
    const int chosen = head_->currentIndex();
    while (head_->count() > kFusedHeads + heads)
        head_->removeItem(head_->count() - 1);
    while (head_->count() < kFusedHeads + heads)
        head_->addItem(QString::number(head_->count() - kFusedHeads));
    head_->setCurrentIndex(std::min(chosen, head_->count() - 1));
}

void MapControls::setLabels(const QStringList& labels) {
    const QSignalBlocker block(label_);
    QStringList items{labels.isEmpty() ? tr("matching picture and sound") : tr("the most likely class")};
    items += labels;
    if (label_->count() == items.size()) {
        bool same = true;
        for (int i = 0; i < items.size(); ++i)
            same = same && label_->itemText(i) == items[i];
        if (same)
            return;
    }
    label_->clear();
    label_->addItems(items);
}

void MapControls::choose(int layer, std::optional<int> head) {
    {
        const QSignalBlocker showBlock(show_);
        const QSignalBlocker layerBlock(layer_);
        const QSignalBlocker headBlock(head_);
        if (quantity() != MapQuantity::Attention) {
            show_->setCurrentIndex(static_cast<int>(MapQuantity::Attention));
            showFitting();
        }
        layer_->setValue(layer);
        head_->setCurrentIndex(head ? kFusedHeads + *head : 0);
    }
    emit changed();
}

void MapControls::showFitting() {
    const MapQuantity shown = quantity();
    const bool attention = shown == MapQuantity::Attention;
    const bool rollout = shown == MapQuantity::Rollout;
    setShown(stack_, shown != MapQuantity::Relevance);
    setShown(direction_, attention || rollout);
    setShown(layer_, attention || asksState(shown));
    setShown(head_, attention);
    setShown(fusion_, rollout);
    setShown(discard_, rollout);
    setShown(first_, rollout);
    setShown(last_, rollout);
    setShown(label_, shown == MapQuantity::Relevance);
    if (layers_ > 0) {
        const QSignalBlocker block(layer_);
        layer_->setMaximum(asksState(shown) ? layers_ : layers_ - 1);
    }
}

} // namespace tvlt
