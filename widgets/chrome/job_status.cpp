#include "widgets/chrome/job_status.h"

#include "widgets/style/icon.h"
#include "widgets/style/spacing.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

namespace tvlt {

JobStatus::JobStatus(QWidget* parent)
    : QWidget(parent), text_(new QLabel), bar_(new QProgressBar), cancel_(new QToolButton) {
    setObjectName("jobStatus");
    text_->setObjectName("jobText");
    bar_->setObjectName("jobProgress");
    bar_->setRange(0, 1000);
    bar_->setTextVisible(false);
    bar_->setFixedSize(12 * kUnit, kUnit);
    bar_->setAccessibleName(tr("Progress"));
    cancel_->setObjectName("jobCancel");
    cancel_->setIcon(themedIcon("cancel"));
    cancel_->setIconSize({12, 12});
    cancel_->setAutoRaise(true);
    cancel_->setToolTip(tr("Cancel this work"));
    cancel_->setAccessibleName(tr("Cancel this work"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kUnit / 2, 0, kUnit / 2, 0);
    row->setSpacing(kUnit / 2);
    row->addWidget(text_);
    row->addWidget(bar_);
    row->addWidget(cancel_);
    connect(cancel_, &QToolButton::clicked, this, [this] {
        if (!jobs_.isEmpty())
            emit cancelRequested(jobs_.back());
    });
    hide();
}

void JobStatus::report(const QString& job, double fraction, const QString& stage) {
    jobs_.removeAll(job);
    jobs_.append(job);
    const QString more = jobs_.size() > 1 ? tr(" (+%1)").arg(jobs_.size() - 1) : QString();
    text_->setText(tr("%1 %2 %%3").arg(stage).arg(int(fraction * 100)).arg(more));
    bar_->setValue(int(fraction * 1000));
    show();
}

void JobStatus::finish(const QString& job) {
    jobs_.removeAll(job);
    if (jobs_.isEmpty())
        hide();
}

} // namespace tvlt
