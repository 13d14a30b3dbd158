#include "core/media/probe.h"
