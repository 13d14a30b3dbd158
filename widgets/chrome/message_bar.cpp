#include "widgets/chrome/message_bar.h"

#include "core/base/error.h"
#include "widgets/style/icon.h"
#include "widgets/style/spacing.h"
#include "widgets/style/view_colors.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace tvlt {
namespace {

constexpr int kLongestPlace = 60; // letters of a path that a title bears

} // namespace

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent), icon_(new QLabel), title_(new QLabel), details_(new QLabel), offers_(new QHBoxLayout) {
    setObjectName("messageBar");
    title_->setObjectName("messageTitle");
    details_->setObjectName("messageDetails");
    for (QLabel* label : {title_, details_}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    }
    QFont bold = title_->font();
    bold.setBold(true);
    title_->setFont(bold);
    auto* close = new QToolButton;
    close->setObjectName("messageClose");
    close->setIcon(themedIcon("cancel"));
    close->setAutoRaise(true);
    close->setToolTip(tr("Close this message (Esc)"));
    close->setAccessibleName(tr("Close this message"));
    connect(close, &QToolButton::clicked, this, &MessageBar::clear);

    auto* text = new QVBoxLayout;
    text->setSpacing(2);
    text->addWidget(title_);
    text->addWidget(details_);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kUnit, kUnit / 2, kUnit / 2, kUnit / 2);
    row->setSpacing(kUnit);
    row->addWidget(icon_, 0, Qt::AlignVCenter);
    row->addLayout(text, 1);
    row->addLayout(offers_);
    row->addWidget(close, 0, Qt::AlignTop);
    hide();
}

void MessageBar::showError(const Error& error, const QString& topic) {
    if (error.kind == Error::Kind::Cancelled)
        return;
    // What is wrong is often told of the file alone ("is not a media file"): the sentence begins with its name.
    const QString where = QString::fromStdString(error.where);
    QString title = QString::fromStdString(error.what);
    QStringList details;
    if (!where.isEmpty()) {
        const bool shortEnough = where.size() <= kLongestPlace;
        title = tr("%1: %2").arg(shortEnough ? where : where.section(QLatin1Char('/'), -1), title);
        if (!shortEnough)
            details << tr("Where: %1").arg(where);
    }
    if (!error.remedy.empty())
        details << tr("Try: %1").arg(QString::fromStdString(error.remedy));
    showText(title, details.join(QLatin1Char('\n')), Level::Error, topic);
}

void MessageBar::showText(const QString& title, const QString& details, Level level, const QString& topic) {
    dropOffers();
    level_ = level;
    topic_ = topic;
    title_->setText(title);
    details_->setText(details);
    details_->setVisible(!details.isEmpty());
    retint();
    update();
    show();
}

void MessageBar::offer(const QList<QAction*>& actions) {
    dropOffers();
    for (QAction* action : actions) {
        auto* button = new QToolButton;
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        connect(button, &QToolButton::clicked, this, &MessageBar::clear); // it is being seen to
        offers_->addWidget(button, 0, Qt::AlignVCenter);
    }
}

void MessageBar::dropOffers() {
    while (QLayoutItem* item = offers_->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // it may be the one that was pressed
        delete item;
    }
}

void MessageBar::settle(const QString& topic) {
    if (topic_ == topic)
        clear();
}

void MessageBar::clear() {
    dropOffers();
    topic_.clear();
    title_->clear();
    details_->clear();
    hide();
}

void MessageBar::retint() {
    const QString name = level_ == Level::Error ? "error" : level_ == Level::Warning ? "warning" : "info";
    icon_->setPixmap(themedIcon(name).pixmap(2 * kUnit));
}

void MessageBar::paintEvent(QPaintEvent*) {
    const ViewColors colors = viewColors(palette());
    const QColor edge = level_ == Level::Error     ? colors.error
                        : level_ == Level::Warning ? colors.warning
                                                   : colors.accent;
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::AlternateBase));
    painter.fillRect(0, height() - 1, width(), 1, colors.line);
    painter.fillRect(0, 0, kUnit / 2, height(), edge);
}

void MessageBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        retint();
    QFrame::changeEvent(event);
}

} // namespace tvlt
