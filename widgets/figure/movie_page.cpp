#include "widgets/figure/movie_page.h"

#include "core/analysis/analysis.h"
#include "core/base/error.h"
#include "widgets/figure/figure_font.h"
#include "widgets/figure/image_convert.h"
#include "widgets/figure/level_scale.h"
#include "widgets/figure/mask_painter.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tvlt {
namespace {

constexpr int kPanels = 3;

std::vector<QImage> toQImages(const std::vector<Image>& images) {
    std::vector<QImage> converted;
    for (const Image& image : images)
        converted.push_back(toQImage(image));
    return converted;
}

int even(double value) {
    return 2 * static_cast<int>(std::ceil(value / 2.0));
}

Image toImage(const QImage& picture) {
    Image image(picture.width(), picture.height());
    for (int y = 0; y < picture.height(); ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(picture.constScanLine(y));
        std::uint8_t* to = image.pixel(0, y);
        for (int x = 0; x < picture.width(); ++x) {
            *to++ = static_cast<std::uint8_t>(qRed(line[x]));
            *to++ = static_cast<std::uint8_t>(qGreen(line[x]));
            *to++ = static_cast<std::uint8_t>(qBlue(line[x]));
        }
    }
    return image;
}

} // namespace

MoviePage::MoviePage(std::shared_ptr<const Analysis> analysis, int width) : analysis_(std::move(analysis)) {
    if (width < 480 || width > 3840)
        throwBadInput("is not between 480 and 3840 pixels", "width of the movie");
    if (!analysis_->pixel && !analysis_->audio)
        throwBadInput("nothing was reconstructed, so there is nothing to show beside the clip",
                      analysis_->checkpointName, "Open a pre-training checkpoint.");
    const ClipFeatures& features = *analysis_->features;
    const auto original = toQImages(features.frames);
    const QImage sound = spectrogramImage(features.spectrogram, kLevelScale);
    panels_ = {{QStringLiteral("Original"), original, sound, false},
               {QStringLiteral("Masked"), original, sound, true},
               {QStringLiteral("Reconstruction, visible pasted"), toQImages(analysis_->pastedFrames),
                spectrogramImage(analysis_->pastedSpectrogram, kLevelScale), false}};
    const double each = static_cast<double>(width) / kPanels;
    title_ = 0.08 * each;
    foot_ = 0.07 * each;
    frame_ = features.frames.empty() ? 0.0 : 0.94 * each;
    sound_ = features.spectrogram.empty() ? 0.0 : 0.35 * each;
    size_ = {even(width), even(title_ + frame_ + sound_ + foot_ + 0.05 * each)};
}

QRectF MoviePage::panelRect(int index) const {
    const double each = static_cast<double>(size_.width()) / kPanels;
    return {index * each, 0.0, each, size_.height() - foot_};
}

void MoviePage::paintPanel(QPainter& painter, const Panel& panel, int index, double time) const {
    const ClipFeatures& features = *analysis_->features;
    const QRectF all = panelRect(index);
    const double gap = 0.03 * all.width();
    painter.setPen(Qt::white);
    painter.setFont(figureFont(0.55 * title_));
    painter.drawText(QRectF(all.left() + gap, 0.0, all.width(), title_), Qt::AlignLeft | Qt::AlignVCenter, panel.title);
    MaskStyle style;
    style.spacing = 0.02 * all.width();
    style.lineWidth = 0.15 * style.spacing;
    if (!panel.frames.empty()) {
        const auto next = std::upper_bound(features.frameTimes.begin(), features.frameTimes.end(), time + 1e-6);
        const auto frame = std::max<std::ptrdiff_t>(0, next - features.frameTimes.begin() - 1);
        const QImage& image = panel.frames[static_cast<std::size_t>(frame)];
        const QSizeF fitted = QSizeF(image.size()).scaled(frame_, frame_, Qt::KeepAspectRatio);
        const QRectF place(QPointF(all.left() + gap, title_ + (frame_ - fitted.height()) / 2.0), fitted);
        painter.setRenderHint(QPainter::SmoothPixmapTransform, fitted.width() < image.width());
        painter.drawImage(place, image);
        if (panel.masked && features.layout.pixelTokens() > 0)
            paintHiddenPatches(
                painter, place,
                frameCells(features.layout, analysis_->mask.pixel, features.paddedPixel, static_cast<int>(frame)),
                style);
    }
    if (!panel.spectrogram.isNull()) {
        const QRectF place(all.left() + gap, title_ + frame_ + gap, all.width() - 2.0 * gap, sound_);
        painter.setRenderHint(QPainter::SmoothPixmapTransform, place.width() < panel.spectrogram.width());
        painter.drawImage(place, panel.spectrogram);
        if (panel.masked && features.layout.audioTokens() > 0)
            paintHiddenPatches(painter, place,
                               spectrogramCells(features.layout, analysis_->mask.audio, features.paddedAudio,
                                                features.spectrogram.rows),
                               style);
        const double share = (time - features.segment.start) / std::max(1e-9, features.segment.duration);
        const double x = place.left() + std::clamp(share, 0.0, 1.0) * place.width();
        painter.fillRect(QRectF(x - 1.5, place.top(), 3.0, place.height()), Qt::black);
        painter.fillRect(QRectF(x - 0.5, place.top(), 1.0, place.height()), Qt::white);
    }
}

Image MoviePage::at(double time) const {
    QImage picture(size_, QImage::Format_RGB32);
    picture.fill(QColor(24, 24, 27));
    QPainter painter(&picture);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    for (int i = 0; i < kPanels; ++i)
        paintPanel(painter, panels_[static_cast<std::size_t>(i)], i, time);
    QString foot = QString::fromStdString(analysis_->checkpointName);
    if (!analysis_->report.label.empty())
        foot += QStringLiteral(" (%1)").arg(QString::fromStdString(analysis_->report.label));
    foot += QStringLiteral("  ·  pixel ratio %1, audio ratio %2, seed %3")
                .arg(analysis_->maskSettings.pixelRatio)
                .arg(analysis_->maskSettings.audioRatio)
                .arg(analysis_->maskSettings.seed);
    if (analysis_->borrowedStatistics)
        foot += QStringLiteral("  ·  mean and contrast borrowed");
    painter.setPen(QColor(190, 190, 195));
    painter.setFont(figureFont(0.5 * foot_));
    painter.drawText(QRectF(0.03 * size_.width() / kPanels, size_.height() - foot_, size_.width(), foot_),
                     Qt::AlignLeft | Qt::AlignVCenter, foot);
    painter.end();
    return toImage(picture);
}

} // namespace tvlt
