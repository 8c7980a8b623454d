/* SPDX-License-Identifier: Apache-2.0 */
/* CRC-32C (Castagnoli, RFC 3720 appendix B.4): finds what a disk or a torn write did. It finds no
 * forger: that is what hashes are for. */
#pragma once
#include "base/text.h"

/* Of the bytes, after those that made crc; begin with 0. */
uint32_t crc32c(uint32_t crc, struct text bytes);
