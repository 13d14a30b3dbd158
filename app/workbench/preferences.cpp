#include "app/workbench/preferences.h"

#include "core/base/result.h"

#include <QSettings>

#include <algorithm>

namespace tvlt {
namespace {

constexpr qsizetype kMostRecent = 10;

QString themeName(Theme theme) {
    return theme == Theme::Light  ? QStringLiteral("light")
           : theme == Theme::Dark ? QStringLiteral("dark")
                                  : QStringLiteral("system");
}

QString mapName(ColorMap map) {
    const std::string_view name = colorMapName(map);
    return QString::fromLatin1(name.data(), qsizetype(name.size()));
}

/// Diverging is for differences alone.
ColorMap mapFrom(const QSettings& settings, const char* key, ColorMap otherwise) {
    const auto map = colorMapFromName(settings.value(key).toString().toStdString());
    return map && *map != ColorMap::Diverging ? *map : otherwise;
}

} // namespace

Preferences loadPreferences(const QSettings& settings) {
    Preferences p;
    const QString theme = settings.value("theme").toString();
    p.theme = theme == "light" ? Theme::Light : theme == "dark" ? Theme::Dark : Theme::System;
    p.device = settings.value("device", p.device).toString();
    if (const auto dtype = guard([&] { return dtypeFromName(settings.value("dtype").toString().toStdString()); }))
        p.dtype = *dtype;
    if (const auto recipe = guard([&] { return recipeFromName(settings.value("recipe").toString().toStdString()); }))
        p.recipe = *recipe;
    p.threads = std::clamp(settings.value("threads", 0).toInt(), 0, 1024);
    p.volume = std::clamp(settings.value("volume", p.volume).toDouble(), 0.0, 1.0);
    DisplayOptions& d = p.display;
    d.patchGrid = settings.value("display/patchGrid", d.patchGrid).toBool();
    d.maskOnAllRows = settings.value("display/maskOnAllRows", d.maskOnAllRows).toBool();
    d.maskOpacity = std::clamp(settings.value("display/maskOpacity", d.maskOpacity).toDouble(), 0.0, 1.0);
    d.signedError = settings.value("display/signedError", d.signedError).toBool();
    d.pasteVisible = settings.value("display/pasteVisible", d.pasteVisible).toBool();
    d.colors.level = mapFrom(settings, "display/levelColors", d.colors.level);
    d.colors.error = mapFrom(settings, "display/errorColors", d.colors.error);
    p.hubCache = settings.value("hubCache").toString();
    p.started = settings.value("started", p.started).toBool();
    p.recentClips = settings.value("recentClips").toStringList();
    p.recentCheckpoints = settings.value("recentCheckpoints").toStringList();
    return p;
}

void savePreferences(const Preferences& p, QSettings& settings) {
    const std::string_view recipe = recipeName(p.recipe);
    settings.setValue("theme", themeName(p.theme));
    settings.setValue("device", p.device);
    settings.setValue("dtype", QString::fromLatin1(dtypeName(p.dtype)));
    settings.setValue("recipe", QString::fromLatin1(recipe.data(), qsizetype(recipe.size())));
    settings.setValue("threads", p.threads);
    settings.setValue("volume", p.volume);
    settings.setValue("display/patchGrid", p.display.patchGrid);
    settings.setValue("display/maskOnAllRows", p.display.maskOnAllRows);
    settings.setValue("display/maskOpacity", p.display.maskOpacity);
    settings.setValue("display/signedError", p.display.signedError);
    settings.setValue("display/pasteVisible", p.display.pasteVisible);
    settings.setValue("display/levelColors", mapName(p.display.colors.level));
    settings.setValue("display/errorColors", mapName(p.display.colors.error));
    settings.setValue("hubCache", p.hubCache);
    settings.setValue("started", true);
    settings.setValue("recentClips", p.recentClips);
    settings.setValue("recentCheckpoints", p.recentCheckpoints);
}

void remember(QStringList& list, const QString& entry) {
    list.removeAll(entry);
    list.prepend(entry);
    list = list.mid(0, kMostRecent);
}

} // namespace tvlt
