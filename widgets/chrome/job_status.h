#pragma once

#include <QElapsedTimer>
#include <QList>
#include <QTimer>
#include <QWidget>

class QFrame;
class QLabel;
class QProgressBar;
class QToolButton;
class QVBoxLayout;

namespace tvlt {

/// Work in progress, for a status bar: what, how far, how long still, and a cancel button. Hidden when nothing runs,
/// and for a moment where work follows upon other work: the answers to a dragged slider would flicker. Several jobs are
/// told apart by name; the one that reported last is shown, and cancel means that one. A click on its words opens the
/// list of all jobs, each with a cancel button of its own.
class JobStatus : public QWidget {
    Q_OBJECT

  public:
    explicit JobStatus(QWidget* parent = nullptr);
    void report(const QString& job, double fraction, const QString& stage);
    void finish(const QString& job);
    [[nodiscard]] QStringList jobs() const;

  signals:
    void cancelRequested(const QString& job);

  private:
    struct Running {
        QString name;
        QString stage;
        double fraction = 0.0;
        QElapsedTimer since;
    };
    void refresh();
    void openList();
    void fillList();

    QList<Running> running_; ///< the one that reported last is last
    QElapsedTimer ended_;    ///< since nothing ran any more
    QTimer notice_;          ///< runs while work waits to be shown
    QToolButton* text_;
    QProgressBar* bar_;
    QToolButton* cancel_;
    QFrame* list_;
    QVBoxLayout* rows_;
};

/// "about 12 s left", by what `seconds` brought `fraction` to; empty while that says too little.
[[nodiscard]] QString timeLeftText(double fraction, double seconds);

} // namespace tvlt
