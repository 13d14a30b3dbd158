#include "tests/support/catch.h"
#include "widgets/prediction/clip_scatter.h"
#include "widgets/prediction/ranking_table.h"
#include "widgets/prediction/sync_plot.h"

#include <QSignalSpy>
#include <QtTest>
#include <qcustomplot.h>

using namespace tvlt;

namespace {

std::shared_ptr<const Folder> someFolder() {
    auto folder = std::make_shared<Folder>();
    folder->query = "clip2.mp4";
    for (int i = 0; i < 5; ++i) {
        FolderClip clip;
        clip.path = "clip" + std::to_string(i) + ".mp4";
        if (i == 4) {
            clip.error = "clip4.mp4: damaged";
        } else {
            clip.isQuery = i == 2;
            clip.soundLogit = i == 2 ? 4.0 : double(i);
            if (i != 1)
                clip.pictureLogit = -double(i);
            clip.state = {float(i), float((i * 7) % 3), 0.5F};
            clip.classes = {{i % 2 == 0 ? "even" : "odd", 2.0, 0.9}};
        }
        folder->clips.push_back(clip);
    }
    folder->planned = 5;
    return folder;
}

} // namespace

TEST_CASE("a ranking has the best match first and the unusable clips last") {
    RankingTable table;
    table.resize(600, 400);
    table.setFolder(someFolder(), RankBy::Sound);
    REQUIRE(table.rowCount() == 5);
    CHECK(table.clipOn(0) == 2);
    CHECK(table.item(0, 1)->text().contains("the query"));
    CHECK(table.item(0, 2)->text() == "4.00");
    CHECK(table.item(0, 3)->text() == "0.982");
    CHECK(table.item(0, 4)->text() == "even");
    CHECK(table.clipOn(1) == 3);
    CHECK(table.clipOn(4) == 4);
    CHECK(table.item(4, 1)->text().contains("damaged"));
    CHECK(table.item(4, 0)->text() == "–");
    table.setFolder(someFolder(), RankBy::Picture);
    CHECK(table.clipOn(0) == 0);
    CHECK(table.clipOn(3) == 1); // no picture: after the ranked ones
    CHECK(table.item(3, 1)->text().contains("no picture"));
    table.setFolder(nullptr, RankBy::Sound);
    CHECK(table.rowCount() == 0);
}

TEST_CASE("a line of the ranking is chosen with the mouse and opened with a double click or a key") {
    RankingTable table;
    table.resize(600, 400);
    table.show();
    table.setFolder(someFolder(), RankBy::Sound);
    QSignalSpy chosen(&table, &RankingTable::clipChosen), opened(&table, &RankingTable::clipActivated);
    const auto middle = [&](int line) { return table.visualItemRect(table.item(line, 1)).center(); };
    QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, middle(1));
    REQUIRE(chosen.count() == 1);
    CHECK(chosen[0][0].toInt() == 3);
    table.setFolder(someFolder(), RankBy::Picture); // another order: the same clip stays chosen
    CHECK(table.clipOn(table.currentRow()) == 3);
    CHECK(chosen.count() == 1);
    QTest::keyClick(&table, Qt::Key_Return);
    REQUIRE(opened.count() == 1);
    CHECK(opened[0][0].toInt() == 3);
}

TEST_CASE("a scatter's marks are chosen with mouse and keys") {
    ClipScatter scatter;
    scatter.resize(500, 400);
    scatter.show();
    const QImage empty = scatter.grab().toImage();
    scatter.setFolder(someFolder());
    const QImage full = scatter.grab().toImage();
    CHECK(full != empty);
    QSignalSpy chosen(&scatter, &ClipScatter::clipChosen), opened(&scatter, &ClipScatter::clipActivated);
    QTest::mouseClick(&scatter, Qt::LeftButton, {}, scatter.markAt(3).toPoint());
    REQUIRE(chosen.count() == 1);
    CHECK(chosen[0][0].toInt() == 3);
    CHECK(scatter.chosen() == 3);
    CHECK(scatter.grab().toImage() != full); // a ring
    QTest::keyClick(&scatter, Qt::Key_Left);
    CHECK(scatter.chosen() == 2);
    QTest::keyClick(&scatter, Qt::Key_Return);
    REQUIRE(opened.count() == 1);
    CHECK(opened[0][0].toInt() == 2);
    QTest::mouseDClick(&scatter, Qt::LeftButton, {}, scatter.markAt(0).toPoint());
    CHECK(opened.count() == 2);
    CHECK(scatter.markAt(4).isNull()); // the damaged one
}

TEST_CASE("a sync plot shows whole and partly heard shifts apart") {
    SyncPlot plot;
    plot.resize(500, 300);
    plot.show();
    CHECK(plot.plot()->graphCount() == 0);
    auto sync = std::make_shared<SyncCurve>();
    sync->points = {{-1.0, 0.5, 0.4}, {0.0, 5.0, 1.0}, {1.0, -2.0, 1.0}};
    sync->planned = 3;
    plot.setSync(sync);
    REQUIRE(plot.plot()->graphCount() == 4);
    CHECK(plot.plot()->graph(0)->dataCount() == 3);
    CHECK(plot.plot()->graph(1)->dataCount() == 2);
    CHECK(plot.plot()->graph(2)->dataCount() == 1);
    REQUIRE(plot.plot()->graph(3)->dataCount() == 1); // the peak
    CHECK(plot.plot()->graph(3)->data()->begin()->key == 0.0);
    CHECK(plot.plot()->xAxis->range().contains(1.0));
    CHECK(plot.plot()->yAxis->range().contains(5.0));
    plot.setSync(nullptr);
    CHECK(plot.plot()->graphCount() == 0);
}
