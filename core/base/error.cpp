#include "core/base/error.h"

#include "core/base/printable.h"

#include <utility>

namespace tvlt {

namespace {

Error printableError(Error error) {
    constexpr std::size_t most = 1500;
    for (std::string* text : {&error.what, &error.where, &error.remedy})
        *text = printable(*text, most);
    return error;
}

} // namespace

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

Exception::Exception(Error error)
    : std::runtime_error(printableError(error).message()), error_(printableError(std::move(error))) {}

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
