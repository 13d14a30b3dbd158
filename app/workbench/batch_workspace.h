#pragma once

#include "app/workbench/background.h"
#include "app/workbench/workspace.h"
#include "core/batch/batch_table.h"

#include <memory>

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace tvlt {

class BatchPlots;
class BatchTableView;
class ElidedLabel;

/// The page "Batch": the folder of a run of `tvlt batch`, as a table and as plots of two of its measures. A line opens
/// its clip with the settings that it was asked with.
class BatchWorkspace : public Workspace {
    Q_OBJECT

  public:
    static constexpr QLatin1String kJob{"batch"};

    explicit BatchWorkspace(QWidget* parent = nullptr);

    [[nodiscard]] bool busy() const override { return read_.running(); }
    void cancel(const QString& job) override;
    [[nodiscard]] std::optional<PageFigure> figure() const override;
    [[nodiscard]] QString figureAdvice() const override;
    /// A folder that holds ledgers, or a ledger.
    void openFolder(const QString& path);
    [[nodiscard]] bool hasBatch() const { return !path_.isEmpty(); }
    [[nodiscard]] const std::shared_ptr<const BatchTable>& table() const { return table_; }

  public slots:
    /// Asks for a folder.
    void chooseFolder();

  signals:
    /// A folder was named: its table comes when it is read.
    void folderOpened();
    /// A person wants to look at a clip. `classifier`: path or hub id of the one that was asked too; empty: none was
    /// named.
    void clipRequested(const tvlt::Session& session, const QString& classifier);

  private:
    QWidget* buildBar();
    QComboBox* addMeasureBox(const char* name, const QString& label, QLayout& line);
    void reload();
    void take(std::shared_ptr<const BatchTable> table);
    void fillMeasures();
    void showPlots();
    void refresh();
    void choose(int clip);
    void openClip(int clip);
    [[nodiscard]] QString stateText() const;

    QString path_;
    std::shared_ptr<const BatchTable> table_;
    Background read_;
    QPushButton* reload_;
    QComboBox* across_;
    QComboBox* up_;
    ElidedLabel* state_;
    QStackedWidget* pages_;
    QLabel* empty_;
    BatchTableView* view_;
    BatchPlots* plots_;
};

} // namespace tvlt
