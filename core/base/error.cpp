#include "core/base/error.h"

#include <utility>

namespace tvlt {

std::string Error::message() const {
    std::string text;
    if (!where.empty())
        text += where + ": ";
    text += what;
    if (!remedy.empty()) {
        if (!text.empty() && text.back() != '.' && text.back() != '?' && text.back() != '!')
            text += '.';
        text += ' ' + remedy;
    }
    return text;
}

Exception::Exception(Error error) : std::runtime_error(error.message()), error_(std::move(error)) {}

void throwBadInput(std::string what, std::string where, std::string remedy) {
    throw Exception({Error::Kind::BadInput, std::move(what), std::move(where), std::move(remedy)});
}

void throwNotFound(std::string what, std::string where, std::string remedy) {
    throw Exception({Error::Kind::NotFound, std::move(what), std::move(where), std::move(remedy)});
}

void throwUnsupported(std::string what, std::string where, std::string remedy) {
    throw Exception({Error::Kind::Unsupported, std::move(what), std::move(where), std::move(remedy)});
}

void throwCancelled() {
    throw Exception({Error::Kind::Cancelled, "cancelled", {}, {}});
}

} // namespace tvlt
