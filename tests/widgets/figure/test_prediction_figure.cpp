#include "core/base/error.h"
#include "core/base/image.h"
#include "tests/support/catch.h"
#include "tests/support/sample_analysis.h"
#include "tests/support/temp_folder.h"
#include "tests/widgets/figure/recorder.h"
#include "widgets/figure/group_style.h"
#include "widgets/figure/palette.h"
#include "widgets/figure/prediction_figure.h"

#include <QImage>
#include <QPainter>

#include <algorithm>
#include <set>

using namespace tvlt;

namespace {

std::shared_ptr<Analysis> classified(std::vector<double> probabilities) {
    auto analysis = std::make_shared<Analysis>(*sampleAnalysis());
    analysis->classes.clear();
    for (std::size_t i = 0; i < probabilities.size(); ++i)
        analysis->classes.push_back({"class " + std::to_string(i), 0.0, probabilities[i]});
    return analysis;
}

SyncCurve curve() {
    SyncCurve sync;
    sync.clip = "clip.mp4";
    sync.checkpoint = "model";
    sync.segment = {1.0, 2.0};
    for (const double shift : {-1.0, -0.5, 0.0, 0.5, 1.0})
        sync.points.push_back({shift, shift == 0.0 ? 6.0 : -6.0, shift < -0.6 ? 0.5 : 1.0});
    sync.planned = sync.points.size();
    return sync;
}

Folder folder() {
    Folder folder;
    folder.query = "b.mp4";
    folder.checkpoint = "model";
    folder.label = "a demo";
    for (int i = 0; i < 4; ++i) {
        FolderClip clip;
        clip.path = std::string(1, char('a' + i)) + ".mp4";
        clip.isQuery = i == 1;
        clip.soundLogit = i == 1 ? 5.0 : -double(i);
        clip.state = {float(i), float(i * i), 1.0F};
        clip.classes = {{i < 2 ? "round" : "square", 3.0, 0.9}};
        Image image;
        image.width = image.height = 2;
        image.rgb.assign(12, static_cast<std::uint8_t>(60 * i));
        clip.thumbnail = std::make_shared<const Image>(image);
        folder.clips.push_back(clip);
    }
    FolderClip damaged;
    damaged.path = "e.mp4";
    damaged.error = "damaged";
    folder.clips.push_back(damaged);
    folder.planned = folder.clips.size();
    return folder;
}

Recording recorded(const PanelFigure& figure) {
    Recorder recorder((figure.sizeMm() * 6.0).toSize());
    QPainter painter(&recorder);
    figure.paint(painter, QRectF(QPointF(), figure.sizeMm() * 6.0));
    painter.end();
    return recorder.recording();
}

bool says(const Recording& recording, const QString& words) {
    QString all;
    for (const auto& text : recording.texts)
        all += text.text + QLatin1Char(' ');
    INFO(all.toStdString());
    return all.contains(words);
}

QImage painted(const PanelFigure& figure) {
    QImage image((figure.sizeMm() * 6.0).toSize(), QImage::Format_RGB32);
    QPainter painter(&image);
    figure.paint(painter, QRectF(QPointF(), QSizeF(image.size())));
    return image;
}

/// Pixels of nearly this colour in a line across.
int pixelsLike(const QImage& image, const QColor& color, int y) {
    int count = 0;
    for (int x = 0; x < image.width(); ++x) {
        const QColor own = image.pixelColor(x, y);
        count += std::abs(own.red() - color.red()) + std::abs(own.green() - color.green()) +
                             std::abs(own.blue() - color.blue()) <
                         12
                     ? 1
                     : 0;
    }
    return count;
}

} // namespace

TEST_CASE("bars of classes are as long as their probabilities, the likeliest first") {
    const auto analysis = classified({0.1, 0.6, 0.3});
    const PanelFigure figure = classesFigure(*analysis, 2);
    const Recording recording = recorded(figure);
    CHECK(says(recording, "class 1"));
    CHECK(says(recording, "class 2"));
    CHECK_FALSE(says(recording, "class 0"));
    CHECK(says(recording, "2 likeliest of 3"));
    const QImage image = painted(figure);
    const double line = 4.6 * 6.0; // of a bar, pixels
    const int top = int(figure.panelMm(0).top() * 6.0);
    const int first = pixelsLike(image, palette::kWhole, top + int(0.5 * line));
    const int second = pixelsLike(image, palette::kWhole.lighter(135), top + int(1.5 * line));
    REQUIRE(first > 100);
    CHECK(double(second) / first == Approx(0.5).margin(0.02));
    CHECK_THROWS_AS(classesFigure(*classified({}), 2), Exception);
}

TEST_CASE("nothing in a figure of predictions leaves the page or lies on other words") {
    const SwapMatch swapped{"a clip with a rather long name that has to be shortened somewhere.mp4", 3.0, -3.0, -1.0,
                            2.0};
    const auto analysis = classified({0.1, 0.6, 0.3});
    const SyncCurve sync = curve();
    for (const double width : {85.0, 180.0}) {
        FigureLook options;
        options.widthMm = width;
        for (const PanelFigure& figure :
             {scoresFigure(analysis.get(), 5, &sync, swapped, options),
              rankingFigure(folder(), RankBy::Sound, 10, options), scatterFigure(folder(), options)}) {
            const Recording recording = recorded(figure);
            const QRectF page(QPointF(), figure.sizeMm() * 6.0);
            CAPTURE(width, page.width(), page.height(), recording.extent.left(), recording.extent.top(),
                    recording.extent.right(), recording.extent.bottom());
            CHECK(page.contains(recording.extent));
            for (std::size_t i = 0; i < recording.texts.size(); ++i)
                for (std::size_t j = 0; j < i; ++j) {
                    CAPTURE(width, recording.texts[i].text.toStdString(), recording.texts[j].text.toStdString());
                    CHECK_FALSE(recording.texts[i].rect.intersects(recording.texts[j].rect));
                }
        }
    }
}

TEST_CASE("a sync curve's figure names its peak, and what is not heard whole") {
    const PanelFigure figure = matchingFigure(curve(), std::nullopt);
    const Recording recording = recorded(figure);
    CHECK(says(recording, "0.00 s: 6.00"));
    CHECK(says(recording, "Hollow"));
    SyncCurve stopped = curve();
    stopped.planned = 17;
    CHECK(says(recorded(matchingFigure(stopped, std::nullopt)), "Stopped after 5 of 17"));
    SyncCurve one;
    one.points.resize(1);
    CHECK_THROWS_AS(matchingFigure(one, std::nullopt), Exception);
}

TEST_CASE("a ranking shows pictures and marks the query, and damaged clips are counted") {
    const Recording recording = recorded(rankingFigure(folder(), RankBy::Sound, 3));
    CHECK(recording.images.size() == 3);
    CHECK(says(recording, "▸ 1. b.mp4"));
    CHECK(says(recording, "2. a.mp4"));
    CHECK_FALSE(says(recording, "4. d.mp4"));
    CHECK(says(recording, "1 of 5 files could not be used"));
    CHECK_THROWS_AS(rankingFigure(folder(), RankBy::Picture, 3), Exception);
}

TEST_CASE("a scatter tells groups by colour and by shape") {
    std::set<QRgb> colors;
    for (std::size_t i = 0; i < 8; ++i) {
        colors.insert(groupStyle(i).color.rgb());
        for (std::size_t j = 0; j < i; ++j)
            CHECK(groupStyle(i).marker != groupStyle(j).marker);
    }
    CHECK(colors.size() == 8);
    const Groups groups = groupsOf({"b", "a", "b"});
    CHECK(groups.names == std::vector<std::string>{"b", "a"});
    CHECK(groups.of == std::vector<std::size_t>{0, 1, 0});

    const PanelFigure figure = scatterFigure(folder());
    CHECK(says(recorded(figure), "square"));
    const QImage image = painted(figure);
    int first = 0, second = 0;
    for (int y = 0; y < image.height(); ++y) {
        first += pixelsLike(image, groupStyle(0).color, y);
        second += pixelsLike(image, groupStyle(1).color, y);
    }
    CHECK(first > 100); // two marks and the legend's
    CHECK(second > 100);
    Folder one = folder();
    one.clips.resize(1);
    CHECK_THROWS_AS(scatterFigure(one), Exception);
}

TEST_CASE("figures of predictions are written in every format") {
    const TempFolder files;
    const PanelFigure figure = matchingFigure(curve(), std::nullopt);
    for (const char* name : {"a.png", "a.svg", "a.pdf"}) {
        writeFigureFile(figure.page(), files / name);
        CHECK(std::filesystem::file_size(files / name) > 1000);
    }
    CHECK_THROWS_AS(writeFigureFile(figure.page(), files / "a.gif"), Exception);
    CHECK(QImage(QString::fromStdString((files / "a.png").string())).width() == 2126); // 180 mm at 300 dpi
    FigureLook narrow;
    narrow.widthMm = 10.0;
    CHECK_THROWS_AS(matchingFigure(curve(), std::nullopt, narrow), Exception);
}
