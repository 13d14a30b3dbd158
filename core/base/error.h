#pragma once

#include <stdexcept>
#include <string>

namespace tvlt {

/// What went wrong, where, and what the user can do about it. A plain value that crosses threads.
struct Error {
    enum class Kind {
        NotFound,    ///< no such file, key or stream
        BadInput,    ///< a file or an argument is not what it should be
        Unsupported, ///< valid, but nothing that this program handles
        OutOfMemory, ///< on the CPU or on the device
        Cancelled,   ///< the user or a newer request stopped it: an outcome, never a dialog
        Internal,    ///< our own fault
    };

    Kind kind = Kind::Internal;
    std::string what;   ///< one sentence, no full stop needed
    std::string where;  ///< file, field, byte offset or argument; may be empty
    std::string remedy; ///< what to try; may be empty

    /// "WHERE: WHAT. REMEDY" on one line, for standard error and dialogs.
    [[nodiscard]] std::string message() const;
};

/// Carries an Error inside core. Turned into a Result at core's doors, see guard() in result.h. What the error quotes
/// may be from a file that means harm: its texts are made printable() here, so that no place has to think of it.
class Exception : public std::runtime_error {
  public:
    explicit Exception(Error error);
    [[nodiscard]] const Error& error() const noexcept { return error_; }

  private:
    Error error_;
};

/// Throws Exception with Kind::BadInput.
[[noreturn]] void throwBadInput(std::string what, std::string where = {}, std::string remedy = {});
[[noreturn]] void throwNotFound(std::string what, std::string where = {}, std::string remedy = {});
[[noreturn]] void throwUnsupported(std::string what, std::string where = {}, std::string remedy = {});
/// Throws Exception with Kind::Cancelled.
[[noreturn]] void throwCancelled();

} // namespace tvlt
