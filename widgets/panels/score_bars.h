#pragma once

#include <QWidget>

#include <vector>

namespace tvlt {

/// Named shares as horizontal bars, the largest first.
class ScoreBars : public QWidget {
    Q_OBJECT

  public:
    struct Score {
        QString name;
        double share = 0.0; ///< 0 to 1
    };

    explicit ScoreBars(QWidget* parent = nullptr);
    /// Shows the `most` highest.
    void setScores(std::vector<Score> scores, int most = 8);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent*) override;

  private:
    std::vector<Score> scores_;
};

} // namespace tvlt
