#pragma once

#include <QTableWidget>

#include <vector>

namespace tvlt {

struct MomentMetrics;

/// Errors moment by moment: one line per frame, or per second of sound. Choosing a line asks for its time.
class MomentTable : public QTableWidget {
    Q_OBJECT

  public:
    explicit MomentTable(QWidget* parent = nullptr);
    void setFrames(const std::vector<MomentMetrics>& frames);
    void setSeconds(const std::vector<MomentMetrics>& seconds);
    /// Marks the line that `time` (clip time, seconds) falls into.
    void showTime(double time);

  signals:
    void timeChosen(double seconds);

  private:
    void fill(const std::vector<MomentMetrics>& moments, bool pixel);

    std::vector<double> starts_;
};

} // namespace tvlt
