#include "widgets/state/hover.h"

#include "widgets/figure/mel_axis.h"

#include <QCoreApplication>
#include <QStringList>

#include <cmath>

namespace tvlt {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Hover", text);
}

QString stateText(Hover::State state) {
    switch (state) {
    case Hover::State::Visible:
        return tr("visible to the model");
    case Hover::State::Hidden:
        return tr("masked");
    case Hover::State::Padding:
        return tr("padding");
    case Hover::State::Unknown:
        break;
    }
    return {};
}

} // namespace

QString clockText(double seconds) {
    const auto total = std::llround(std::abs(seconds) * 1000.0);
    const QString sign = seconds < 0.0 && total > 0 ? QStringLiteral("−") : QString();
    const auto hours = total / 3'600'000;
    const auto minutes = total / 60'000 % 60;
    const QString tail = QStringLiteral("%1.%2")
                             .arg(total / 1000 % 60, 2, 10, QLatin1Char('0'))
                             .arg(total % 1000, 3, 10, QLatin1Char('0'));
    if (hours > 0)
        return sign + QStringLiteral("%1:%2:%3").arg(hours).arg(minutes, 2, 10, QLatin1Char('0')).arg(tail);
    return sign + QStringLiteral("%1:%2").arg(minutes).arg(tail);
}

QString hoverText(const Hover& hover) {
    QStringList parts{clockText(hover.time)};
    if (!hover.row.isEmpty())
        parts << hover.row;
    if (!hover.place.isEmpty())
        parts << hover.place;
    if (hover.hz)
        parts << frequencyText(*hover.hz);
    if (!hover.value.isEmpty())
        parts << hover.value;
    if (const QString state = stateText(hover.state); !state.isEmpty())
        parts << (hover.pinned ? tr("%1, by hand").arg(state) : state);
    return parts.join(QStringLiteral("  ·  "));
}

} // namespace tvlt
