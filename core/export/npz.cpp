#include "core/export/npz.h"
