#include "app/workbench/attention_controller.h"
#include "app/workbench/attention_workspace.h"
#include "app/workbench/workbench.h"
#include "core/analysis/analysis.h"
#include "core/attention/targets.h"
#include "core/checkpoint/checkpoint.h"
#include "tests/core/analysis/support/small_clip.h"
#include "tests/core/analysis/support/tiny_checkpoint.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"
#include "widgets/attention/head_grid.h"
#include "widgets/attention/map_controls.h"
#include "widgets/attention/target_list.h"
#include "widgets/attention/token_map_view.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QtTest>

using namespace tvlt;

namespace {

/// A small clip and a small model, through the real engine.
struct Shown {
    TempFolder folder;
    SmallClip clip = makeSmallClip(folder.path());
    Workbench workbench{engineFactory()};
    AttentionWorkspace page{workbench};
    TokenMapView& map = find<TokenMapView>("tokenMap");

    Shown() {
        saveCheckpoint(*tinyCheckpoint(), folder / "model");
        page.resize(1000, 600);
        page.show();
        workbench.checkpoints().load(QString::fromStdString((folder / "model").string()));
        QStringList images;
        for (const auto& image : clip.images)
            images << QString::fromStdString(image.string());
        workbench.open(images, QString::fromStdString(clip.sound.string()));
        settle();
        REQUIRE(workbench.features());
    }
    void settle() {
        REQUIRE(QTest::qWaitFor([&] { return !workbench.busy() && !page.busy(); }, 60'000));
        QTest::qWait(1);
    }
    template <class Widget> Widget& find(const char* name) {
        auto* widget = page.findChild<Widget*>(name);
        REQUIRE(widget != nullptr);
        return *widget;
    }
    void choose(const char* name, int index) {
        find<QComboBox>(name).setCurrentIndex(index);
        settle();
    }
    void click(const TokenRef& token) {
        QTest::mouseClick(&map, Qt::LeftButton, {}, map.patchRect(token).center().toPoint());
        settle();
    }
    [[nodiscard]] QString question() { return find<QLabel>("attentionQuestion").text(); }
    /// The map and its pictures, without the colour bar.
    [[nodiscard]] QImage picture() {
        workbench.view().setHover(std::nullopt);
        return map.grab(map.frameRect(0).united(map.spectrogramRect()).toRect()).toImage();
    }
    [[nodiscard]] TokenMap answer(const MapQuestion& question, AttentionStack stack = AttentionStack::Encoder) {
        return askPass(*runAttentionPass({workbench.analyses().request().checkpoint, workbench.features(),
                                          *workbench.masks().mask(), stack}),
                       question);
    }
    QString cell(int line, int column) {
        auto* item = find<QTableWidget>("largestTargets").item(line, column);
        REQUIRE(item != nullptr);
        return item->text();
    }
};

} // namespace

TEST_CASE("the attention page says what to do while nothing is open") {
    Workbench workbench(engineFactory());
    AttentionWorkspace page(workbench);
    page.resize(1000, 600);
    auto* map = page.findChild<TokenMapView*>("tokenMap");
    REQUIRE(map != nullptr);
    const QImage before = map->grab().toImage();
    page.show();
    QTest::qWait(1);
    CHECK(map->grab().toImage() != before); // a sentence stands there
    CHECK_FALSE(page.busy());
    CHECK_FALSE(page.figure().has_value());
}

TEST_CASE("without a chosen patch the question is about cls, and the page says so") {
    Shown shown;
    CHECK(shown.question().contains("cls"));
    CHECK(shown.question().contains("No patch is chosen"));
    CHECK(shown.find<QTableWidget>("largestTargets").rowCount() == 50);
}

TEST_CASE("a click on a patch of a frame or of the sound asks about it, and the list holds its largest targets") {
    Shown shown;
    const PatchLayout& layout = shown.workbench.features()->layout;
    for (const TokenRef token : {TokenRef{Modality::Pixel, layout.pixelToken({1, 2, 1})},
                                 TokenRef{Modality::Audio, layout.audioToken({5, 2})}}) {
        const QImage before = shown.picture();
        shown.click(token);
        CHECK(shown.workbench.view().token() == token);
        CHECK_FALSE(shown.question().contains("No patch is chosen"));
        CHECK(shown.picture() != before);
        MapQuestion question;
        question.layer = 2;
        question.token = token;
        const auto largest = largestTokens(shown.answer(question).values, 3);
        for (int line = 0; line < 3; ++line)
            CHECK(shown.cell(line, 1) == QString::number(largest[std::size_t(line)].value, 'g', 3));
    }
}

TEST_CASE("choosing a line of the list asks about its patch") {
    Shown shown;
    auto& table = shown.find<QTableWidget>("largestTargets");
    const MapQuestion question{MapQuantity::Attention, 2, {}, {}, AttentionDirection::From, {}, {}};
    const auto largest = largestTokens(shown.answer(question).values, 10);
    int line = 0;
    while (!largest[std::size_t(line)].token)
        ++line;
    QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, table.visualItemRect(table.item(line, 0)).center());
    shown.settle();
    CHECK(shown.workbench.view().token() == largest[std::size_t(line)].token);
}

TEST_CASE("pixels and numbers change with layer, head, direction and quantity") {
    Shown shown;
    shown.click({Modality::Pixel, 20});
    std::vector<QImage> seen{shown.picture()};
    const auto differs = [&](const char* what) {
        INFO(what);
        const QImage now = shown.picture();
        CHECK(std::find(seen.begin(), seen.end(), now) == seen.end());
        seen.push_back(now);
    };
    shown.find<QSpinBox>("mapLayer").setValue(0);
    shown.settle();
    differs("layer");
    shown.choose("mapHead", 3);
    differs("head");
    shown.choose("mapDirection", 1);
    differs("direction");
    for (const MapQuantity quantity : {MapQuantity::Rollout, MapQuantity::Relevance, MapQuantity::Similarity,
                                       MapQuantity::Norms, MapQuantity::Components}) {
        shown.choose("mapQuantity", int(quantity));
        differs(std::string(mapQuantityName(quantity)).c_str());
    }
}

TEST_CASE("a click and the arrow keys in the grid look into a head") {
    Shown shown;
    auto& grid = shown.find<HeadGrid>("headGrid");
    auto& controls = shown.find<MapControls>("mapControls");
    QTest::mouseClick(&grid, Qt::LeftButton, {}, grid.cellRect(1, 2).center().toPoint());
    shown.settle();
    CHECK(controls.question().layer == 1);
    CHECK(controls.question().heads.head == 2);
    QTest::keyClick(&grid, Qt::Key_Up);
    QTest::keyClick(&grid, Qt::Key_Left);
    shown.settle();
    CHECK(controls.question().layer == 2);
    CHECK(controls.question().heads.head == 1);
    const QImage before = grid.grab().toImage();
    shown.choose("headQuantity", int(HeadQuantity::Entropy));
    CHECK(grid.grab().toImage() != before);
}

TEST_CASE("arrow keys walk from patch to patch") {
    Shown shown;
    shown.click({Modality::Pixel, 0});
    QTest::keyClick(&shown.map, Qt::Key_Right);
    CHECK(shown.workbench.view().token() == TokenRef{Modality::Pixel, 1});
    shown.settle();
}

TEST_CASE("decoders and the masked encoder take another token where the chosen one is not theirs, and say so") {
    Shown shown;
    shown.click({Modality::Audio, 6});
    shown.choose("mapStack", int(AttentionStack::PixelDecoder));
    CHECK(shown.question().contains("other modality"));
    CHECK(shown.question().contains("frame"));
    const auto& hidden = shown.workbench.masks().mask()->pixel.hidden;
    const int covered = int(std::find(hidden.begin(), hidden.end(), 1) - hidden.begin());
    shown.click({Modality::Pixel, covered});
    CHECK_FALSE(shown.question().contains("other modality"));
    shown.choose("mapStack", int(AttentionStack::MaskedEncoder));
    CHECK(shown.question().contains("mask hides"));
}

TEST_CASE("another clip is opened while a decoder, whose tokens lack cls, is looked into") {
    Shown shown;
    shown.choose("mapStack", int(AttentionStack::PixelDecoder));
    REQUIRE(shown.question().contains("frame"));
    shown.workbench.open({QString::fromStdString(shown.clip.images.front().string())});
    shown.settle();
    CHECK(shown.question().contains("frame"));
}

TEST_CASE("a map that is being made of a clip is let go of with the clip") {
    Shown shown;
    const auto checkpoint = shown.workbench.analyses().request().checkpoint;
    AttentionController controller;
    controller.setActive(true);
    controller.setSubject({checkpoint, shown.workbench.features(), *shown.workbench.masks().mask()}, checkpoint);
    REQUIRE(QTest::qWaitFor([&] { return controller.pass() && !controller.busy(); }));
    MapQuestion question;
    question.quantity = MapQuantity::Rollout;
    controller.setQuestion(question);
    REQUIRE(controller.busy());
    controller.setSubject({}, nullptr);
    REQUIRE(QTest::qWaitFor([&] { return !controller.busy(); }));
    QTest::qWait(1);
    CHECK(controller.map() == nullptr);
}

TEST_CASE("a hidden attention page computes nothing") {
    Shown shown;
    shown.page.hide();
    shown.workbench.view().setToken(TokenRef{Modality::Pixel, 3});
    QTest::qWait(10);
    CHECK_FALSE(shown.page.busy());
    shown.page.show();
    shown.settle();
    CHECK(shown.question().contains("frame 1"));
}

TEST_CASE("the map that is shown can be written as a figure") {
    Shown shown;
    const auto figure = shown.page.figure();
    REQUIRE(figure);
    const auto path = shown.folder / "map.png";
    writePageFigure(*figure, {}, {}, path, {});
    CHECK(QImage(QString::fromStdString(path.string())).width() > 500);
}
