#include "tests/support/hooks.h"

#include <QCoreApplication>

/// For the tests' own hub; `tvlt` runs as a process of its own.
std::shared_ptr<void> tvltTestSetUp(int& argc, char** argv) {
    return std::make_shared<QCoreApplication>(argc, argv);
}
