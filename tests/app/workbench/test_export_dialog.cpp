#include "app/workbench/export_dialog.h"
#include "app/workbench/figure_preview.h"
#include "core/base/file.h"
#include "tests/support/catch.h"
#include "tests/support/sample_analysis.h"
#include "tests/support/temp_folder.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QtTest>

using namespace tvlt;

namespace {

struct Shown {
    TempFolder folder;
    std::shared_ptr<const Analysis> analysis = sampleAnalysis();
    ExportDialog dialog{analysis, choice(), "figure"};

    Shown() {
        dialog.show();
        settle();
    }
    [[nodiscard]] ExportChoice choice() const {
        ExportChoice choice;
        choice.folder = QString::fromStdString(folder.path().string());
        return choice;
    }
    void settle() {
        REQUIRE(
            QTest::qWaitFor([&] { return !dialog.preview().busy() && !dialog.preview().image().isNull(); }, 20'000));
    }
    template <class Widget> Widget& find(const char* name) {
        auto* widget = dialog.findChild<Widget*>(name);
        REQUIRE(widget != nullptr);
        return *widget;
    }
};

} // namespace

TEST_CASE("the preview follows what is chosen") {
    Shown shown;
    const QImage before = shown.dialog.preview().image();
    const auto panels = shown.dialog.findChildren<QCheckBox*>("figurePanel");
    REQUIRE(panels.size() == 4);
    QTest::mouseClick(panels[3], Qt::LeftButton, {}, QPoint(8, panels[3]->height() / 2));
    CHECK_FALSE(panels[3]->isChecked());
    shown.settle();
    CHECK(shown.dialog.preview().image() != before);
    shown.find<QComboBox>("figureWidthKind").setCurrentIndex(0);
    CHECK(shown.find<QDoubleSpinBox>("figureWidth").value() == 85.0);
    shown.find<QDoubleSpinBox>("figureWidth").setValue(120.0);
    CHECK(shown.find<QComboBox>("figureWidthKind").currentIndex() == 2);
}

TEST_CASE("frames that are not there cannot be exported, and neither can nothing") {
    Shown shown;
    auto& write = shown.find<QPushButton>("writeFigure");
    CHECK(write.isEnabled());
    auto& frames = shown.find<QLineEdit>("figureFrames");
    QTest::keyClicks(&frames, "1, 9");
    shown.settle();
    CHECK_FALSE(write.isEnabled());
    frames.setText("2-3");
    shown.settle();
    CHECK(write.isEnabled());
    CHECK(shown.dialog.choice().options.choice.frames == std::vector<int>{1, 2});
    for (const char* name : {"figurePicture", "figureSound"})
        shown.find<QCheckBox>(name).setChecked(false);
    shown.settle();
    CHECK_FALSE(write.isEnabled());
}

TEST_CASE("the files that an export would replace are named") {
    Shown shown;
    const auto& replaced = shown.find<QLabel>("figureReplaced");
    CHECK_FALSE(replaced.isVisible());
    writeFileAtomically(shown.folder / "figure.npz", std::string_view("old"));
    writeFileAtomically(shown.folder / "figure.csv", std::string_view("old"));
    shown.find<QCheckBox>("figureTable").setChecked(true);
    CHECK(replaced.isVisible());
    CHECK_THAT(replaced.text().toStdString(), ContainsSubstring("figure.csv") && !ContainsSubstring("figure.npz"));
    shown.find<QCheckBox>("figureArrays").setChecked(true);
    CHECK_THAT(replaced.text().toStdString(), ContainsSubstring("figure.npz, figure.csv"));
    shown.find<QLineEdit>("figurePath").setText(QString::fromStdString((shown.folder / "other.pdf").string()));
    CHECK_FALSE(replaced.isVisible());
}

TEST_CASE("the figure, the arrays and the table are written beside each other") {
    Shown shown;
    shown.find<QComboBox>("figureFormat").setCurrentText("svg");
    CHECK(shown.dialog.path().endsWith("figure.svg"));
    shown.find<QCheckBox>("figureArrays").setChecked(true);
    shown.find<QCheckBox>("figureTable").setChecked(true);
    shown.dialog.writer()(shown.dialog.path().toStdString(), Job{});
    CHECK_THAT(readTextFile(shown.folder / "figure.svg"), ContainsSubstring("&quot;reconstruct&quot;"));
    CHECK(std::filesystem::file_size(shown.folder / "figure.npz") > 100);
    CHECK_THAT(readTextFile(shown.folder / "figure.csv"), ContainsSubstring("modality,token"));
    shown.find<QCheckBox>("figureRecipe").setChecked(false);
    shown.dialog.writer()(shown.dialog.path().toStdString(), Job{});
    CHECK_THAT(readTextFile(shown.folder / "figure.svg"), !ContainsSubstring("reconstruct&quot;"));
}
