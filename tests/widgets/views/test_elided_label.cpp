#include "tests/support/catch.h"
#include "widgets/style/elided_label.h"

#include <QImage>

using namespace tvlt;

namespace {

QImage picture(QLabel& label, const QString& text, int width) {
    label.setText(text);
    label.resize(width, 24);
    return label.grab().toImage();
}

} // namespace

TEST_CASE("a label that is too long for its place ends in an ellipsis, and keeps its text") {
    const QString text = QStringLiteral("200 clips of 200, 3 failed, by tvlt-base on cpu");
    ElidedLabel elided;
    QLabel plain;
    constexpr int kNarrow = 90, kWide = 600;
    const QString cut = elided.fontMetrics().elidedText(text, Qt::ElideRight, kNarrow);
    REQUIRE(cut.endsWith(QChar(0x2026)));
    CHECK(picture(elided, text, kNarrow) == picture(plain, cut, kNarrow));
    CHECK(picture(elided, text, kWide) == picture(plain, text, kWide));
    CHECK(picture(elided, text, kNarrow) != picture(plain, text, kNarrow));
    CHECK(elided.text() == text);
    CHECK(elided.minimumSizeHint().width() == 0);
}
