#include "core/analysis/metrics.h"
