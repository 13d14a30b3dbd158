#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace tvlt {

/// Work in progress, for a status bar: what, how far, and a cancel button. Hidden when nothing runs. Several jobs are
/// told apart by name; the one that reported last is shown, and cancel means that one.
class JobStatus : public QWidget {
    Q_OBJECT

  public:
    explicit JobStatus(QWidget* parent = nullptr);
    void report(const QString& job, double fraction, const QString& stage);
    void finish(const QString& job);
    [[nodiscard]] QStringList jobs() const { return jobs_; }

  signals:
    void cancelRequested(const QString& job);

  private:
    QStringList jobs_;
    QLabel* text_;
    QProgressBar* bar_;
    QToolButton* cancel_;
};

} // namespace tvlt
