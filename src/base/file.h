/* SPDX-License-Identifier: Apache-2.0 */
/* Whole files, and writing that is complete and durable or has not happened. */
#pragma once
#include "base/turn.h"

/* Reads a whole file of at most bytes_max bytes into the arena; "-" is standard input. Faults:
 * missing, limit, broken (with the system's reason). */
MUST bool file_read(struct turn *turn, const char *path, size_t bytes_max, struct text *bytes);

/* Writes beside the path, syncs, renames over it, syncs the folder. mode as in chmod (0644, 0600).
 */
MUST bool file_write(struct turn *turn, const char *path, struct text bytes, unsigned mode);

/* Removes a file durably; fine if it is not there. */
MUST bool file_remove(struct turn *turn, const char *path);

/* Makes a folder and its parents with the mode, durably; fine if it is there already. */
MUST bool folder_make(struct turn *turn, const char *path, unsigned mode);

/* The names in a folder, without "." and "..", sorted by bytes. */
MUST bool folder_list(struct turn *turn, const char *path, struct text **names, size_t *count);

/* True when there is anything at the path: a file, a folder, a socket. */
bool file_exists(const char *path);
