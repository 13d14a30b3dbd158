#pragma once

#include <QFrame>

class QAction;
class QHBoxLayout;
class QLabel;
class QToolButton;

namespace tvlt {

struct Error;

/// A line over the views that says what went wrong, where, and what to try. Stays until closed or replaced.
class MessageBar : public QFrame {
    Q_OBJECT

  public:
    enum class Level { Info, Warning, Error };

    explicit MessageBar(QWidget* parent = nullptr);
    /// Shows an error; a Cancelled one is no news and shows nothing.
    void showError(const Error& error, const QString& topic = {});
    void showText(const QString& title, const QString& details, Level level, const QString& topic = {});
    /// Buttons beside the message that is shown, for what can be done about it; they go with it, and it
    /// goes once one is pressed. The actions belong to
    /// the caller and outlive the message.
    void offer(const QList<QAction*>& actions);
    void clear();
    [[nodiscard]] bool showsError() const { return !isHidden() && level_ == Level::Error; }
    /// Clears a message about `topic` and leaves others, for what it told is mended now.
    void settle(const QString& topic);

  protected:
    void paintEvent(QPaintEvent*) override;
    void changeEvent(QEvent*) override;

  private:
    void retint();
    void dropOffers();

    QLabel* icon_;
    QLabel* title_;
    QLabel* details_;
    QHBoxLayout* offers_; ///< one button for each offer
    Level level_ = Level::Info;
    QString topic_;
};

} // namespace tvlt
