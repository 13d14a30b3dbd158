#include "widgets/chrome/job_status.h"

#include "widgets/style/icon.h"
#include "widgets/style/spacing.h"

#include <QFrame>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QScreen>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace tvlt {
namespace {

constexpr int kNotice = 300;     // milliseconds that work waits to be shown so soon after other work
constexpr double kTelling = 2.0; // seconds that a job must have run before its pace tells anything
constexpr double kEnough = 0.03; // share of it that must be done

QProgressBar* makeBar() {
    auto* bar = new QProgressBar;
    bar->setRange(0, 1000);
    bar->setTextVisible(false);
    bar->setFixedSize(12 * kUnit, kUnit);
    bar->setAccessibleName(JobStatus::tr("Progress"));
    return bar;
}

QToolButton* makeCancel() {
    auto* button = new QToolButton;
    button->setIcon(themedIcon("cancel"));
    button->setIconSize({12, 12});
    button->setAutoRaise(true);
    button->setToolTip(JobStatus::tr("Cancel this work"));
    button->setAccessibleName(JobStatus::tr("Cancel this work"));
    return button;
}

} // namespace

QString timeLeftText(double fraction, double seconds) {
    if (seconds < kTelling || fraction < kEnough || fraction >= 1.0)
        return {};
    const double left = seconds * (1.0 - fraction) / fraction;
    return left < 90.0 ? JobStatus::tr("about %1 s left").arg(std::max(1.0, std::ceil(left)), 0, 'f', 0)
                       : JobStatus::tr("about %1 min left").arg(left / 60.0, 0, 'f', 0);
}

JobStatus::JobStatus(QWidget* parent)
    : QWidget(parent), text_(new QToolButton), bar_(makeBar()), cancel_(makeCancel()),
      list_(new QFrame(this, Qt::Popup)), rows_(new QVBoxLayout(list_)) {
    setObjectName("jobStatus");
    text_->setObjectName("jobText");
    text_->setAutoRaise(true);
    text_->setToolButtonStyle(Qt::ToolButtonTextOnly);
    text_->setToolTip(tr("What runs now: click for a list"));
    bar_->setObjectName("jobProgress");
    cancel_->setObjectName("jobCancel");
    list_->setObjectName("jobList");
    list_->setFrameShape(QFrame::StyledPanel);
    list_->setAccessibleName(tr("All running work"));
    rows_->setContentsMargins(kUnit, kUnit, kUnit, kUnit);
    rows_->setSpacing(kUnit / 2);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kUnit / 2, 0, kUnit / 2, 0);
    row->setSpacing(kUnit / 2);
    row->addWidget(text_);
    row->addWidget(bar_);
    row->addWidget(cancel_);
    connect(text_, &QToolButton::clicked, this, &JobStatus::openList);
    connect(cancel_, &QToolButton::clicked, this, [this] {
        if (!running_.isEmpty())
            emit cancelRequested(running_.back().name);
    });
    notice_.setSingleShot(true);
    notice_.setInterval(kNotice);
    connect(&notice_, &QTimer::timeout, this, [this] {
        show();
        refresh();
    });
    hide();
}

QStringList JobStatus::jobs() const {
    QStringList names;
    for (const Running& job : running_)
        names << job.name;
    return names;
}

void JobStatus::report(const QString& job, double fraction, const QString& stage) {
    const auto known =
        std::find_if(running_.begin(), running_.end(), [&](const Running& running) { return running.name == job; });
    Running now;
    if (known != running_.end()) {
        now = *known;
        running_.erase(known);
    }
    // One that begins anew has a pace of its own.
    if (!now.since.isValid() || fraction < now.fraction)
        now.since.start();
    now.name = job;
    now.stage = stage;
    now.fraction = fraction;
    running_.append(now);
    refresh();
}

void JobStatus::finish(const QString& job) {
    running_.removeIf([&](const Running& running) { return running.name == job; });
    refresh();
}

void JobStatus::refresh() {
    if (running_.isEmpty()) {
        notice_.stop();
        ended_.start();
        hide();
        return list_->hide();
    }
    if (isHidden() && ended_.isValid() && ended_.elapsed() < kNotice && !notice_.isActive())
        notice_.start();
    if (notice_.isActive())
        return;
    show();
    const Running& last = running_.back();
    QString words = tr("%1 %2 %").arg(last.stage).arg(int(last.fraction * 100));
    if (const QString left = timeLeftText(last.fraction, double(last.since.elapsed()) / 1000.0); !left.isEmpty())
        words += QStringLiteral(", ") + left;
    if (running_.size() > 1)
        words += tr(" (+%1)").arg(running_.size() - 1);
    text_->setText(words);
    bar_->setValue(int(last.fraction * 1000));
    if (list_->isVisible())
        fillList();
}

void JobStatus::openList() {
    fillList();
    list_->adjustSize();
    const QPoint corner = mapToGlobal(QPoint(0, -list_->height() - 2));
    const QRect screen = QGuiApplication::primaryScreen()->availableGeometry();
    list_->move(std::clamp(corner.x(), screen.left(), std::max(screen.left(), screen.right() - list_->width())),
                std::max(screen.top(), corner.y()));
    list_->show();
}

/// Rows are kept while the jobs are the same ones: a button must not vanish under the pointer.
void JobStatus::fillList() {
    QStringList names = jobs();
    names.sort();
    if (names != list_->property("jobs").toStringList()) {
        list_->setProperty("jobs", names);
        while (QLayoutItem* item = rows_->takeAt(0)) {
            item->widget()->deleteLater();
            delete item;
        }
        for (const QString& name : names) {
            auto* row = new QWidget;
            row->setObjectName("job:" + name);
            auto* line = new QHBoxLayout(row);
            line->setContentsMargins(0, 0, 0, 0);
            auto* words = new QLabel;
            words->setMinimumWidth(36 * kUnit);
            auto* cancel = makeCancel();
            connect(cancel, &QToolButton::clicked, this, [this, name] { emit cancelRequested(name); });
            line->addWidget(words, 1);
            line->addWidget(makeBar());
            line->addWidget(cancel);
            rows_->addWidget(row);
        }
    }
    for (const Running& job : running_) {
        auto* row = list_->findChild<QWidget*>("job:" + job.name, Qt::FindDirectChildrenOnly);
        if (row == nullptr)
            continue;
        const QString left = timeLeftText(job.fraction, double(job.since.elapsed()) / 1000.0);
        row->findChild<QLabel*>()->setText(left.isEmpty() ? tr("%1: %2").arg(job.name, job.stage)
                                                          : tr("%1: %2, %3").arg(job.name, job.stage, left));
        row->findChild<QProgressBar*>()->setValue(int(job.fraction * 1000));
    }
}

} // namespace tvlt
