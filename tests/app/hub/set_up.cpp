#include "tests/support/hooks.h"

#include <QCoreApplication>
#include <QNetworkProxy>

std::shared_ptr<void> tvltTestSetUp(int& argc, char** argv) {
    auto application = std::make_shared<QCoreApplication>(argc, argv);
    QNetworkProxy::setApplicationProxy(QNetworkProxy::NoProxy); // the hub is on this machine
    return application;
}
