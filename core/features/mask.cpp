#include "core/features/mask.h"
