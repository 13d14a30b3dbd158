#include "app/workbench/launch_options.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTextStream>

#include <algorithm>
#include <array>
#include <string_view>

namespace tvlt {
namespace {

[[noreturn]] void refuse(const QString& what) {
    QTextStream(stderr) << what << '\n' << QCoreApplication::translate("LaunchOptions", "Try --help.") << '\n';
    std::exit(kWrongUsage);
}

QString tr(const char* text) {
    return QCoreApplication::translate("LaunchOptions", text);
}

QSize parseSize(const QString& text) {
    const QStringList sides = text.split('x');
    const QSize size = sides.size() == 2 ? QSize(sides[0].toInt(), sides[1].toInt()) : QSize();
    if (size.width() < 320 || size.height() < 240 || size.width() > 16384 || size.height() > 16384)
        refuse(tr("--size takes WIDTHxHEIGHT in pixels, from 320x240 on, not \"%1\".").arg(text));
    return size;
}

Theme parseTheme(const QString& text) {
    if (text == "light")
        return Theme::Light;
    if (text == "dark")
        return Theme::Dark;
    if (text != "system")
        refuse(tr("--theme takes light, dark or system, not \"%1\".").arg(text));
    return Theme::System;
}

} // namespace

QList<QCommandLineOption> addLaunchOptions(QCommandLineParser& parser) {
    parser.setApplicationDescription(tr("Shows what a masked autoencoder sees and paints back of a clip."));
    parser.addPositionalArgument(
        "clip", tr("A video, an audio file, images, a checkpoint's folder, a batch's, or a session."), "[CLIP...]");
    const QList<QCommandLineOption> own = {
        {"checkpoint", tr("A checkpoint: folder, file, or hub id."), "X"},
        {"audio", tr("Sound from another file."), "FILE"},
        {"mask", tr("A mask that was saved."), "FILE"},
        // Not "session": Qt takes that away for session managers.
        {"open-session", tr("A session that was saved: clip, checkpoint, mask and all."), "FILE"},
        {"workspace", tr("The page to begin with: inspect, compare, attention, predict, batch…"), "NAME"},
        {"screenshot", tr("Save a picture of the window when all is done, and quit."), "FILE.png"},
        {"size", tr("Size of the window."), "WxH"},
        {"theme", tr("light, dark or system."), "THEME"}};
    QList<QCommandLineOption> all = {parser.addHelpOption(), parser.addVersionOption()};
    parser.addOptions(own);
    return all + own;
}

bool asksForHelp(std::span<char* const> arguments) {
    constexpr std::array<std::string_view, 5> kAsking{"-h", "--help", "--help-all", "-v", "--version"};
    return std::any_of(arguments.begin(), arguments.end(), [&](const char* argument) {
        return std::find(kAsking.begin(), kAsking.end(), argument) != kAsking.end();
    });
}

LaunchOptions parseLaunchOptions(const QStringList& arguments) {
    QCommandLineParser parser;
    addLaunchOptions(parser);
    if (!parser.parse(arguments))
        refuse(parser.errorText());
    if (parser.isSet("help"))
        parser.showHelp();
    if (parser.isSet("version"))
        parser.showVersion();

    LaunchOptions options;
    options.paths = parser.positionalArguments();
    options.checkpoint = parser.value("checkpoint");
    options.audio = parser.value("audio");
    options.mask = parser.value("mask");
    options.session = parser.value("open-session");
    options.workspace = parser.value("workspace");
    options.screenshot = parser.value("screenshot");
    if (parser.isSet("size"))
        options.size = parseSize(parser.value("size"));
    if (parser.isSet("theme"))
        options.theme = parseTheme(parser.value("theme"));
    return options;
}

} // namespace tvlt
