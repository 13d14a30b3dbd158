#include "app/cli/write_grid.h"

#include "app/cli/offscreen.h"
#include "core/base/error.h"
#include "core/base/file.h"

#include <QImage>
#include <QPainter>

#include <algorithm>

namespace tvlt {

namespace {

constexpr int kLeastSide = 96; // pixels: smaller frames are drawn larger, a whole number of times
constexpr int kMostFrames = 8; // of a clip, evenly chosen
constexpr int kGap = 2, kBlockGap = 16, kLabelWidth = 92, kTitleHeight = 28, kNameHeight = 18;

QImage picture(const Image& image) {
    return QImage(image.rgb.data(), image.width, image.height, image.width * 3, QImage::Format_RGB888);
}

/// Where everything of a grid stands.
struct GridPlan {
    int scale, frames, width, height; ///< of a frame on paper
    int rows;                         ///< of a block
    int columns, lines;               ///< of blocks

    explicit GridPlan(std::span<const SamplePictures> samples) {
        const SamplePictures& first = samples.front();
        const int side = std::max(1, std::min(first.frames.front().width, first.frames.front().height));
        scale = std::max(1, (kLeastSide + side - 1) / side);
        frames = std::min<int>(kMostFrames, static_cast<int>(first.frames.size()));
        width = first.frames.front().width * scale;
        height = first.frames.front().height * scale;
        rows = 1 + 2 * static_cast<int>(first.painted.size());
        columns = samples.size() > 3 ? (frames * width <= 520 ? 3 : 2) : 1;
        lines = (static_cast<int>(samples.size()) + columns - 1) / columns;
    }
    [[nodiscard]] int blockWidth() const { return kLabelWidth + frames * (width + kGap) + kBlockGap; }
    [[nodiscard]] int blockHeight() const { return kNameHeight + rows * (height + kGap) + kBlockGap; }
    [[nodiscard]] QSize size() const {
        return {kBlockGap + columns * blockWidth(), kTitleHeight + kBlockGap + lines * blockHeight()};
    }
};

void drawRow(QPainter& painter, const GridPlan& plan, QPoint corner, const QString& label,
             const std::vector<Image>& frames) {
    painter.drawText(QRect(corner, QSize(kLabelWidth - 6, plan.height)), Qt::AlignVCenter | Qt::AlignRight, label);
    for (int i = 0; i < plan.frames; ++i) {
        const auto from = static_cast<std::size_t>(i) * frames.size() / static_cast<std::size_t>(plan.frames);
        painter.drawImage(
            QRect(corner.x() + kLabelWidth + i * (plan.width + kGap), corner.y(), plan.width, plan.height),
            picture(frames[from]));
    }
}

void drawBlock(QPainter& painter, const GridPlan& plan, QPoint corner, const SamplePictures& sample) {
    painter.drawText(QRect(corner + QPoint(kLabelWidth, 0), QSize(plan.blockWidth() - kLabelWidth, kNameHeight)),
                     Qt::AlignVCenter | Qt::AlignLeft, QString::fromStdString(sample.name));
    corner.ry() += kNameHeight;
    const auto row = [&](const QString& label, const std::vector<Image>& frames) {
        drawRow(painter, plan, corner, label, frames);
        corner.ry() += plan.height + kGap;
    };
    row("original", sample.frames);
    for (const auto& painted : sample.painted) {
        row(QString("%1 % hidden").arg(100.0 * painted.ratio, 0, 'g', 3), painted.masked);
        row("painted", painted.pasted);
    }
}

} // namespace

void writeGrid(std::span<const SamplePictures> samples, const std::string& title, const std::filesystem::path& path) {
    const Offscreen offscreen;
    const GridPlan plan(samples);
    QImage image(plan.size(), QImage::Format_RGB32);
    if (image.isNull())
        throwBadInput("would be too large a picture", path.string(), "Ask for fewer clips or ratios.");
    image.fill(Qt::white);
    {
        QPainter painter(&image);
        QFont font("DejaVu Sans");
        font.setPixelSize(12);
        painter.setFont(font);
        painter.drawText(QRect(kBlockGap, 0, image.width(), kTitleHeight), Qt::AlignVCenter | Qt::AlignLeft,
                         QString::fromStdString(title));
        for (int i = 0; i < static_cast<int>(samples.size()); ++i)
            drawBlock(painter, plan,
                      {kBlockGap + i % plan.columns * plan.blockWidth(),
                       kTitleHeight + i / plan.columns * plan.blockHeight()},
                      samples[static_cast<std::size_t>(i)]);
    }
    writeAtomically(path, [&](const std::filesystem::path& temporary) {
        if (!image.save(QString::fromStdString(temporary.string()), "PNG"))
            throwBadInput("cannot be written", path.string(), "Check the folder and the disk.");
    });
}

} // namespace tvlt
