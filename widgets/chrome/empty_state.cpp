#include "widgets/chrome/empty_state.h"

#include "widgets/style/icon.h"
#include "widgets/style/spacing.h"

#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace tvlt {

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent), demo_(new QPushButton(tr("Open the demo clip"))), recent_(new QWidget),
      recentColumn_(new QVBoxLayout(recent_)) {
    setObjectName("emptyState");
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    auto* icon = new QLabel;
    icon->setPixmap(themedIcon("clip").pixmap(7 * kUnit));
    auto* title = new QLabel(tr("Drop a clip here"));
    QFont large = title->font();
    large.setPointSizeF(large.pointSizeF() * 1.8);
    title->setFont(large);
    auto* text = new QLabel(tr("to see what the masked autoencoder sees of it, and what it paints back"));
    text->setForegroundRole(QPalette::PlaceholderText);
    auto* open = new QPushButton(themedIcon("open"), tr("Open a clip…"));
    open->setObjectName("emptyOpen");
    open->setToolTip(tr("Any video or audio file that FFmpeg reads (Ctrl+O)"));
    connect(open, &QPushButton::clicked, this, &EmptyState::openRequested);

    demo_->setObjectName("emptyDemo");
    demo_->setToolTip(
        tr("Twelve seconds of drawn, sounding shapes, which the built-in model was trained on the like of"));
    demo_->hide();
    connect(demo_, &QPushButton::clicked, this, [this] { emit clipRequested(demoClip_); });

    auto* hints = new QLabel(tr("<ul style='margin-left:-20px'>"
                                "<li>A silent clip takes its sound from a file: drop both together.</li>"
                                "<li>Real weights: drop a checkpoint's folder or file, or use Model ▸ Open.</li>"
                                "<li>Wheel zooms in time, space plays, R draws another mask.</li></ul>"));
    hints->setTextFormat(Qt::RichText);
    hints->setForegroundRole(QPalette::PlaceholderText);
    recentColumn_->setContentsMargins(0, 0, 0, 0);
    recentColumn_->setSpacing(2);
    recent_->hide();

    auto* column = new QVBoxLayout(this);
    column->setSpacing(kUnit);
    column->addStretch(2);
    column->addWidget(icon, 0, Qt::AlignHCenter);
    column->addWidget(title, 0, Qt::AlignHCenter);
    column->addWidget(text, 0, Qt::AlignHCenter);
    column->addSpacing(kUnit);
    column->addWidget(open, 0, Qt::AlignHCenter);
    column->addWidget(demo_, 0, Qt::AlignHCenter);
    column->addSpacing(kUnit);
    column->addWidget(recent_, 0, Qt::AlignHCenter);
    column->addSpacing(kUnit);
    column->addWidget(hints, 0, Qt::AlignHCenter);
    column->addStretch(3);
}

void EmptyState::setDemoClip(const QString& path) {
    demoClip_ = path;
    demo_->setVisible(!path.isEmpty());
}

void EmptyState::setRecentClips(const QStringList& paths) {
    while (QLayoutItem* item = recentColumn_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (!paths.isEmpty())
        recentColumn_->addWidget(new QLabel(tr("Recent")), 0, Qt::AlignHCenter);
    for (const QString& path : paths.mid(0, 5)) {
        auto* button = new QPushButton(QFileInfo(path).fileName());
        button->setFlat(true);
        button->setToolTip(path);
        connect(button, &QPushButton::clicked, this, [this, path] { emit clipRequested(path); });
        recentColumn_->addWidget(button);
    }
    recent_->setVisible(!paths.isEmpty());
}

} // namespace tvlt
