#include "app/workbench/attention_controller.h"

#include "core/checkpoint/checkpoint.h"

#include <utility>

namespace tvlt {
namespace {

bool sameMask(const TokenMask& a, const TokenMask& b) {
    return a.keep == b.keep && a.order == b.order;
}

/// Whether a pass of one answers for the other.
bool sameSubject(const AttentionSubject& a, const AttentionSubject& b) {
    return a.checkpoint == b.checkpoint && a.features == b.features && a.stack == b.stack &&
           (seesWholeClip(a.stack) || (sameMask(a.mask.pixel, b.mask.pixel) && sameMask(a.mask.audio, b.mask.audio)));
}

} // namespace

AttentionController::AttentionController(QObject* parent) : QObject(parent) {
    for (Background* work : {&passes_, &maps_}) {
        connect(work, &Background::progressed, this, &AttentionController::progressed);
        connect(work, &Background::idle, this, [this] {
            if (!busy())
                emit idle();
        });
    }
}

bool AttentionController::passFits() const {
    return pass_ && sameSubject(pass_->subject(), subject_);
}

void AttentionController::setActive(bool active) {
    if (std::exchange(active_, active) == active)
        return;
    if (active)
        refresh();
    else
        cancel();
}

void AttentionController::setSubject(const AttentionSubject& subject, std::shared_ptr<const Checkpoint> explained) {
    const bool same = sameSubject(subject, subject_);
    if (same && explained == explained_)
        return;
    const bool relevance = question_ && asksOutput(question_->quantity);
    if (!same || relevance)
        mapFits_ = false;
    subject_ = subject;
    explained_ = std::move(explained);
    failure_.reset();
    if (!same) {
        passes_.cancel();
        if (pass_ &&
            (pass_->subject().features != subject.features || pass_->subject().checkpoint != subject.checkpoint))
            pass_.reset(); // hundreds of megabytes of a base model
        emit passChanged();
    }
    refresh();
}

void AttentionController::setQuestion(const std::optional<MapQuestion>& question) {
    if (question == question_)
        return;
    question_ = question;
    mapFits_ = false;
    failure_.reset();
    refresh();
}

void AttentionController::rerun() {
    failure_.reset();
    refresh();
}

void AttentionController::cancel() {
    passes_.cancel();
    maps_.cancel();
}

void AttentionController::refresh() {
    const bool possible =
        active_ && !failure_ && subject_.checkpoint && subject_.checkpoint->modules && subject_.features;
    if (possible && passFits() && question_) {
        if (!mapFits_)
            ask(); // in place of what is being asked
        return;
    }
    maps_.cancel(); // what was asked before would not fit
    if (possible && !passFits() && !passes_.running())
        runPass();
}

void AttentionController::runPass() {
    emit progressed(0.0, tr("looking inside the model"));
    passes_.start([subject = subject_](const Job& job) { return runAttentionPass(subject, job); },
                  [this](Result<std::shared_ptr<const AttentionPass>> pass) {
                      if (!pass)
                          return fail(pass.error());
                      pass_ = std::move(*pass);
                      emit passChanged(); // the question may follow from it, and be asked at once
                      if (!maps_.running())
                          refresh();
                  });
}

void AttentionController::ask() {
    const MapQuestion question = *question_;
    maps_.start(
        [question, pass = pass_, explained = explained_](const Job& job) {
            return std::make_shared<const TokenMap>(asksOutput(question.quantity)
                                                        ? askOutput(explained, pass->subject().features, question, job)
                                                        : askPass(*pass, question, job));
        },
        [this](Result<std::shared_ptr<const TokenMap>> map) {
            if (!map)
                return fail(map.error());
            map_ = std::move(*map);
            mapFits_ = true;
            emit mapChanged();
        });
}

void AttentionController::fail(const Error& error) {
    if (error.kind == Error::Kind::Cancelled)
        return;
    failure_ = error;
    emit mapChanged();
}

} // namespace tvlt
