/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Zstandard (RFC 8878): blocks packed and unpacked one by one, and whole files read as a stream.
 * What is unpacked has a size that the caller knows or limits, so that a small file cannot become
 * a large memory. This is the only file that calls libzstd.
 */
#pragma once
#include "base/turn.h"

/*
 * Packs block after block at one level, each on its own, with the same dictionary (any bytes that
 * resemble the blocks, a MiB is well used; they are copied; none: empty). The unpacker needs the
 * same dictionary. A
 * packer lives in the arena and is used by one thread at a time. Faults: limit, no memory.
 */
struct packer;
MUST bool packer_new(struct turn *turn, int level, struct text dictionary, struct packer **packer);

/* Another dictionary from the next block on. Faults: limit, no memory. */
MUST bool packer_learn(struct turn *turn, struct packer *packer, struct text dictionary);

/*
 * Of samples that stand end to end, so many bytes of what comes again most: a better dictionary
 * than any of them. The same samples give the same one. NONE: too few to choose from.
 */
struct text dictionary_choose(struct arena *arena, struct text samples, const size_t *sizes,
                              size_t count, size_t bytes_max);

/* How many bytes packing that many can come to. */
size_t packed_bytes_max(size_t size);

/* Packs into memory of capacity bytes; false when they do not fit there. */
MUST bool pack(struct packer *packer, struct text plain, char *packed, size_t capacity,
               size_t *size);

/* The other way. */
struct unpacker;
MUST bool unpacker_new(struct turn *turn, struct text dictionary, struct unpacker **unpacker);

/* Unpacks into exactly size bytes; false for anything that does not come to just these. */
MUST bool unpack(struct unpacker *unpacker, struct text packed, char *plain, size_t size);

/* True when the bytes begin as a zstd file does. */
bool packed_begins(struct text bytes);

/*
 * A stream of zstd frames, unpacked piece by piece as the packed bytes come in. Its window is at
 * most 128 MiB (--long=27); a frame that asks for more is a fault.
 */
struct inflow;
MUST bool inflow_new(struct turn *turn, struct inflow **inflow);

/*
 * Takes from the packed bytes and puts into plain; *taken and *size say how many of each. Call it
 * again with the rest until all is taken and *size is below capacity. *ended: a frame ended with
 * the last byte taken, so that the stream may end here. Faults: invalid, with zstd's reason.
 */
MUST bool inflow_take(struct turn *turn, struct inflow *inflow, struct text packed, size_t *taken,
                      void *plain, size_t capacity, size_t *size, bool *ended);
