#pragma once

#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace tvlt {

/// What an empty window says: what to do first, recent clips, three hints.
class EmptyState : public QWidget {
    Q_OBJECT

  public:
    explicit EmptyState(QWidget* parent = nullptr);
    void setRecentClips(const QStringList& paths);
    /// Empty: there is none.
    void setDemoClip(const QString& path);

  signals:
    void openRequested();
    void clipRequested(const QString& path);

  private:
    QPushButton* demo_;
    QString demoClip_;
    QWidget* recent_;
    QVBoxLayout* recentColumn_;
};

} // namespace tvlt
