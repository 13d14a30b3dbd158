#include "app/workbench/columns_controller.h"

#include "app/workbench/to_path.h"
#include "app/workbench/workbench.h"
#include "core/analysis/engine.h"
#include "core/base/name_table.h"
#include "core/media/probe.h"

#include <QFileInfo>

#include <algorithm>

namespace tvlt {
namespace {

constexpr std::size_t kMostColumns = 8;
constexpr NameTable<ColumnsBy, 3> kByNames{
    {{ColumnsBy::Ratios, "ratios"}, {ColumnsBy::Checkpoints, "checkpoints"}, {ColumnsBy::Clips, "clips"}}};
constexpr NameTable<RatioOf, 3> kRatioOfNames{
    {{RatioOf::Both, "both"}, {RatioOf::Pixel, "pixel"}, {RatioOf::Audio, "audio"}}};

bool sameQuestion(const std::optional<Request>& a, const std::optional<Request>& b) {
    if (!a || !b)
        return !a && !b;
    return a->clip.path == b->clip.path && a->clip.images == b->clip.images && a->clip.audioPath == b->clip.audioPath &&
           a->checkpoint == b->checkpoint && a->segment == b->segment && a->recipe == b->recipe && a->mask == b->mask &&
           a->borrowStatistics == b->borrowStatistics;
}

} // namespace

ColumnsController::ColumnsController(Workbench& workbench, QObject* parent) : QObject(parent), workbench_(workbench) {
    soon_.setSingleShot(true);
    soon_.setInterval(0);
    connect(&soon_, &QTimer::timeout, this, &ColumnsController::refresh);
    connect(&run_, &Background::progressed, this, [this](double fraction, const QString& stage) {
        const auto open = [](const Column& c) { return sameQuestion(c.wanted, c.answered); };
        const auto done = std::count_if(columns_.begin(), columns_.end(), open);
        const double all = std::max<double>(1.0, double(columns_.size()));
        emit progressed((double(done) + fraction) / all, tr("column %1 of %2: %3").arg(last_ + 1).arg(all).arg(stage));
    });
    for (Background* work : {&open_, &openClip_})
        connect(work, &Background::progressed, this, &ColumnsController::progressed);
    for (Background* work : {&run_, &open_, &openClip_})
        connect(work, &Background::idle, this, [this] {
            if (!busy())
                emit idle();
        });
    connect(&workbench_, &Workbench::dataChanged, this, &ColumnsController::refreshSoon);
    connect(&workbench_.masks(), &MaskController::changed, this, &ColumnsController::refreshSoon);
    const auto forget = [this] {
        run_.cancel();
        rebuild();
    };
    connect(&workbench_, &Workbench::clipChanged, this, [this, forget] {
        for (Column& column : columns_) { // the file of the same name may be another one now
            column.answered.reset();
            column.analysis.reset();
        }
        forget();
    });
    connect(&workbench_, &Workbench::checkpointChanged, this, forget);
    rebuild();
}

void ColumnsController::setActive(bool active) {
    active_ = active;
    if (active)
        refreshSoon();
    else
        stop(); // what is being opened is still wanted
}

void ColumnsController::setBy(ColumnsBy by) {
    by_ = by;
    run_.cancel();
    rebuild();
}

void ColumnsController::setRatioOf(RatioOf ratioOf) {
    ratioOf_ = ratioOf;
    refreshSoon();
}

void ColumnsController::setRatios(const std::vector<double>& ratios) {
    ratios_ = ratios;
    rebuild();
}

void ColumnsController::setRatio(int column, double ratio) {
    if (column < 0 || std::size_t(column) >= ratios_.size())
        return;
    ratios_[std::size_t(column)] = ratio;
    if (by_ == ColumnsBy::Ratios)
        columns_[std::size_t(column)].ratio = ratio;
    refreshSoon();
}

void ColumnsController::addColumn() {
    if (ratios_.size() >= kMostColumns)
        return;
    const double last = ratios_.empty() ? 0.5 : ratios_.back();
    ratios_.push_back(last < 0.95 ? std::min(1.0, last + 0.1) : 1.0);
    run_.cancel();
    rebuild();
}

void ColumnsController::removeColumn(int column) {
    if (ratios_.size() < 2 || column < 0 || std::size_t(column) >= ratios_.size())
        return;
    ratios_.erase(ratios_.begin() + column);
    run_.cancel();
    rebuild();
}

void ColumnsController::openOtherCheckpoint(const QString& path) {
    emit progressed(0.0, tr("loading the other checkpoint"));
    open_.start([load = workbench_.checkpoints().loader(),
                 path = path.toStdString()](const Job& job) { return load(path, job); },
                [this, path](Result<std::shared_ptr<const Checkpoint>> result) {
                    if (!result) {
                        emit failed(result.error());
                        return;
                    }
                    otherCheckpoint_ = std::move(result).value();
                    otherCheckpointPath_ = lastingSource(path, *otherCheckpoint_);
                    rebuild();
                });
}

void ColumnsController::openOtherClip(const QString& path) {
    emit progressed(0.0, tr("opening the other clip"));
    openClip_.start([source = ClipSource{{toPath(path)}, {}, 1.0}](const Job& job) { return probe(source, job); },
                    [this](Result<ClipInfo> result) {
                        if (!result) {
                            emit failed(result.error());
                            return;
                        }
                        otherClip_ = std::move(result).value();
                        rebuild();
                    });
}

SessionColumns ColumnsController::session() const {
    SessionColumns columns;
    columns.by = nameIn(kByNames, by_);
    columns.ratioOf = nameIn(kRatioOfNames, ratioOf_);
    columns.ratios = ratios_;
    columns.otherCheckpoint = otherCheckpointPath_.toStdString();
    if (otherClip_)
        columns.otherClip = otherClip_->path;
    return columns;
}

void ColumnsController::restore(const SessionColumns& columns) {
    by_ = valueIn(kByNames, columns.by).value_or(by_);
    ratioOf_ = valueIn(kRatioOfNames, columns.ratioOf).value_or(ratioOf_);
    if (!columns.ratios.empty())
        ratios_.assign(columns.ratios.begin(),
                       columns.ratios.begin() + std::ptrdiff_t(std::min(columns.ratios.size(), kMostColumns)));
    run_.cancel();
    rebuild();
    if (!columns.otherCheckpoint.empty())
        openOtherCheckpoint(QString::fromStdString(columns.otherCheckpoint));
    if (!columns.otherClip.empty())
        openOtherClip(QString::fromStdString(columns.otherClip.string()));
}

/// What a column was given is kept where it still answers: the columns of the same ratios, clips and checkpoints.
void ColumnsController::rebuild() {
    const std::vector<Column> before = std::exchange(columns_, {});
    const std::size_t count = by_ == ColumnsBy::Ratios ? ratios_.size() : 2;
    for (std::size_t i = 0; i < count; ++i) {
        Column& column = columns_.emplace_back();
        if (by_ == ColumnsBy::Ratios)
            column.ratio = ratios_[i];
    }
    describe();
    for (Column& column : columns_) {
        const auto same = std::find_if(before.begin(), before.end(), [&](const Column& old) {
            return old.answered && sameQuestion(old.answered, column.wanted);
        });
        if (same != before.end()) {
            column.analysis = same->analysis;
            column.answered = same->answered;
        }
    }
    last_ = columns_.size() - 1;
    refreshSoon();
    emit changed();
}

void ColumnsController::refreshSoon() {
    stopped_ = false;
    if (active_)
        soon_.start();
}

std::optional<Request> ColumnsController::baseRequest() const {
    if (!workbench_.clips().clip() || !workbench_.checkpoints().checkpoint())
        return std::nullopt;
    Request request = workbench_.analyses().request();
    if (!request.checkpoint)
        return std::nullopt;
    request.mask = workbench_.masks().settings();
    request.classifier.reset();
    request.predict = false;
    return request;
}

MaskSettings ColumnsController::maskFor(double ratio) const {
    MaskSettings mask = workbench_.masks().settings();
    if (ratioOf_ != RatioOf::Audio)
        mask.pixelRatio = ratio;
    if (ratioOf_ != RatioOf::Pixel)
        mask.audioRatio = ratio;
    return mask;
}

void ColumnsController::refresh() {
    describe();
    emit changed();
    pump();
}

/// What each column is of, and what has to be asked for it.
void ColumnsController::describe() {
    const auto base = baseRequest();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        Column& column = columns_[i];
        column.wanted = base;
        if (column.ratio) {
            column.title = ratioOf_ == RatioOf::Both    ? tr("picture, sound")
                           : ratioOf_ == RatioOf::Pixel ? tr("picture")
                                                        : tr("sound");
            if (column.wanted)
                column.wanted->mask = maskFor(*column.ratio);
        } else if (by_ == ColumnsBy::Checkpoints) {
            const auto checkpoint = i == 0 ? workbench_.checkpoints().checkpoint() : otherCheckpoint_;
            column.title = checkpoint ? QString::fromStdString(checkpoint->name) : tr("other checkpoint");
            if (!checkpoint)
                column.wanted.reset();
            else if (column.wanted)
                column.wanted->checkpoint = checkpoint;
        } else {
            const auto clip = i == 0 ? workbench_.clips().clip() : otherClip_;
            column.title = clip ? QString::fromStdString(clip->path.filename().string()) : tr("other clip");
            if (!clip) {
                column.wanted.reset();
            } else if (column.wanted && i > 0) {
                column.wanted->clip = *clip;
                column.wanted->segment.reset(); // its own beginning, as long as the model takes
            }
        }
    }
}

void ColumnsController::pump() {
    if (!active_ || stopped_ || run_.running())
        return;
    for (std::size_t k = 1; k <= columns_.size(); ++k) {
        const std::size_t index = (last_ + k) % columns_.size();
        Column& column = columns_[index];
        if (!column.wanted || sameQuestion(column.wanted, column.answered))
            continue;
        last_ = index;
        const Request request = *column.wanted;
        // Features of the same segment are made once, by whoever comes first.
        std::shared_ptr<const ClipFeatures> known = workbench_.features();
        if (request.clip.path != workbench_.clips().clip()->path)
            known = column.analysis ? column.analysis->features : nullptr;
        emit progressed(0.0, tr("comparing"));
        run_.start(
            [request, known](const Job& job) {
                return analyse(request, makeFeatures(request, job.part(0.0, 0.2), known), job.part(0.2, 1.0));
            },
            [this, index, request](Result<std::shared_ptr<const Analysis>> result) {
                take(index, request, std::move(result));
            });
        return;
    }
    if (!busy())
        emit idle();
}

void ColumnsController::take(std::size_t index, const Request& request,
                             Result<std::shared_ptr<const Analysis>> result) {
    if (index >= columns_.size())
        return;
    Column& column = columns_[index];
    column.answered = request;
    column.error.clear();
    if (result) {
        column.analysis = std::move(result).value();
    } else {
        column.analysis.reset();
        column.error = QString::fromStdString(result.error().what);
        emit failed(result.error());
    }
    emit changed();
    soon_.start(); // after this run has ended
}

ColumnData ColumnsController::dataOf(const Column& column) const {
    ColumnData data;
    data.title = column.title;
    data.ratio = column.ratio;
    InspectData& shown = data.shown;
    shown.analysis = column.analysis;
    const bool own =
        column.wanted && workbench_.clips().clip() && column.wanted->clip.path == workbench_.clips().clip()->path;
    if (column.analysis)
        shown.features = column.analysis->features;
    else if (own)
        shown.features = workbench_.features();
    if (shown.features && column.wanted)
        shown.mask = makeMask(shown.features->layout, column.wanted->mask);
    if (by_ == ColumnsBy::Clips && shown.features && !own)
        data.timeShift = shown.features->segment.start - workbench_.view().bounds().start;
    const bool answered = sameQuestion(column.wanted, column.answered);
    if (column.analysis && !answered)
        shown.stale = stopped_ ? tr("stopped") : tr("updating…");
    if (!column.error.isEmpty() && answered)
        shown.placeholder = column.error;
    else if (!column.wanted)
        shown.placeholder = by_ == ColumnsBy::Checkpoints ? tr("Choose the other checkpoint above.")
                            : by_ == ColumnsBy::Clips     ? tr("Choose the other clip above.")
                                                          : tr("waiting for the clip and the checkpoint…");
    else if (stopped_)
        shown.placeholder = tr("Stopped. Any change asks again.");
    else
        shown.placeholder = answered ? tr("nothing is painted back") : tr("waiting for the model…");
    if (column.analysis)
        data.help = tr("%1 on %2, %3 s")
                        .arg(QString::fromStdString(column.analysis->checkpointName),
                             QString::fromStdString(column.analysis->device),
                             QString::number(column.analysis->seconds, 'f', 2));
    return data;
}

std::optional<ColumnData> ColumnsController::original() const {
    if (by_ != ColumnsBy::Ratios)
        return std::nullopt;
    ColumnData data;
    data.title = tr("Original");
    data.shown.features = workbench_.features();
    data.shown.placeholder = tr("reading the clip…");
    return data;
}

std::vector<ColumnData> ColumnsController::columns() const {
    std::vector<ColumnData> all;
    for (const Column& column : columns_)
        all.push_back(dataOf(column));
    return all;
}

bool ColumnsController::busy() const {
    return soon_.isActive() || run_.running() || open_.running() || openClip_.running();
}

void ColumnsController::cancel() {
    open_.cancel();
    openClip_.cancel();
    stop();
}

void ColumnsController::stop() {
    const bool ran = soon_.isActive() || run_.running();
    soon_.stop();
    run_.cancel();
    stopped_ = true;
    if (ran)
        emit changed();
}

} // namespace tvlt
