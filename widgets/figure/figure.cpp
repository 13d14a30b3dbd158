#include "widgets/figure/figure.h"
