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

Rendered renderFigure(const std::shared_ptr<const Analysis>& analysis, const FigureOptions& options, QSize room,
                      double ratio) {
    const ReconstructionFigure figure(analysis, options);
    const QSizeF size(figure.widthMm(), figure.heightMm());
    const QSizeF fitted = size.scaled(room, Qt::KeepAspectRatio);
    Rendered rendered{QImage((fitted * ratio).toSize().expandedTo({1, 1}), QImage::Format_RGB32), size};
    rendered.image.setDevicePixelRatio(ratio);
    rendered.image.fill(Qt::white);
    QPainter painter(&rendered.image);
    figure.paint(painter, QRectF(QPointF(), fitted));
    return rendered;
}

} // namespace

FigurePreview::FigurePreview(std::shared_ptr<const Analysis> analysis, QWidget* parent)
    : QWidget(parent), analysis_(std::move(analysis)) {
    setObjectName("figurePreview");
    setAccessibleName(tr("Preview of the figure"));
    setMinimumSize(50 * kUnit, 40 * kUnit);
    soon_.setSingleShot(true);
    soon_.setInterval(30); // several edits, one picture
    connect(&soon_, &QTimer::timeout, this, &FigurePreview::render);
}

void FigurePreview::setOptions(const FigureOptions& options) {
    options_ = options;
    soon_.start();
}

void FigurePreview::render() {
    const QSize room = size() - QSize(2 * kUnit, 2 * kUnit);
    work_.start([analysis = analysis_, options = options_, room,
                 ratio = devicePixelRatioF()](const Job&) { return renderFigure(analysis, options, room, ratio); },
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
