#include "app/workbench/opened_paths.h"
#include "app/workbench/preferences.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <QSettings>

#include <fstream>

using namespace tvlt;

namespace {

QString make(const TempFolder& folder, const std::string& name) {
    const auto path = folder / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << "x";
    return QString::fromStdString(path.string());
}

} // namespace

TEST_CASE("a clip, its sound and a checkpoint dropped together are told apart") {
    const TempFolder folder;
    const QString clip = make(folder, "a.mp4");
    const QString sound = make(folder, "b.wav");
    make(folder, "model/config.json");
    const QString model = QString::fromStdString((folder / "model").string());
    const OpenedPaths opened = sortPaths({model, sound, clip}, false);
    CHECK(opened.clip == QStringList{clip});
    CHECK(opened.audio == sound);
    CHECK(opened.checkpoint == model);
}

TEST_CASE("a lone sound file belongs to a silent clip that is open, else it is a clip") {
    const TempFolder folder;
    const QString sound = make(folder, "b.wav");
    CHECK(sortPaths({sound}, true).audio == sound);
    CHECK(sortPaths({sound}, true).clip.isEmpty());
    CHECK(sortPaths({sound}, false).clip == QStringList{sound});
}

TEST_CASE("images become one clip in the order of their numbers") {
    const TempFolder folder;
    const QString ten = make(folder, "frames/frame10.png");
    const QString nine = make(folder, "frames/frame9.png");
    CHECK(sortPaths({ten, nine}, false).clip == QStringList{nine, ten});
    CHECK(sortPaths({QString::fromStdString((folder / "frames").string())}, false).clip == QStringList{nine, ten});
}

TEST_CASE("a session is told from a clip by its ending") {
    const TempFolder folder;
    const QString session = make(folder, "a.tvlt.json");
    CHECK(sortPaths({session}, false).session == session);
    CHECK(sortPaths({session}, false).clip.isEmpty());
    CHECK(sortPaths({make(folder, "other.json")}, false).session.isEmpty());
}

TEST_CASE("a file of weights is a checkpoint") {
    const TempFolder folder;
    for (const char* name : {"a.ckpt", "b.safetensors", "c.bin"})
        CHECK_FALSE(sortPaths({make(folder, name)}, false).checkpoint.isEmpty());
}

TEST_CASE("preferences survive a restart, and nonsense in the file becomes the default") {
    const TempFolder folder;
    const QString file = QString::fromStdString((folder / "settings.ini").string());
    Preferences written;
    written.theme = Theme::Dark;
    written.dtype = Dtype::BF16;
    written.recipe = Recipe::Original;
    written.display.maskOpacity = 0.25;
    written.display.colors = {ColorMap::Viridis, ColorMap::Cividis};
    written.hubCache = "/models";
    written.recentClips = {"/a", "/b"};
    {
        QSettings settings(file, QSettings::IniFormat);
        savePreferences(written, settings);
    }
    QSettings settings(file, QSettings::IniFormat);
    const Preferences read = loadPreferences(settings);
    CHECK(read.theme == Theme::Dark);
    CHECK(read.dtype == Dtype::BF16);
    CHECK(read.recipe == Recipe::Original);
    CHECK(read.display == written.display);
    CHECK(read.recentClips == written.recentClips);
    CHECK(read.hubCache == written.hubCache);
    CHECK(read.started); // the demo clip is for the first time alone
    CHECK_FALSE(written.started);
    settings.setValue("dtype", "f7");
    settings.setValue("threads", "many");
    settings.setValue("display/levelColors", "diverging");
    settings.setValue("display/maskOpacity", 40);
    const Preferences odd = loadPreferences(settings);
    CHECK(odd.dtype == Dtype::F32);
    CHECK(odd.threads == 0);
    CHECK(odd.display.colors.level == ColorMap::Magma);
    CHECK(odd.display.maskOpacity == Approx(1.0));
}

TEST_CASE("what is remembered again moves to the front") {
    QStringList list{"a", "b"};
    remember(list, "b");
    CHECK(list == QStringList{"b", "a"});
    for (int i = 0; i < 50; ++i)
        remember(list, QString::number(i));
    CHECK(list.size() == 10);
    CHECK(list.front() == "49");
}
