/* SPDX-License-Identifier: Apache-2.0 */
/* Names of things: UUIDv7 (RFC 9562) for programs, INC-2026-7K3F9 for people. */
#pragma once
#include "base/turn.h"

/* A new UUIDv7, 36 characters, from the turn's now and random bits; sorts by time. */
MUST bool id_new(struct turn *turn, struct text *id);

/* True for 36 characters of a UUID in lower case. */
bool id_valid(struct text id);

enum { ID_WORD_LETTERS_MAX = 32 };

/* letters random characters of 23456789ABCDEFGHJKMNPQRSTVWXYZ (nothing that looks like another). */
MUST bool id_word(struct turn *turn, size_t letters, struct text *word);
