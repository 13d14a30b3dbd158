#pragma once

#include "app/workbench/background.h"
#include "core/attention/token_map.h"

#include <QObject>

#include <memory>
#include <optional>

namespace tvlt {

/// Keeps one subject and one question, runs a pass when the subject changes and asks it when the question does, off the
/// GUI thread and only while it is active. Answers to older questions are dropped. GUI thread.
class AttentionController : public QObject {
    Q_OBJECT

  public:
    explicit AttentionController(QObject* parent = nullptr);

    void setActive(bool active);
    /// Null pointers in it: there is nothing to look at. `explained`: who is asked for relevance.
    void setSubject(const AttentionSubject& subject, std::shared_ptr<const Checkpoint> explained);
    /// None: not yet known; the pass runs all the same.
    void setQuestion(const std::optional<MapQuestion>& question);
    /// Asks again, also after a failure.
    void rerun();
    void cancel();
    [[nodiscard]] bool busy() const { return passes_.running() || maps_.running(); }
    /// Of the subject now set; null: it is not there yet.
    [[nodiscard]] std::shared_ptr<const AttentionPass> pass() const { return passFits() ? pass_ : nullptr; }
    /// Of the subject and the question now set.
    [[nodiscard]] std::shared_ptr<const TokenMap> map() const { return mapFits_ ? map_ : nullptr; }
    /// Why there is none; empty: nothing has failed.
    [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

  signals:
    void passChanged();
    void mapChanged();
    void progressed(double fraction, const QString& stage);
    void idle();

  private:
    [[nodiscard]] bool passFits() const;
    void refresh();
    void runPass();
    void ask();
    void fail(const Error& error);

    bool active_ = false;
    AttentionSubject subject_;
    std::shared_ptr<const Checkpoint> explained_;
    std::optional<MapQuestion> question_;
    std::shared_ptr<const AttentionPass> pass_;
    std::shared_ptr<const TokenMap> map_;
    bool mapFits_ = false;
    std::optional<Error> failure_;
    Background passes_;
    Background maps_;
};

} // namespace tvlt
