#pragma once

#include "app/workbench/analysis_controller.h"
#include "app/workbench/background.h"
#include "app/workbench/export_dialog.h"
#include "app/workbench/page_figure.h"
#include "app/workbench/preferences.h"
#include "app/workbench/session_controller.h"

#include <QMainWindow>

#include <chrono>

class QDir;
class QLabel;
class QSettings;
class QStackedWidget;
class QTabWidget;
class QToolBar;
class QToolButton;

namespace tvlt {

class Actions;
class Autosave;
class BatchWorkspace;
class CheckpointDialog;
class CompareWorkspace;
class EmptyState;
class FrameView;
class InspectView;
class JobStatus;
class MaskActions;
class MaskBar;
class MaskingPanel;
class MessageBar;
class MetricsPanel;
class ModelPanel;
class Remedies;
class SoundActions;
class TimelineView;
class Workbench;
class Workspace;
struct HubPlan;

/// Builds the views, connects them with the workbench, and keeps their places.
class MainWindow : public QMainWindow {
    Q_OBJECT

  public:
    MainWindow(Preferences preferences, const EngineFactory& makeEngine);
    ~MainWindow() override;

    [[nodiscard]] Workbench& workbench() { return *workbench_; }
    [[nodiscard]] const Preferences& preferences() const { return preferences_; }
    /// Something is being opened, loaded, computed or written, by the workbench or by a workspace.
    [[nodiscard]] bool busy() const;
    /// Brings the workspace of this objectName() to the front, or "NAME/PART" of one that has parts; false: there is
    /// none.
    bool showWorkspace(const QString& name);
    /// All of it: the workbench's, and which page, columns and docks the window shows.
    [[nodiscard]] Session session() const;
    void restoreSession(const Session& session);
    /// Opens the demo clip, where there is one, with a word on what to do: the first start.
    void showDemo();
    /// Brings back what a file holds; a clip that has moved is asked for.
    void openSession(const QString& path);
    static constexpr std::chrono::milliseconds kKeepEvery{10'000};
    /// Keeps the session in `folder` while the program runs, and offers what a crash left there.
    void keepSession(const QDir& folder, std::chrono::milliseconds every = kKeepEvery);
    void restorePlaces(const QSettings& settings);
    void savePlaces(QSettings& settings) const;

  protected:
    void dragEnterEvent(QDragEnterEvent*) override;
    void dropEvent(QDropEvent*) override;
    void resizeEvent(QResizeEvent*) override;

  private:
    void buildViews();
    void addWorkspace(Workspace* workspace);
    /// Puts a page behind a tab of its own, with Ctrl and the tab's number as its keys.
    void addTab(QWidget* page);
    void cancel(const QString& job);
    void buildToolBar();
    void fitToolBars();
    void buildDocks();
    void buildStatusBar();
    void connectActions();
    void connectWorkbench();
    void connectViews();

    void showClip();
    /// A clip or a batch is there to be shown.
    void showPages();
    void openFromBatch(const Session& session, const QString& classifier);
    void showCheckpoint();
    void showData();
    void showRate(double rate);
    void fillRecent();
    void chooseClip();
    void chooseAudio();
    void chooseCheckpoint();
    void offerDownload(const HubPlan& plan);
    void chooseClassifier();
    void chooseSession();
    void saveSession(bool ask);
    /// Asks for what is not where it was; false: a person gave up.
    bool findMissing(Session& session);
    void offerLeftBehind(const Session& session);
    void chooseExport();
    void chooseMovie();
    void chooseFigure(const QString& name);
    void choosePageExport(const QString& name, const PageFigure& figure);
    /// Of the page in front; none: it has none now, or is no Workspace.
    [[nodiscard]] std::optional<PageFigure> pageFigure() const;
    [[nodiscard]] bool hasFigure() const;
    void sayNoFigure();
    void copyFigure();
    void copyCommandLine();
    void choosePreferences();
    void applyPreferences(const Preferences& edited);
    void showDevice();
    void showAbout();
    void showShortcuts();

    Preferences preferences_;
    std::unique_ptr<Workbench> workbench_; ///< outlives the views
    Background runtimeInfo_;
    SessionController sessions_;
    QString sessionPath_; ///< of the file last opened or saved
    Autosave* autosave_ = nullptr;
    Actions* actions_;
    MaskActions* maskActions_ = nullptr;
    SoundActions* soundActions_ = nullptr;
    Remedies* remedies_ = nullptr;
    QString notes_;             ///< shown once each
    ExportChoice exportChoice_; ///< of the last figure
    FigureLook pageLook_;       ///< of the last one of a page
    PageExtras pageExtras_;
    Background copy_;
    QByteArray builtState_; ///< the docks as they come

    MessageBar* message_ = nullptr;
    QStackedWidget* pages_ = nullptr;
    EmptyState* empty_ = nullptr;
    QTabWidget* tabs_ = nullptr;
    QList<Workspace*> workspaces_;
    CompareWorkspace* compare_ = nullptr;
    BatchWorkspace* batch_ = nullptr;
    InspectView* inspect_ = nullptr;
    TimelineView* timeline_ = nullptr;
    MaskBar* maskBar_ = nullptr;
    FrameView* frame_ = nullptr;
    MetricsPanel* metrics_ = nullptr;
    MaskingPanel* masking_ = nullptr;
    ModelPanel* model_ = nullptr;
    QToolBar* maskToolBar_ = nullptr;
    QToolButton* exportButton_ = nullptr;
    QLabel* clock_ = nullptr;
    QLabel* hover_ = nullptr;
    QLabel* checkpointLabel_ = nullptr;
    QLabel* deviceLabel_ = nullptr;
    JobStatus* jobs_ = nullptr;
    CheckpointDialog* checkpointDialog_ = nullptr;
};

} // namespace tvlt
