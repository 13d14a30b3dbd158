#pragma once

#include "core/attention/token_map.h"

#include <QTabWidget>

#include <memory>

class QTableWidget;

namespace tvlt {

/// The numbers of a map: its largest tokens, and sums by frame, second and mel band. Choosing a line asks for its patch
/// or its time.
class TargetList : public QTabWidget {
    Q_OBJECT

  public:
    explicit TargetList(QWidget* parent = nullptr);
    void setMap(const std::shared_ptr<const TokenMap>& map);

  signals:
    void tokenChosen(const tvlt::TokenRef& token);
    void timeChosen(double seconds);

  private:
    void fillLargest();
    void fillSums();

    std::shared_ptr<const TokenMap> map_;
    std::vector<AskedToken> tokens_; ///< of the largest, by line
    std::vector<double> times_;      ///< of the sums by frame and second, by line
    QTableWidget* largest_;
    QTableWidget* sums_;
    QTableWidget* bands_;
};

} // namespace tvlt
