#include "widgets/style/plain_text.h"

#include <QApplication>
#include <QEvent>
#include <QLabel>

namespace tvlt {
namespace {

/// Tool tips and the texts of message boxes are labels too; each is polished once, before it is first shown.
class PlainText : public QObject {
  public:
    using QObject::QObject;
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Polish)
            if (auto* label = qobject_cast<QLabel*>(watched); label && label->textFormat() == Qt::AutoText)
                label->setTextFormat(Qt::PlainText);
        return false;
    }
};

} // namespace

void showTextPlain(QApplication& application) {
    application.installEventFilter(new PlainText(&application));
}

} // namespace tvlt
