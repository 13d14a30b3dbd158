#include "core/attention/token_values.h"

#include <cmath>
#include <limits>

namespace tvlt {

float TokenValues::at(const AskedToken& token) const {
    if (!token)
        return cls.value_or(std::numeric_limits<float>::quiet_NaN());
    return (token->modality == Modality::Pixel ? pixel : audio)[static_cast<std::size_t>(token->token)];
}

double TokenValues::sum() const {
    double sum = padding + cls.value_or(0.0F);
    for (const auto* values : {&pixel, &audio})
        for (const float value : *values)
            sum += std::isnan(value) ? 0.0 : value;
    return sum;
}

} // namespace tvlt
