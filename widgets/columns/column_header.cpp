#include "widgets/columns/column_header.h"

#include "widgets/columns/column_data.h"
#include "widgets/style/elided_label.h"
#include "widgets/style/icon.h"
#include "widgets/style/spacing.h"
#include "widgets/style/view_colors.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace tvlt {

ColumnHeader::ColumnHeader(QWidget* parent)
    : QWidget(parent), ratio_(new QDoubleSpinBox), title_(new ElidedLabel), pixel_(new ElidedLabel),
      audio_(new ElidedLabel), remove_(new QToolButton) {
    ratio_->setObjectName("columnRatio");
    ratio_->setRange(0.0, 1.0);
    ratio_->setSingleStep(0.05);
    ratio_->setDecimals(2);
    ratio_->setToolTip(tr("Share of hidden patches in this column"));
    ratio_->setAccessibleName(tr("Mask ratio of this column"));
    ratio_->setKeyboardTracking(false);
    QFont bold = title_->font();
    bold.setBold(true);
    title_->setFont(bold);
    remove_->setObjectName("removeColumn");
    remove_->setIcon(themedIcon("cancel"));
    remove_->setAutoRaise(true);
    remove_->setToolTip(tr("Take this column away"));
    remove_->setAccessibleName(remove_->toolTip());
    // A long word must not make its column wider than its neighbours.
    for (QLabel* label : {title_, pixel_, audio_})
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    // Headers without number or button are as high as the others.
    title_->setMinimumHeight(std::max(ratio_->sizeHint().height(), remove_->sizeHint().height()));
    auto* line = new QHBoxLayout;
    line->setSpacing(kUnit / 2);
    line->addWidget(ratio_);
    line->addWidget(title_, 1);
    line->addWidget(remove_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, kUnit / 2, 0);
    column->setSpacing(1);
    column->addLayout(line);
    column->addWidget(pixel_);
    column->addWidget(audio_);
    connect(ratio_, &QDoubleSpinBox::valueChanged, this, &ColumnHeader::ratioChanged);
    connect(remove_, &QToolButton::clicked, this, &ColumnHeader::removeRequested);
}

void ColumnHeader::setData(const ColumnData& column) {
    const ViewColors colors = viewColors(palette());
    ratio_->setVisible(column.ratio.has_value());
    if (column.ratio) {
        const QSignalBlocker quiet(ratio_);
        ratio_->setValue(*column.ratio);
    }
    title_->setText(column.title);
    title_->setToolTip(column.help.isEmpty() ? column.title : column.help);
    const auto show = [](QLabel* label, const QString& text, const QColor& color, const QString& help) {
        label->setText(text);
        label->setToolTip(text.isEmpty() ? QString() : help.arg(text));
        QPalette palette = label->palette();
        palette.setColor(QPalette::WindowText, color);
        label->setPalette(palette);
    };
    show(pixel_, pixelSummary(column.shown), colors.video, tr("Hidden patches of the picture: %1"));
    show(audio_, audioSummary(column.shown), colors.audio, tr("Hidden patches of the sound: %1"));
}

void ColumnHeader::setRemovable(bool removable) {
    remove_->setVisible(removable);
}

} // namespace tvlt
