#pragma once

#include <QWidget>

#include <cstdint>

class QLabel;

namespace tvlt {

struct LoadReport;

/// One checkpoint as a card: what it is, which heads it has, and what was odd when it was loaded.
class ModelPanel : public QWidget {
    Q_OBJECT

  public:
    explicit ModelPanel(QWidget* parent = nullptr);
    /// `runsOn`: device and dtype in words; may be empty.
    void setReport(const QString& name, const LoadReport& report, const QString& runsOn);
    /// The companion that says the classes; nullptr: none.
    void setClassifier(const QString& name, const LoadReport* report);
    void setHash(const QString& sha256);

  private:
    void refresh();

    QLabel* text_;
    QString html_;
    QString classifier_;
    QString hash_;
};

/// The report as rich text, every list in full.
[[nodiscard]] QString reportHtml(const QString& name, const LoadReport& report, const QString& runsOn);
/// "12.3 M parameters".
[[nodiscard]] QString parameterText(std::int64_t parameters);

} // namespace tvlt
