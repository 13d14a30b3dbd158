#pragma once

#include "app/workbench/background.h"
#include "core/analysis/analysis.h"
#include "core/analysis/request.h"
#include "core/session/session.h"
#include "widgets/columns/column_data.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace tvlt {

class Workbench;

/// What the columns differ in.
enum class ColumnsBy { Ratios, Checkpoints, Clips };
/// Whose ratio a column's is; the other stays as the mask bar has it.
enum class RatioOf { Both, Pixel, Audio };

/// The analyses behind columns, one after the other, on the mask now set: all with one noise field. A change asks again
/// only those columns that it concerns; what runs goes on unless clip or checkpoint change, and columns take turns, so
/// that a dragged number is always answered. Nothing runs while inactive. GUI thread.
class ColumnsController : public QObject {
    Q_OBJECT

  public:
    explicit ColumnsController(Workbench& workbench, QObject* parent = nullptr);

    void setActive(bool active);
    [[nodiscard]] ColumnsBy by() const { return by_; }
    void setBy(ColumnsBy by);
    [[nodiscard]] RatioOf ratioOf() const { return ratioOf_; }
    void setRatioOf(RatioOf ratioOf);
    [[nodiscard]] const std::vector<double>& ratios() const { return ratios_; }
    void setRatios(const std::vector<double>& ratios);
    void setRatio(int column, double ratio);
    /// At a ratio between or beyond those that are there.
    void addColumn();
    void removeColumn(int column);
    /// What the second column is of.
    void openOtherCheckpoint(const QString& path);
    void openOtherClip(const QString& path);

    /// As names and numbers, and back: what a session keeps.
    [[nodiscard]] SessionColumns session() const;
    void restore(const SessionColumns& columns);

    /// What all columns share; none: each has its own.
    [[nodiscard]] std::optional<ColumnData> original() const;
    [[nodiscard]] std::vector<ColumnData> columns() const;
    /// Work runs or is about to.
    [[nodiscard]] bool busy() const;
    void cancel();

  signals:
    void changed();
    void failed(const tvlt::Error& error);
    void progressed(double fraction, const QString& stage);
    void idle();

  private:
    struct Column {
        QString title;
        std::optional<double> ratio;
        std::optional<Request> wanted; ///< none: what it takes has not been opened
        std::shared_ptr<const Analysis> analysis;
        std::optional<Request> answered; ///< the last request that ended, well or not
        QString error;
    };
    void stop();
    void rebuild();
    void refreshSoon();
    void refresh();
    void describe();
    void pump();
    void take(std::size_t index, const Request& request, Result<std::shared_ptr<const Analysis>> result);
    [[nodiscard]] std::optional<Request> baseRequest() const;
    [[nodiscard]] MaskSettings maskFor(double ratio) const;
    [[nodiscard]] ColumnData dataOf(const Column& column) const;

    Workbench& workbench_;
    bool active_ = false;
    bool stopped_ = false; ///< by a person: until something changes
    ColumnsBy by_ = ColumnsBy::Ratios;
    RatioOf ratioOf_ = RatioOf::Both;
    std::vector<double> ratios_{0.25, 0.5, 0.75, 0.9};
    std::vector<Column> columns_;
    std::size_t last_ = 0; ///< column that ran last
    std::shared_ptr<const Checkpoint> otherCheckpoint_;
    std::optional<ClipInfo> otherClip_;
    QString otherCheckpointPath_; ///< as it was chosen
    Background openClip_;
    QTimer soon_;
    Background run_;
    Background open_;
};

} // namespace tvlt
