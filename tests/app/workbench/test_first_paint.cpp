#include "app/workbench/first_paint.h"
#include "tests/support/catch.h"

#include <QWidget>
#include <QtTest>

#include <memory>

using namespace tvlt;

namespace {

struct Counting : QWidget {
    int paints = 0;
    void paintEvent(QPaintEvent*) override { ++paints; }
};

} // namespace

TEST_CASE("what waits for the first paint is done once, when the window and what lies in it are painted") {
    Counting window;
    auto* inner = new Counting;
    inner->setParent(&window);
    int calls = 0;
    afterFirstPaint(window, [&] {
        ++calls;
        CHECK(window.paints > 0);
        CHECK(inner->paints > 0);
    });
    CHECK(calls == 0);
    window.show();
    REQUIRE(QTest::qWaitFor([&] { return calls > 0; }));
    window.repaint();
    QTest::qWait(1100); // past the time after which it would be done without a paint
    CHECK(calls == 1);
}

TEST_CASE("a window that nobody paints does not keep waiting what waits") {
    Counting window;
    int calls = 0;
    afterFirstPaint(window, [&] { ++calls; });
    REQUIRE(QTest::qWaitFor([&] { return calls > 0; }));
    CHECK(window.paints == 0);
}

TEST_CASE("nothing is done for a window that is gone before it was painted") {
    int calls = 0;
    auto window = std::make_unique<Counting>();
    afterFirstPaint(*window, [&] { ++calls; });
    window.reset();
    QTest::qWait(1100);
    CHECK(calls == 0);
}
