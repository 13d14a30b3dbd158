#pragma once

#include <QFrame>

class QLabel;

namespace tvlt {

struct Error;

/// A line above the views that says what went wrong, where, and what to try. Stays until closed or replaced.
class MessageBar : public QFrame {
    Q_OBJECT

  public:
    enum class Level { Info, Warning, Error };

    explicit MessageBar(QWidget* parent = nullptr);
    /// Shows an error; a Cancelled one is no news and shows nothing.
    void showError(const Error& error);
    void showText(const QString& title, const QString& details, Level level);
    void clear();

  protected:
    void paintEvent(QPaintEvent*) override;
    void changeEvent(QEvent*) override;

  private:
    void retint();

    QLabel* icon_;
    QLabel* title_;
    QLabel* details_;
    Level level_ = Level::Info;
};

} // namespace tvlt
