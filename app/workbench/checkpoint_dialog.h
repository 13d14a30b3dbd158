#pragma once

#include <QDialog>

class QLineEdit;
class QListWidget;
class QPushButton;

namespace tvlt {

struct Error;
struct LoadReport;
class MessageBar;
class ModelPanel;

/// Chooses a checkpoint and shows what it turned out to be: folder, file, hub id, or a recent one.
class CheckpointDialog : public QDialog {
    Q_OBJECT

  public:
    explicit CheckpointDialog(QWidget* parent = nullptr);
    void setRecent(const QStringList& recent);
    void setReport(const QString& name, const LoadReport& report, const QString& runsOn);
    /// Here too, for this is where the person looks who asked for it.
    void showError(const Error& error);

  signals:
    void loadRequested(const QString& pathOrId);

  private:
    void request();

    QLineEdit* line_;
    QListWidget* recent_;
    QPushButton* load_;
    MessageBar* message_;
    ModelPanel* report_;
};

} // namespace tvlt
