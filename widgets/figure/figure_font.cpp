#include "widgets/figure/figure_font.h"

#include "core/base/error.h"

#include <QFontDatabase>
#include <QtGlobal>

#include <algorithm>

// Resources of a static library are dropped by the linker unless somebody names them, outside any namespace.
static void initFontResource() {
    Q_INIT_RESOURCE(tvlt_fonts);
}

namespace tvlt {
namespace {

bool loadFonts() {
    initFontResource();
    return QFontDatabase::addApplicationFont(QStringLiteral(":/fonts/DejaVuSans.ttf")) >= 0 &&
           QFontDatabase::addApplicationFont(QStringLiteral(":/fonts/DejaVuSans-Bold.ttf")) >= 0;
}

} // namespace

QFont figureFont(double pixelSize, bool bold) {
    static const bool loaded = loadFonts();
    if (!loaded)
        throw Exception({Error::Kind::Internal, "the embedded font does not load", "DejaVu Sans", {}});
    QFont font(QString::fromLatin1(kFigureFontFamily));
    font.setPixelSize(std::max(1, qRound(pixelSize)));
    font.setBold(bold);
    font.setHintingPreference(QFont::PreferNoHinting); // glyph widths then scale with the figure
    return font;
}

} // namespace tvlt
