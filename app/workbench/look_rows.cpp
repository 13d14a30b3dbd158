#include "app/workbench/look_rows.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QSpinBox>

namespace tvlt {
namespace {

constexpr double kOneColumn = 85.0; // mm
constexpr double kTwoColumns = 180.0;

int kindOf(double mm) {
    return mm == kOneColumn ? 0 : mm == kTwoColumns ? 1 : 2;
}

} // namespace

LookRows::LookRows(const FigureLook& look, QFormLayout& form, QObject* parent)
    : QObject(parent), kind_(new QComboBox), width_(new QDoubleSpinBox), font_(new QDoubleSpinBox), dpi_(new QSpinBox) {
    kind_->setObjectName("figureWidthKind");
    kind_->addItems({tr("one column"), tr("two columns"), tr("own width")});
    kind_->setCurrentIndex(kindOf(look.widthMm));
    width_->setObjectName("figureWidth");
    width_->setRange(80.0, 1000.0);
    width_->setDecimals(0);
    width_->setSuffix(tr(" mm"));
    width_->setValue(look.widthMm);
    font_->setObjectName("figureFont");
    font_->setRange(4.0, 14.0);
    font_->setDecimals(1);
    font_->setSingleStep(0.5);
    font_->setSuffix(tr(" pt"));
    font_->setValue(look.fontPt);
    dpi_->setObjectName("figureDpi");
    dpi_->setRange(30, 1200);
    dpi_->setSingleStep(50);
    dpi_->setSuffix(tr(" dpi"));
    dpi_->setValue(look.dpi);
    dpi_->setToolTip(tr("Of a PNG; raised where cells would be lost"));
    const auto pair = [&form](const QString& label, QWidget* left, QWidget* right) {
        auto* line = new QHBoxLayout;
        line->addWidget(left);
        line->addWidget(right);
        form.addRow(label, line);
    };
    pair(tr("Width"), kind_, width_);
    pair(tr("Text, dots"), font_, dpi_);
    connect(kind_, &QComboBox::currentIndexChanged, this, [this](int kind) {
        if (kind < 2)
            width_->setValue(kind == 0 ? kOneColumn : kTwoColumns);
    });
    connect(width_, &QDoubleSpinBox::valueChanged, this, [this](double mm) {
        kind_->setCurrentIndex(kindOf(mm));
        emit edited();
    });
    connect(font_, &QDoubleSpinBox::valueChanged, this, &LookRows::edited);
    connect(dpi_, &QSpinBox::valueChanged, this, &LookRows::edited);
}

FigureLook LookRows::look() const {
    return {width_->value(), font_->value(), dpi_->value()};
}

} // namespace tvlt
