/* SPDX-License-Identifier: Apache-2.0 */
/* Lets the door be linked whole while the counter is not built. */
#include "double.h"
