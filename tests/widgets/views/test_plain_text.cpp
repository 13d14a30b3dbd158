#include "tests/support/catch.h"
#include "widgets/style/plain_text.h"

#include <QApplication>
#include <QLabel>
#include <QMessageBox>
#include <QToolTip>
#include <QWidget>

using namespace tvlt;

namespace {

const QString kPage = QStringLiteral("<h1>clip</h1><img src='file:///etc/hostname'>.mp4");

QLabel* shownToolTip() {
    for (QWidget* widget : QApplication::topLevelWidgets())
        if (widget->inherits("QTipLabel"))
            return qobject_cast<QLabel*>(widget);
    return nullptr;
}

} // namespace

TEST_CASE("a file's name that is a page is shown as a name in labels, tool tips and questions") {
    showTextPlain(*qobject_cast<QApplication*>(QCoreApplication::instance()));
    QWidget window;
    auto* guessing = new QLabel(kPage, &window);
    auto* rich = new QLabel(QStringLiteral("<b>said by us</b>"), &window);
    rich->setTextFormat(Qt::RichText);
    window.show();
    CHECK(guessing->textFormat() == Qt::PlainText);
    CHECK(rich->textFormat() == Qt::RichText);

    QToolTip::showText(window.mapToGlobal(QPoint(1, 1)), kPage, &window);
    REQUIRE(shownToolTip() != nullptr);
    CHECK(shownToolTip()->textFormat() == Qt::PlainText);

    QMessageBox question(QMessageBox::Question, QStringLiteral("title"), kPage);
    question.setInformativeText(kPage);
    question.show();
    for (const QLabel* label : question.findChildren<QLabel*>())
        if (label->text() == kPage)
            CHECK(label->textFormat() == Qt::PlainText);
}
