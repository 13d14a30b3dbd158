#pragma once

#include <nlohmann/json_fwd.hpp>

#include <initializer_list>
#include <string>
#include <vector>

namespace tvlt {

/// Reads the fields of one JSON object with checks. Each field may have several names; the first one present counts.
/// A field that is absent or null leaves the value as it is. Every error names the file and the field.
class JsonFields {
  public:
    using Names = std::initializer_list<const char*>;

    /// Keeps a reference to `object`; `where` is the file, or the file and the path of this object in it.
    JsonFields(const nlohmann::json& object, std::string where);

    [[nodiscard]] const nlohmann::json* find(Names names) const;
    [[nodiscard]] std::string path(const char* name) const;
    void require(Names names) const;

    void read(Names names, bool& value) const;
    void read(Names names, double& value) const;
    void read(Names names, int& value, int lowest, int highest) const;
    /// One finite number or a list of them, at least one.
    void readNumbers(Names names, std::vector<double>& values) const;
    /// A pair of positive ints, or one int for both; the field must be there.
    [[nodiscard]] std::vector<int> intPair(Names names, int highest) const;

  private:
    [[nodiscard]] std::string pathOf(Names names) const;

    const nlohmann::json& object_;
    std::string where_;
};

} // namespace tvlt
