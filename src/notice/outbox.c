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
        return notice->letter;
    return text_format(arena, "%.*s.%lld", TEXT_SHOW(notice->letter), (long long)notice->route);
}

/* Of one notice, or of several that go together. */
static struct notice_letter letter_of(struct turn *turn, const struct notice *notices, size_t count)
{
    const struct notice *notice = &notices[0];
    struct notice_letter letter = {.id = notice->letter,
                                   .message = message_of(turn->arena, notice),
                                   .channel = notice->channel,
                                   .address = notice->address,
                                   .subject = notice->subject,
                                   .body = notice->body,
                                   .queued_us = notice->entry_us,
                                   .answers = notice->answers,
                                   .attempt = notice->attempts + 1};
    if (count > 1)
        digest_word(turn->arena, turn->pack, notices, count, &letter);
    return letter;
}

/* Leases what goes with a notice that is due; *taken: how many of them are in the letter. */
static bool letter_lease(struct turn *turn, struct chore *chore, const struct notice *due,
                         int64_t until_us, struct notice_letter *letter, size_t *taken)
{
    struct notice *mates;
    size_t count = 1;
    struct notice *leased;
    *taken = 0;
    /* Only what has waited goes with others. */
    if (due->not_before_us > due->entry_us && !rows_letter_due(turn, due, &mates, &count))
        return false;
    leased = arena_array(turn->arena, count + 1, sizeof *leased);
    for (size_t i = 0; i < count; i++) {
        const struct notice *one = due->not_before_us > due->entry_us ? &mates[i] : due;
        bool free_still = false;
        if (!rows_lease(turn, chore, one, until_us, &free_still))
            return false;
        if (free_still)
            leased[(*taken)++] = *one;
    }
    if (*taken > 0)
        *letter = letter_of(turn, leased, *taken);
    return true;
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
        size_t taken = 0;
        good = letter_lease(turn, chore, &due[i], turn->now_us + lease_us, &(*letters)[*count],
                            &taken);
        *count += taken > 0 ? 1 : 0;
    }
    return store_chore_end(turn, chore) && good;
}
