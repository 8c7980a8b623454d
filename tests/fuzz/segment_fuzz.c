/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whatever the bytes of a segment, of a block or of a journal, they are read or refused; and a
 * block that was read is spelled again to the same records. The first byte says which it is.
 */
#include "event/segment_proof.h"
#include "event/segment_store.h"
#include "target.h"
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static void try_file(struct turn *turn, struct text bytes, const char *ending)
{
    char path[64];
    struct segment_verdict verdict;
    snprintf(path, sizeof path, "/tmp/revere-segment-fuzz-%ld.%s", (long)getpid(), ending);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    insist(file >= 0 && write(file, bytes.data, bytes.size) == (ssize_t)bytes.size);
    close(file);
    insist(segment_verify(turn, path, NULL, &verdict));
    insist(verdict.sound || verdict.where.size > 0);
    unlink(path);
}

/* A payload under a head that promises what there is. */
static void try_block(struct turn *turn, struct text bytes)
{
    struct block block;
    const char *why;
    if (bytes.size < 4)
        return;
    struct block_head head = {.payload_bytes = (uint32_t)bytes.size - 4,
                              .records = (uint32_t)(unsigned char)bytes.data[0] % 64 + 1};
    struct text payload = {bytes.data + 4, bytes.size - 4};
    if (!block_read(turn->arena, &head, payload, &block, &why))
        insist(why != NULL);
    for (uint32_t raw = 0; raw < 3; raw++) {
        head.raw_bytes = (uint32_t)bytes.data[raw + 1] & 0xff;
        (void)block_read(turn->arena, &head, payload, &block, &why);
    }
}

static void try_journal(struct text bytes)
{
    struct journal_piece piece;
    uint64_t nonce;
    size_t size = 0;
    while (journal_piece_read(bytes, &piece, &nonce, &size)) {
        insist(size > 0 && size <= bytes.size);
        bytes = (struct text){bytes.data + size, bytes.size - size};
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new((size_t)1 << 30);
    struct turn turn = {.arena = arena};
    struct segment_proof proof;
    struct text bytes = {(const char *)data + (size > 0), size - (size > 0)};
    jmp_buf guard;
    if (size > 0 && !ARENA_GUARD(arena, guard)) {
        switch (data[0] % 5) {
        case 0: try_file(&turn, bytes, "segment"); break;
        case 1: try_file(&turn, bytes, "open"); break;
        case 2: try_block(&turn, bytes); break;
        case 3: try_journal(bytes); break;
        default:
            if (segment_proof_read(&turn, bytes, &proof))
                (void)segment_proof_holds(&proof);
        }
    }
    arena_guard(arena, NULL);
    arena_free(arena);
    return 0;
}
