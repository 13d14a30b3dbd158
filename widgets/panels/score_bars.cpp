#include "widgets/panels/score_bars.h"

#include "widgets/style/spacing.h"
#include "widgets/style/view_colors.h"

#include <QPainter>

#include <algorithm>

namespace tvlt {

ScoreBars::ScoreBars(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ScoreBars::setScores(std::vector<Score> scores, int most) {
    std::stable_sort(scores.begin(), scores.end(), [](const Score& a, const Score& b) { return a.share > b.share; });
    if (int(scores.size()) > most)
        scores.resize(std::size_t(most));
    const bool resized = scores.size() != scores_.size();
    scores_ = std::move(scores);
    QStringList spoken;
    for (const Score& score : scores_)
        spoken << tr("%1 %2 %").arg(score.name, QString::number(score.share * 100, 'f', 1));
    setAccessibleName(spoken.join(QStringLiteral(", ")));
    if (resized)
        updateGeometry();
    update();
}

QSize ScoreBars::sizeHint() const {
    return {20 * kUnit, int(scores_.size()) * (fontMetrics().height() + kUnit)};
}

void ScoreBars::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const ViewColors colors = viewColors(palette());
    const int line = fontMetrics().height();
    for (std::size_t i = 0; i < scores_.size(); ++i) {
        const Score& score = scores_[i];
        const int top = int(i) * (line + kUnit);
        const QRect row(0, top, width(), line);
        painter.setPen(colors.text);
        painter.drawText(row, Qt::AlignLeft, fontMetrics().elidedText(score.name, Qt::ElideRight, width() - 7 * kUnit));
        painter.drawText(row, Qt::AlignRight, tr("%1 %").arg(score.share * 100, 0, 'f', 1));
        const QRectF track(0, top + line, width(), 3);
        painter.fillRect(track, colors.line);
        painter.fillRect(QRectF(0, top + line, width() * std::clamp(score.share, 0.0, 1.0), 3), colors.accent);
    }
}

} // namespace tvlt
