#pragma once

#include <memory>

/// Called by main() before the tests run; what it returns is kept until they have ended.
std::shared_ptr<void> tvltTestSetUp(int& argc, char** argv);
