#include "tests/support/catch.h"
#include "widgets/batch/batch_model.h"
#include "widgets/batch/batch_plots.h"
#include "widgets/batch/batch_table_view.h"

#include <QHeaderView>
#include <QSignalSpy>
#include <QtTest>
#include <qcustomplot.h>

using namespace tvlt;

namespace {

/// Five clips: the fourth could not be read; the third has no sound.
std::shared_ptr<const BatchTable> someTable() {
    auto table = std::make_shared<BatchTable>();
    for (int i = 0; i < 5; ++i) {
        BatchTable::Clip clip;
        clip.number = i;
        clip.name = "clips/clip" + std::to_string(i) + ".mp4";
        clip.thumbnail = Image(48, 48);
        if (i == 3)
            clip.errors = "is no media file\nmore";
        table->clips.push_back(clip);
    }
    const std::vector<std::string> none(5);
    table->columns = {{"reconstruct", "pixel_loss", "", {0.5, 0.1, 0.9, std::nullopt, 0.3}, none},
                      {"reconstruct", "audio_loss", "", {0.2, 0.4, std::nullopt, std::nullopt, 0.1}, none},
                      {"classify", "class", "", {0.9, 0.6, 0.7, std::nullopt, 0.8}, {"dog", "cat", "dog", "", "cat"}},
                      {"match", "sync_logit", "0.25", {1.0, 2.0, std::nullopt, std::nullopt, 3.0}, none}};
    table->planned = 5;
    return table;
}

std::vector<int> clipsOf(const BatchModel& model) {
    std::vector<int> clips;
    for (int line = 0; line < model.rowCount(); ++line)
        clips.push_back(model.clipOn(line));
    return clips;
}

QString textAt(const BatchModel& model, int clip, int column) {
    return model.data(model.index(model.lineOf(clip), column), Qt::DisplayRole).toString();
}

} // namespace

TEST_CASE("plots of a batch are as wide as their place, with a legend and without") {
    BatchPlots plots;
    plots.resize(600, 500);
    plots.show();
    const auto widths = [&] {
        QTest::qWait(50);
        auto* plot = plots.findChild<QCustomPlot*>();
        plot->replot(QCustomPlot::rpImmediateRefresh);
        std::vector<int> found;
        for (const QCPAxisRect* rect : plot->axisRects())
            found.push_back(rect->outerRect().width());
        return found;
    };
    auto without = std::make_shared<BatchTable>(*someTable());
    without->columns.erase(without->columns.begin() + 2); // no classes, so no legend
    for (const auto& table : {someTable(), std::shared_ptr<const BatchTable>(without)}) {
        plots.setTable(table, 0, 1);
        const auto found = widths();
        REQUIRE(found.size() == 2);
        for (const int width : found)
            CHECK(width > 500);
    }
}

TEST_CASE("a batch is sorted by any measure, and clips without it come last either way") {
    BatchModel model(40);
    model.setTable(someTable());
    CHECK(clipsOf(model) == std::vector<int>{0, 1, 2, 3, 4});
    model.sort(1, Qt::AscendingOrder);
    CHECK(clipsOf(model) == std::vector<int>{1, 4, 0, 2, 3});
    model.sort(1, Qt::DescendingOrder);
    CHECK(clipsOf(model) == std::vector<int>{2, 0, 4, 1, 3});
    model.sort(2, Qt::AscendingOrder);
    CHECK(clipsOf(model) == std::vector<int>{4, 0, 1, 2, 3});
    model.sort(3, Qt::AscendingOrder); // by class, then by how sure it is
    CHECK(clipsOf(model) == std::vector<int>{1, 4, 2, 0, 3});
    model.sort(0, Qt::DescendingOrder);
    CHECK(clipsOf(model) == std::vector<int>{4, 3, 2, 1, 0});
    model.setTable(someTable()); // read again: the order stays
    CHECK(model.clipOn(0) == 4);
    model.setTable(nullptr);
    CHECK(model.rowCount() == 0);
    CHECK(model.columnCount() == 1);
}

TEST_CASE("a line shows picture, name, what was wrong, and values with their classes") {
    BatchModel model(40);
    model.setTable(someTable());
    CHECK(textAt(model, 0, 0) == "clip0.mp4");
    CHECK(textAt(model, 3, 0) == "clip3.mp4\n⚠ is no media file");
    CHECK(textAt(model, 1, 1) == "0.1");
    CHECK(textAt(model, 3, 1).isEmpty());
    CHECK(textAt(model, 4, 3) == "cat  0.8");
    CHECK(model.headerData(1, Qt::Horizontal, Qt::DisplayRole) == "pixel loss");
    CHECK(model.headerData(4, Qt::Horizontal, Qt::DisplayRole) == "sync logit at 0.25");
    const auto picture = model.data(model.index(0, 0), Qt::DecorationRole).value<QPixmap>();
    CHECK(picture.height() == 40);
}

TEST_CASE("a line is chosen with the mouse, opened with a double click or a key, and stays chosen when sorted") {
    BatchTableView view;
    view.resize(700, 400);
    view.show();
    view.setTable(someTable());
    CHECK(view.isColumnHidden(4)); // one of many places
    CHECK_FALSE(view.isColumnHidden(3));
    QSignalSpy chosen(&view, &BatchTableView::clipChosen), opened(&view, &BatchTableView::clipActivated);
    const auto middle = [&](int line) { return view.visualRect(view.model()->index(line, 1)).center(); };
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, middle(2));
    REQUIRE(chosen.count() == 1);
    CHECK(chosen[0][0].toInt() == 2);
    view.sortByColumn(1, Qt::DescendingOrder);
    CHECK(view.clipOn(view.currentIndex().row()) == 2);
    CHECK(view.currentIndex().row() == 0);
    view.setTable(someTable());
    CHECK(view.clipOn(view.currentIndex().row()) == 2);
    CHECK(chosen.count() == 1);
    QTest::keyClick(&view, Qt::Key_Return);
    REQUIRE(opened.count() == 1);
    CHECK(opened[0][0].toInt() == 2);
    view.setChosen(4);
    CHECK(view.clipOn(view.currentIndex().row()) == 4);
    CHECK(chosen.count() == 1); // told by others, not by a person
}

TEST_CASE("two measures are drawn as a distribution and a mark a clip, and marks can be chosen") {
    BatchPlots plots;
    plots.resize(500, 500);
    plots.show();
    plots.setTable(someTable(), 0, 1);
    REQUIRE(QTest::qWaitForWindowExposed(&plots));
    plots.plot()->replot();
    REQUIRE(plots.plot()->plottableCount() >= 2);
    auto* bars = qobject_cast<QCPBars*>(plots.plot()->plottable(0));
    REQUIRE(bars != nullptr);
    double counted = 0.0;
    for (const auto& bar : *bars->data())
        counted += bar.value;
    CHECK(counted == 4.0);
    CHECK(plots.markAt(2).isNull()); // no sound
    CHECK(plots.markAt(3).isNull());
    QSignalSpy chosen(&plots, &BatchPlots::clipChosen), opened(&plots, &BatchPlots::clipActivated);
    const QPoint at = plots.markAt(4).toPoint();
    QTest::mouseClick(plots.plot(), Qt::LeftButton, {}, at);
    REQUIRE(chosen.count() == 1);
    CHECK(chosen[0][0].toInt() == 4);
    QTest::mouseDClick(plots.plot(), Qt::LeftButton, {}, at);
    REQUIRE(opened.count() == 1);
    CHECK(opened[0][0].toInt() == 4);
    const auto before = chosen.count();
    QTest::mouseClick(plots.plot(), Qt::LeftButton, {}, QPoint(2, 2));
    CHECK(chosen.count() == before); // nothing is there
    plots.setTable(nullptr, -1, -1);
    CHECK(plots.plot()->plottableCount() == 0);
}
