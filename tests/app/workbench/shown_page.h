#pragma once

#include "app/workbench/workbench.h"
#include "core/checkpoint/checkpoint.h"
#include "tests/core/analysis/support/small_clip.h"
#include "tests/core/analysis/support/tiny_checkpoint.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <QPushButton>
#include <QtTest>

namespace tvlt {

/// A page of the window on a small clip and small models, through the real engine.
template <class Page> struct ShownPage {
    TempFolder folder;
    SmallClip clip = makeSmallClip(folder.path());
    Workbench workbench{engineFactory()};
    Page page{workbench};

    ShownPage() {
        saveCheckpoint(*tinyCheckpoint(), folder / "model");
        saveCheckpoint(*tinyCheckpoint(TinyKind::Classification), folder / "classifier");
        page.resize(1000, 600);
        page.show();
        workbench.checkpoints().load(text("model"));
        QStringList images;
        for (const auto& image : clip.images)
            images << QString::fromStdString(image.string());
        workbench.open(images, QString::fromStdString(clip.sound.string()));
        settle();
        workbench.checkpoints().loadClassifier(text("classifier"));
        settle();
        REQUIRE(workbench.features());
    }
    /// Until nothing runs any more; what begins a moment later is waited for too.
    void settle() {
        const auto still = [&] { return !workbench.busy() && !page.busy(); };
        REQUIRE(QTest::qWaitFor(still, 60'000));
        QTest::qWait(200);
        REQUIRE(QTest::qWaitFor(still, 60'000));
    }
    [[nodiscard]] QString text(const char* name) const { return QString::fromStdString((folder / name).string()); }
    template <class Widget> Widget& find(const char* name) {
        auto* widget = page.template findChild<Widget*>(name);
        REQUIRE(widget != nullptr);
        return *widget;
    }
    void press(const char* button) {
        QTest::mouseClick(&find<QPushButton>(button), Qt::LeftButton);
        QTest::qWait(1);
    }
};

} // namespace tvlt
