#include "app/workbench/main_window.h"
#include "app/workbench/workbench.h"
#include "core/base/file.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/hub_cache.h"
#include "tests/app/workbench/fake_engine.h"
#include "tests/support/catch.h"
#include "tests/support/tiny_hub.h"
#include "widgets/chrome/job_status.h"
#include "widgets/chrome/message_bar.h"

#include <QAction>
#include <QLineEdit>
#include <QMessageBox>
#include <QNetworkProxy>
#include <QPushButton>
#include <QtTest>

using namespace tvlt;

namespace fs = std::filesystem;

namespace {

/// A window, and a hub with a tiny model that it has never seen.
struct Shown : TinyHub {
    FakeEngine engine;
    MainWindow window{preferences(), engine.factory()};

    Shown() {
        QNetworkProxy::setApplicationProxy(QNetworkProxy::NoProxy); // the hub is on this machine
        window.show();
    }
    [[nodiscard]] Preferences preferences() const {
        Preferences p;
        p.hubCache = QString::fromStdString((folder / "cache").string());
        return p;
    }
    template <class T> T& find(const char* name) {
        T* found = window.findChild<T*>(name);
        REQUIRE(found);
        return *found;
    }
    /// As a person does in the dialog.
    void name(const QString& id) {
        find<QAction>("openCheckpoint").trigger();
        find<QLineEdit>("checkpointLine").setText(id);
        find<QPushButton>("loadCheckpoint").click();
    }
    QMessageBox& question() {
        REQUIRE(QTest::qWaitFor([&] { return window.findChild<QMessageBox*>("downloadQuestion") != nullptr; }, 20'000));
        return find<QMessageBox>("downloadQuestion");
    }
    static void answer(QMessageBox& question, QMessageBox::ButtonRole role) {
        for (QAbstractButton* button : question.buttons())
            if (question.buttonRole(button) == role)
                return button->click();
        FAIL("no such button");
    }
    [[nodiscard]] bool largeAsked() const {
        const auto requests = hub.requests();
        return std::any_of(requests.begin(), requests.end(), [](const auto& request) { return request.largeHost; });
    }
};

} // namespace

TEST_CASE("a hub id that is not in the cache is downloaded when a person says so") {
    Shown shown;
    shown.name(HubServer::kRepository);
    QMessageBox& question = shown.question();
    CHECK_THAT(question.text().toStdString(), ContainsSubstring(HubServer::kRepository));
    CHECK_THAT(question.informativeText().toStdString(), ContainsSubstring(shown.hub.endpoint().toStdString()));
    CHECK_THAT(question.informativeText().toStdString(), ContainsSubstring("kB"));
    CHECK_FALSE(shown.largeAsked());
    CHECK_FALSE(shown.window.workbench().checkpoints().checkpoint());
    Shown::answer(question, QMessageBox::AcceptRole);
    REQUIRE(QTest::qWaitFor([&] { return shown.window.workbench().checkpoints().checkpoint() != nullptr; }, 30'000));
    CHECK(shown.window.workbench().checkpoints().checkpoint()->name == HubServer::kRepository);
    CHECK(shown.window.workbench().checkpoints().source() == HubServer::kRepository);
    CHECK(fs::exists(findInHubCache({HubServer::kRepository}, shown.folder / "cache")));
}

TEST_CASE("a download that is declined brings nothing") {
    Shown shown;
    shown.name(HubServer::kRepository);
    Shown::answer(shown.question(), QMessageBox::RejectRole);
    QTest::qWait(50);
    CHECK_FALSE(shown.window.workbench().checkpoints().busy());
    CHECK_FALSE(shown.largeAsked());
    CHECK_FALSE(fs::exists(shown.folder / "cache"));
}

TEST_CASE("a download is a job with progress that can be cancelled") {
    Shown shown;
    shown.hub.behave({.stallAfter = 20'000});
    shown.name(HubServer::kRepository);
    QString stage;
    QObject::connect(&shown.window.workbench(), &Workbench::jobReported, &shown.window,
                     [&](const QString&, double, const QString& told) { stage = told; });
    Shown::answer(shown.question(), QMessageBox::AcceptRole);
    REQUIRE(QTest::qWaitFor([&] { return stage.startsWith("downloading") && shown.largeAsked(); }, 20'000));
    CHECK(shown.window.findChild<JobStatus*>()->jobs().contains(Workbench::kCheckpointJob));
    shown.window.workbench().cancel(Workbench::kCheckpointJob);
    REQUIRE(QTest::qWaitFor([&] { return !shown.window.busy(); }, 20'000));
    CHECK_FALSE(shown.window.workbench().checkpoints().checkpoint());
    CHECK_FALSE(shown.find<MessageBar>("checkpointMessage").showsError());
}

TEST_CASE("what keeps a checkpoint from being downloaded is said where it was asked for") {
    Shown shown;
    const Environment offline("HF_HUB_OFFLINE", "1");
    shown.name(HubServer::kRepository);
    REQUIRE(QTest::qWaitFor([&] { return shown.find<MessageBar>("checkpointMessage").showsError(); }, 20'000));
    CHECK(shown.hub.requests().empty());
    CHECK(shown.window.findChild<QMessageBox*>("downloadQuestion") == nullptr);
}
