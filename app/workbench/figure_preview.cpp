#include "app/workbench/figure_preview.h"

#include "widgets/style/spacing.h"
#include "widgets/style/view_colors.h"

#include <QPainter>

#include <algorithm>

namespace tvlt {
namespace {

struct Rendered {
    QImage image;
    QSizeF millimetres;
};

Rendered renderFigure(const FigurePage& page, QSize room, double ratio) {
    const QSizeF fitted = page.sizeMm.scaled(room, Qt::KeepAspectRatio);
    Rendered rendered{QImage((fitted * ratio).toSize().expandedTo({1, 1}), QImage::Format_RGB32), page.sizeMm};
    rendered.image.setDevicePixelRatio(ratio);
    rendered.image.fill(Qt::white);
    QPainter painter(&rendered.image);
    page.paint(painter, QRectF(QPointF(), fitted));
    return rendered;
}

} // namespace

FigurePreview::FigurePreview(QWidget* parent) : QWidget(parent) {
    setObjectName("figurePreview");
    setAccessibleName(tr("Preview of the figure"));
    setMinimumSize(50 * kUnit, 40 * kUnit);
    soon_.setSingleShot(true);
    soon_.setInterval(30); // several edits, one picture
    connect(&soon_, &QTimer::timeout, this, &FigurePreview::render);
}

void FigurePreview::setFigure(std::function<FigurePage()> lay) {
    lay_ = std::move(lay);
    soon_.start();
}

void FigurePreview::render() {
    if (!lay_)
        return;
    const QSize room = size() - QSize(2 * kUnit, 2 * kUnit);
    work_.start(
        [lay = lay_, room, ratio = devicePixelRatioF()](const Job&) { return renderFigure(lay(), room, ratio); },
        [this](Result<Rendered> result) {
            problem_ = result ? QString() : QString::fromStdString(result.error().what);
            if (result) {
                image_ = result->image;
                emit sized(result->millimetres);
            } else {
                emit refused(problem_);
            }
            update();
        });
}

void FigurePreview::resizeEvent(QResizeEvent*) {
    soon_.start();
}

void FigurePreview::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Dark));
    if (!problem_.isEmpty()) {
        painter.setPen(palette().color(QPalette::BrightText));
        painter.drawText(rect().adjusted(kUnit, kUnit, -kUnit, -kUnit), Qt::AlignCenter | Qt::TextWordWrap, problem_);
        return;
    }
    if (image_.isNull())
        return;
    const QSizeF shown = QSizeF(image_.size()) / image_.devicePixelRatio();
    painter.drawImage(QPointF((width() - shown.width()) / 2.0, (height() - shown.height()) / 2.0), image_);
}

} // namespace tvlt
