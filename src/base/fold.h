/* SPDX-License-Identifier: Apache-2.0 */
/* Letters without their case: simple case folding of Unicode, for comparing. */
#pragma once
#include "base/text.h"

/* Folded text takes at most so many bytes for each three of the original (a letter of two bytes
 * can fold to one of three). */
#define FOLD_BYTES(size) ((size) / 2 * 3 + 3)

/*
 * Writes a folded into bytes, which has room for FOLD_BYTES(a.size), and returns how many bytes it
 * became. What is no well-formed UTF-8 stays as it is, byte by byte.
 */
size_t fold_write(struct text a, char *bytes);

/* The same into the arena. */
struct text fold_text(struct arena *arena, struct text a);

/* How many bytes the character at the front of a has: 1 to 4 where it is well-formed UTF-8, and 1
 * for any other byte. a has at least one byte. *code is the character, or UINT32_MAX. */
size_t utf8_next(struct text a, uint32_t *code);

/* Writes a character as UTF-8 into four bytes at most; how many. */
size_t utf8_write(uint32_t code, char *bytes);
