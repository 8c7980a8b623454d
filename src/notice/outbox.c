/* SPDX-License-Identifier: Apache-2.0 */
/* What waits to be sent, and who sends it. */
#include "notice/inside.h"

bool notice_next(struct turn *turn, int64_t *next_us)
{
    return rows_next(turn, next_us);
}

/* "ID", and "ID.2" on the way of place 2: what comes back says which it was. */
static struct text message_of(struct arena *arena, const struct notice *notice)
{
    if (notice->route == 0)
        return notice->id;
    return text_format(arena, "%.*s.%lld", TEXT_SHOW(notice->id), (long long)notice->route);
}

static struct notice_letter letter_of(struct arena *arena, const struct notice *notice)
{
    return (struct notice_letter){.id = notice->id,
                                  .message = message_of(arena, notice),
                                  .channel = notice->channel,
                                  .address = notice->address,
                                  .subject = notice->subject,
                                  .body = notice->body,
                                  .queued_us = notice->entry_us,
                                  .attempt = notice->attempts + 1};
}

bool notice_take(struct turn *turn, size_t limit, int64_t lease_us, struct notice_letter **letters,
                 size_t *count)
{
    struct notice *due;
    size_t due_count;
    struct chore *chore;
    *count = 0;
    if (!rows_due(turn, limit, &due, &due_count))
        return false;
    *letters = arena_array(turn->arena, due_count + 1, sizeof **letters);
    if (due_count == 0)
        return true;
    if (!store_chore_begin(turn, &chore))
        return false;
    bool good = rows_leases_prune(turn, chore);
    for (size_t i = 0; i < due_count && good; i++) {
        bool taken = false;
        good = rows_lease(turn, chore, &due[i], turn->now_us + lease_us, &taken);
        if (taken)
            (*letters)[(*count)++] = letter_of(turn->arena, &due[i]);
    }
    return store_chore_end(turn, chore) && good;
}
