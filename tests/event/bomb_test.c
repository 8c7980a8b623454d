/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Blocks of a stored segment that lie about what they unpack to, each with sums that are right: as
 * somebody writes them who can write to the disk. They are named, what stands beside them is read,
 * and the memory they take is that of the largest block there may be.
 */
#include "base/crc.h"
#include "event/segment_store.h"
#include "ground.h"
#include <sys/resource.h>
#include <sys/wait.h>

enum {
    BOMB_BYTES = 256 * 1024 * 1024,
    MEMORY_BYTES_MAX = 4 * BLOCK_PAYLOAD_BYTES_MAX + 32 * 1024 * 1024
};

static const char open_name[] = "0000000000000001.open";

/* So many zeros, packed. Their memory is given back before anything is measured. */
static struct text bomb_make(struct arena *arena, size_t plain_bytes)
{
    struct packer *packer;
    size_t size = 0;
    struct arena *each = arena_new(ground_arena_bytes);
    struct turn turn = {.arena = each};
    char *plain = calloc(1, plain_bytes);
    char *packed = malloc(packed_bytes_max(plain_bytes));
    bool good = plain != NULL && packed != NULL && packer_new(&turn, 3, TEXT_NONE, &packer)
                && pack(packer, (struct text){plain, plain_bytes}, packed,
                        packed_bytes_max(plain_bytes), &size);
    struct text bomb = good ? text_copy(arena, (struct text){packed, size}) : TEXT_NONE;
    free(plain);
    free(packed);
    arena_free(each);
    return bomb;
}

/* An open segment of one block, whose place is *offset. */
static bool segment_make(struct ground *ground, struct block_head *head, uint64_t *offset)
{
    struct segment_file *file;
    const char *path = text_format(ground->turn.arena, "%s/%s", ground->folder, open_name).data;
    bool good = ground_open(ground) && ground_put(ground, TEXT("a line that is good"))
                && segment_cut(&ground->turn, ground->store);
    segment_close(ground->store);
    if (!good || !segment_file_open(&ground->turn, path, &file))
        return false;
    good = file->block_count == 1;
    *head = file->blocks[0].head;
    *offset = file->blocks[0].offset;
    segment_file_close(file);
    return good;
}

/* Behind the good block another, with the bomb in it, that claims to be so large. */
static bool bomb_put(struct ground *ground, const struct block_head *good, uint64_t offset,
                     struct text bomb, uint32_t claimed)
{
    unsigned char bytes[BLOCK_HEAD_BYTES];
    const char *path = text_format(ground->turn.arena, "%s/%s", ground->folder, open_name).data;
    struct block_head head = *good;
    off_t at = (off_t)(offset + BLOCK_HEAD_BYTES + good->packed_bytes);
    head.first = good->first + good->records;
    head.packed_bytes = (uint32_t)bomb.size;
    head.payload_bytes = claimed;
    head.payload_crc = crc32c(0, bomb);
    block_head_write(&head, bytes);
    int file = open(path, O_RDWR);
    bool written =
        file >= 0 && ftruncate(file, at) == 0 && pwrite(file, bytes, sizeof bytes, at) > 0
        && pwrite(file, bomb.data, bomb.size, at + BLOCK_HEAD_BYTES) == (ssize_t)bomb.size;
    close(file);
    return written;
}

static long memory_most(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used.ru_maxrss * 1024;
}

/* In a process of its own, whose memory nobody has used before: how both blocks are read. */
static bool bomb_read(const struct ground *ground, const char *wanted)
{
    fflush(stdout);
    pid_t child = fork();
    if (child != 0) {
        int status = 1;
        return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }
    struct turn turn = {.arena = arena_new(ground_arena_bytes)};
    struct segment_file *file;
    struct block block;
    long before = memory_most();
    const char *path = text_format(turn.arena, "%s/%s", ground->folder, open_name).data;
    bool good = segment_file_open(&turn, path, &file) && file->block_count == 2
                && segment_file_block(&turn, file, 0, &block) && block.count == 1
                && !segment_file_block(&turn, file, 1, &block) && turn.fault.kind == FAULT_BROKEN
                && strstr(turn.fault.message, "block 1") != NULL
                && strstr(turn.fault.message, wanted) != NULL;
    long grown = memory_most() - before;
    if (!good || grown > MEMORY_BYTES_MAX)
        printf("# %s, %ld bytes\n", turn.fault.message, grown);
    fflush(stdout);
    _exit(good && grown <= MEMORY_BYTES_MAX ? 0 : 1);
}

/* One that claims more than any block may: it is the end of what was written. */
static bool none_there(struct ground *ground)
{
    struct segment_file *file;
    const char *path = text_format(ground->turn.arena, "%s/%s", ground->folder, open_name).data;
    if (!segment_file_open(&ground->turn, path, &file))
        return false;
    bool good = file->block_count == 1;
    segment_file_close(file);
    return good;
}

int main(void)
{
    struct ground ground;
    struct block_head head;
    uint64_t offset = 0;
    if (!ok(ground_make(&ground) && segment_make(&ground, &head, &offset), "a store of one block"))
        return tap_end();
    struct text bomb = bomb_make(ground.turn.arena, BOMB_BYTES);
    struct text most = bomb_make(ground.turn.arena, BLOCK_PAYLOAD_BYTES_MAX);
    ok(bomb.size > 0 && bomb.size < 1 << 20, "%zu bytes that unpack to %d", bomb.size, BOMB_BYTES);
    ok(bomb_put(&ground, &head, offset, bomb, head.payload_bytes)
           && bomb_read(&ground, "cannot be unpacked"),
       "one that claims little and unpacks to much is named, and takes no memory");
    ok(bomb_put(&ground, &head, offset, bomb, BLOCK_PAYLOAD_BYTES_MAX)
           && bomb_read(&ground, "cannot be unpacked"),
       "and so is one that claims as much as may be");
    ok(bomb_put(&ground, &head, offset, most, BLOCK_PAYLOAD_BYTES_MAX)
           && bomb_read(&ground, "its "),
       "one that unpacks to what it claims, and holds no records, is named");
    ok(bomb_put(&ground, &head, offset, bomb, BLOCK_PAYLOAD_BYTES_MAX + 1) && none_there(&ground),
       "one that claims more than may be is no block");
    ground_remove(&ground);
    return tap_end();
}
