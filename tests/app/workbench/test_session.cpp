#include "app/workbench/autosave.h"
#include "app/workbench/compare_workspace.h"
#include "app/workbench/main_window.h"
#include "app/workbench/workbench.h"
#include "core/base/file.h"
#include "core/checkpoint/checkpoint.h"
#include "tests/core/analysis/support/small_clip.h"
#include "tests/core/analysis/support/tiny_checkpoint.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"
#include "widgets/chrome/message_bar.h"
#include "widgets/inspect/frame_rows.h"

#include <QAction>
#include <QDir>
#include <QMessageBox>
#include <QTabWidget>
#include <QtTest>

using namespace tvlt;

namespace {

struct Shown {
    MainWindow window{Preferences{}, engineFactory()};

    Shown() {
        window.resize(1366, 768);
        window.show();
    }
    void settle() {
        REQUIRE(QTest::qWaitFor([&] { return !window.busy(); }, 60'000));
        QTest::qWait(50);
        REQUIRE(QTest::qWaitFor([&] { return !window.busy(); }, 60'000));
    }
    [[nodiscard]] QImage frames() const { return window.findChild<FrameRows*>("frameRows")->grab().toImage(); }
};

struct Bench {
    TempFolder folder;
    SmallClip clip = makeSmallClip(folder.path());
    QString model = QString::fromStdString((folder / "model").string());

    Bench() { saveCheckpoint(*tinyCheckpoint(), folder / "model"); }

    void openIn(Shown& shown) const {
        QStringList images;
        for (const auto& image : clip.images)
            images << QString::fromStdString(image.string());
        shown.window.workbench().checkpoints().load(model);
        shown.window.workbench().open(images, QString::fromStdString(clip.sound.string()));
        shown.settle();
        REQUIRE(shown.window.workbench().analysis());
    }
};

} // namespace

TEST_CASE("a session that is opened again shows the same picture") {
    const Bench bench;
    Shown first;
    bench.openIn(first);
    Workbench& workbench = first.window.workbench();
    MaskSettings mask = workbench.masks().settings();
    mask.pixelRatio = 0.5;
    mask.seed = 11;
    workbench.masks().set(mask);
    workbench.setSegment({0.5, 2.0});
    first.settle();
    workbench.seek(1.25);
    workbench.view().setRange({1.0, 0.75});
    const QString path = QString::fromStdString((bench.folder / "a.tvlt.json").string());
    saveSession(path.toStdString(), first.window.session());
    first.settle();
    const QImage picture = first.frames();

    Shown second;
    second.window.workbench().open({path}); // dropped, or named on the command line
    second.settle();
    CHECK(second.window.workbench().masks().settings() == mask);
    CHECK(second.window.workbench().view().time() == Approx(1.25));
    CHECK(second.window.workbench().view().range().start == Approx(1.0));
    REQUIRE(second.window.workbench().analysis());
    CHECK(second.window.workbench().analysis()->pixel->logits == workbench.analysis()->pixel->logits);
    CHECK(second.frames() == picture);
}

TEST_CASE("a session brings back the page and its columns") {
    const Bench bench;
    Shown first;
    bench.openIn(first);
    REQUIRE(first.window.showWorkspace("compare"));
    auto* compare = first.window.findChild<CompareWorkspace*>("compare");
    compare->columns().setRatios({0.1, 0.6});
    compare->columns().openOtherClip(QString::fromStdString(bench.clip.images[1].string()));
    first.settle();
    const Session session = first.window.session();
    CHECK(session.workspace == "compare/ratios");

    Shown second;
    second.window.restoreSession(session);
    second.settle();
    auto* again = second.window.findChild<CompareWorkspace*>("compare");
    CHECK(again->isVisible());
    CHECK(again->columns().ratios() == std::vector<double>{0.1, 0.6});
    CHECK(again->columns().columns()[1].shown.analysis->maskSettings.pixelRatio == 0.6);
    CHECK(again->columns().session().otherClip == bench.clip.images[1]); // although the page was not yet shown

    REQUIRE(second.window.showWorkspace("predict/folder"));
    Session deeper = second.window.session();
    CHECK(deeper.workspace == "predict/folder");
    Shown third;
    third.window.restoreSession(deeper);
    third.settle();
    CHECK(third.window.findChild<QWidget*>("folder")->isVisible());
    deeper.workspace = "compare/sweep";
    third.window.restoreSession(deeper);
    third.settle();
    CHECK(third.window.session().workspace == "compare/sweep");
}

TEST_CASE("of several sessions left behind each is offered in its turn, and what cannot be read stays") {
    const TempFolder folder;
    const QDir place(QString::fromStdString((folder / "sessions").string()));
    std::filesystem::create_directory(folder / "sessions");
    Session session;
    session.clip = {"clip.mp4"};
    for (const double time : {1.0, 2.0}) {
        session.time = time;
        const auto file = folder / "sessions" / ("of-" + std::to_string(int(time)) + ".session.json");
        saveSession(file, session);
        std::filesystem::last_write_time(file, std::filesystem::file_time_type::clock::now() -
                                                   std::chrono::hours(3 - int(time)));
    }
    const auto newer = folder / "sessions" / "newer.session.json";
    writeFileAtomically(newer, R"({"format": "tvlt-session", "version": 99})");
    for (const double time : {2.0, 1.0}) {
        Autosave autosave(place);
        const auto found = autosave.takeLeftBehind();
        REQUIRE(found);
        CHECK(found->time == time);
    }
    Autosave last(place);
    CHECK_FALSE(last.takeLeftBehind());
    CHECK(std::filesystem::exists(newer));
}

TEST_CASE("what a crash left behind is kept until the person has said what becomes of it") {
    const Bench bench;
    std::filesystem::create_directory(bench.folder / "sessions");
    Shown shown;
    bench.openIn(shown);
    Session lost = shown.window.session();
    lost.time = 1.25;
    saveSession(bench.folder / "sessions" / "old.session.json", lost);
    shown.window.keepSession(QDir(QString::fromStdString((bench.folder / "sessions").string())),
                             std::chrono::milliseconds(10));
    const auto kept = [&] {
        std::vector<double> times;
        for (const auto& entry : std::filesystem::directory_iterator(bench.folder / "sessions"))
            if (entry.path().string().ends_with(".session.json"))
                times.push_back(loadSession(entry.path()).time);
        return times;
    };
    QTest::qWait(200);
    CHECK(kept() == std::vector<double>{1.25});
    auto* question = shown.window.findChild<QMessageBox*>("leftBehind");
    REQUIRE(question != nullptr);
    question->reject();
    REQUIRE(QTest::qWaitFor([&] { return kept() == std::vector<double>{shown.window.session().time}; }));
}

TEST_CASE("a session of a sound opens that sound, although a silent clip is open") {
    const Bench bench;
    Shown shown;
    Workbench& workbench = shown.window.workbench();
    workbench.checkpoints().load(bench.model);
    workbench.open(
        {QString::fromStdString(bench.clip.images[0].string()), QString::fromStdString(bench.clip.images[1].string())});
    shown.settle();
    REQUIRE(workbench.clips().clip());
    REQUIRE_FALSE(workbench.clips().clip()->audio);
    Session session = shown.window.session();
    session.clip = {bench.clip.sound};
    session.segment.reset();
    session.borrowStatistics = true;
    shown.window.restoreSession(session);
    shown.settle();
    CHECK(workbench.clips().source().paths == session.clip);
    CHECK(workbench.clips().source().audioPath.empty());
    CHECK(shown.window.findChild<QAction*>("borrowStatistics")->isChecked());
}

TEST_CASE("a session names its checkpoint from the root on") {
    const Bench bench;
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(bench.folder.path());
    Shown shown;
    shown.window.workbench().checkpoints().load("model");
    shown.settle();
    std::filesystem::current_path(before);
    REQUIRE(shown.window.workbench().checkpoints().checkpoint());
    CHECK(shown.window.session().checkpoint == (bench.folder / "model").string());
}

TEST_CASE("a file that is no session says so and leaves what is open") {
    const Bench bench;
    Shown shown;
    bench.openIn(shown);
    const auto path = bench.folder / "wrong.json";
    writeFileAtomically(path, R"({"format": "tvlt-mask"})");
    shown.window.openSession(QString::fromStdString(path.string()));
    CHECK(shown.window.findChild<MessageBar*>("messageBar")->showsError());
    CHECK(shown.window.workbench().clips().clip());
}

TEST_CASE("what a crash left behind is found once, and what lives or ended well is not") {
    const TempFolder folder;
    const QDir place(QString::fromStdString((folder / "sessions").string()));
    Session session;
    session.clip = {"clip.mp4"};
    session.time = 3.0;
    {
        Autosave orderly(place);
        orderly.write(session);
        REQUIRE(QTest::qWaitFor([&] { return orderly.settled(); }));
        CHECK(QFile::exists(orderly.path()));
        Autosave beside(place);
        CHECK_FALSE(beside.takeLeftBehind()); // it lives
    }
    Autosave after(place);
    CHECK_FALSE(after.takeLeftBehind());
    // A crash leaves the file, and no lock that anybody holds.
    saveSession((folder / "sessions" / "old.session.json"), session);
    const auto found = after.takeLeftBehind();
    REQUIRE(found);
    CHECK(found->time == 3.0);
    CHECK_FALSE(after.takeLeftBehind());
    // Until the person has answered, another crash would lose it otherwise.
    CHECK(loadSession(after.path().toStdString()).time == 3.0);
}
