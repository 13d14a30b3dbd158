#include "app/cli/interrupt.h"

#include <csignal>
#include <unistd.h>

namespace tvlt {

namespace {

constexpr int kEndOfListening = SIGUSR1; // from the destructor to the listener

sigset_t watchedSignals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, kEndOfListening);
    return signals;
}

} // namespace

Interrupt::Interrupt() {
    const sigset_t signals = watchedSignals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    listener_ = std::thread([source = source_, signals]() mutable {
        int signal = 0;
        while (sigwait(&signals, &signal) == 0 && signal != kEndOfListening)
            if (!source.request_stop())
                _exit(130);
    });
}

Interrupt::~Interrupt() {
    pthread_kill(listener_.native_handle(), kEndOfListening);
    listener_.join();
}

} // namespace tvlt
