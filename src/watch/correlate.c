/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules about several events, over a restart. What workers spell of matches is written into a
 * journal, batch by batch, before the lines are stored and so before anything is acknowledged; now
 * and then everything that is held is saved whole, and the journal begins anew. Both say up to
 * which place of the store they speak: after an end of any kind what is in the journal of lines
 * that were not stored is passed over, for those lines come again. So each line is counted once.
 *
 * What holds is spooled under a name made of rule, time and group: said twice it is the same alert.
 */
#include "base/file.h"
#include "base/hash.h"
#include "watch/inside.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define CORRELATOR_ARENA_BYTES ((size_t)4 << 30)
#define SAVE_ARENA_BYTES       ((size_t)2 << 30)
#define JOURNAL_BYTES_LEAST    (INT64_C(4) * 1024 * 1024)
enum { PART_BITS = 32 }; /* above them: in which segment before that of its batch a match stands */
enum { PATH_BYTES = 4096 + 64, ALERT_ARENA_BYTES = 4 * 1024 * 1024 };

#define STATE_MARK "revere watch correlations 1\n"

struct correlate {
    struct watch *watch;
    struct ruleset *set; /* held */
    struct arena *arena; /* of the correlator */
    struct arena *scratch;
    struct correlator *correlator;
    char *folder;
    int journal;
    int64_t journal_bytes, state_bytes;
    int64_t newest_us; /* the latest that an event said */
    int64_t heard_us;  /* when that was, by the clock that never jumps */
    bool mute;         /* what holds was told before */
    bool failed;       /* it could not be told */
    uint64_t lost;     /* as it was said */
};

/* ---- telling ---- */

static void holds(void *context, const struct correlation_hit *hit)
{
    struct correlate *correlate = context;
    const struct sigma_rule *face =
        sigma_rules_correlation(correlate->set->rules, hit->correlation);
    if (correlate->mute || face->referred || text_is(face->level, "informational"))
        return;
    bool suppressed;
    struct text level;
    struct arena *arena = correlate->scratch;
    arena_clear(arena);
    struct told_of of = {sigma_rule_name(face), alert_entity(arena, correlate->set, hit),
                         clock_now_us(&correlate->watch->clock)};
    if (!suppress_take(correlate->watch, arena, of.rule, of.entity, of.at_us, &suppressed))
        correlate->failed = true;
    if (suppressed)
        return;
    if (!suppress_level(correlate->watch, arena, &of, true, &level))
        correlate->failed = true;
    struct text order =
        alert_of_correlation(correlate->scratch, correlate->watch, correlate->set, hit, level);
    if (!spool_put(&correlate->watch->spool, order))
        correlate->failed = true;
}

static void pass(struct correlate *correlate, int64_t time_us)
{
    if (time_us != INT64_MIN)
        correlator_pass(correlate->correlator, time_us, holds, correlate);
}

static bool told(struct correlate *correlate)
{
    bool good = !correlate->failed;
    correlate->failed = false;
    return good;
}

/* ---- saving whole ---- */

static const char *path_of(const struct correlate *correlate, const char *name, char *path)
{
    snprintf(path, PATH_BYTES, "%s/%s", correlate->folder, name);
    return path;
}

/* The journal of a state: its first chapter says which correlation has which number in it. */
static bool journal_begin(struct correlate *correlate)
{
    char path[PATH_BYTES];
    arena_clear(correlate->scratch);
    struct builder out = {.arena = correlate->scratch};
    const struct correlations *all = sigma_rules_correlations(correlate->set->rules);
    for (size_t i = 0; i < all->count; i++)
        chapter_text(&out, all->list[i].digest);
    int file = open(path_of(correlate, "journal", path),
                    O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0 || !chapter_write(file, built(&out)) || fdatasync(file) != 0) {
        int error = errno;
        if (file >= 0)
            close(file);
        errno = error;
        return false;
    }
    if (correlate->journal >= 0)
        close(correlate->journal);
    correlate->journal = file;
    correlate->journal_bytes = lseek(file, 0, SEEK_END);
    return true;
}

static bool state_write(struct correlate *correlate, struct text bytes)
{
    char path[PATH_BYTES];
    char beside[PATH_BYTES];
    int file = open(path_of(correlate, "state.new", beside),
                    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool good = file >= 0 && chapter_write(file, bytes) && fsync(file) == 0;
    int error = errno;
    if (file >= 0)
        close(file);
    errno = error;
    if (!good || rename(beside, path_of(correlate, "state", path)) != 0)
        return false;
    int folder = open(correlate->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    good = folder >= 0 && fsync(folder) == 0;
    if (folder >= 0)
        close(folder);
    return good;
}

/* Everything, as it is when the store ends at this place. */
static struct text state_of(const struct correlate *correlate, struct arena *arena,
                            uint64_t segment, uint64_t position)
{
    struct builder out = {.arena = arena};
    build(&out, TEXT(STATE_MARK));
    chapter_number(&out, segment);
    chapter_number(&out, position);
    chapter_number(&out, (uint64_t)correlate->newest_us);
    correlator_save(correlate->correlator, &out);
    return built(&out);
}

static bool state_save(struct correlate *correlate, uint64_t segment, uint64_t position)
{
    struct arena *arena = arena_new(SAVE_ARENA_BYTES);
    if (arena == NULL) {
        errno = ENOMEM;
        return false;
    }
    struct text bytes = state_of(correlate, arena, segment, position);
    bool good = state_write(correlate, bytes) && journal_begin(correlate);
    if (good)
        correlate->state_bytes = (int64_t)bytes.size;
    arena_free(arena);
    return good;
}

/* ---- taking up ---- */

static bool state_take(struct turn *turn, struct correlate *correlate, struct text file,
                       uint64_t *segment, uint64_t *position)
{
    struct text bytes;
    size_t forgotten;
    uint64_t newest = 0;
    if (!chapter_take(&file, &bytes) || !text_starts(bytes, TEXT(STATE_MARK)))
        return fail(turn, FAULT_INVALID, "what was saved of the correlations is damaged");
    bytes = (struct text){bytes.data + sizeof STATE_MARK - 1, bytes.size - sizeof STATE_MARK + 1};
    if (!note_take_number(&bytes, segment) || !note_take_number(&bytes, position)
        || !note_take_number(&bytes, &newest))
        return fail(turn, FAULT_INVALID, "what was saved of the correlations is damaged");
    correlate->newest_us = (int64_t)newest;
    if (!correlator_load(turn, correlate->correlator, bytes, &forgotten))
        return false;
    if (forgotten > 0)
        log_write(correlate->watch->log, LOG_NOTICE, "watch.correlations",
                  "%zu correlations are no more, or were changed: those begin anew", forgotten);
    return true;
}

/* Which correlation of now each number in the journal is. */
static uint32_t *numbers_take(struct arena *arena, const struct correlations *all,
                              struct text digests, size_t *count)
{
    struct text digest;
    uint32_t *numbers = arena_array(arena, digests.size / sizeof(uint32_t) + 1, sizeof *numbers);
    for (*count = 0; note_take_text(&digests, &digest); ++*count) {
        numbers[*count] = UINT32_MAX;
        for (uint32_t i = 0; i < all->count; i++)
            if (text_equal(all->list[i].digest, digest))
                numbers[*count] = i;
    }
    return numbers;
}

/* Of a batch of which nothing was stored, or that had no lines: one of a line that was carried, and
 * waits no more. */
static bool match_stored(const struct correlate *correlate, struct segment_position place,
                         const uint64_t until[2])
{
    return (place.segment < until[0] || (place.segment == until[0] && place.index < until[1]))
           && !join_waits(correlate->watch, place);
}

static void match_take(struct correlate *correlate, uint64_t segment, struct text *rest,
                       const uint32_t *numbers, size_t count, const uint64_t until[2], bool stored)
{
    uint64_t number = 0;
    uint64_t part = 0;
    uint64_t position = 0;
    uint64_t time_us = 0;
    struct correlation_match match = {0};
    if (!note_take_number(rest, &number) || !note_take_number(rest, &part)
        || !note_take_number(rest, &position) || !note_take_number(rest, &time_us)
        || !note_take_number(rest, &match.tie) || !note_take_text(rest, &match.group)
        || !note_take_text(rest, &match.value)) {
        rest->size = 0;
        return;
    }
    match.correlation = number < count ? numbers[number] : UINT32_MAX;
    match.part = (uint32_t)part;
    match.time_us = (int64_t)time_us;
    segment -= part >> PART_BITS;
    if (match.correlation != UINT32_MAX
        && (stored || match_stored(correlate, (struct segment_position){segment, position}, until)))
        (void)correlator_take(correlate->correlator, &match,
                              (struct window_event){segment, position}, holds, correlate);
}

/* A batch of the journal, if it is not in the state yet, and its lines are in the store. */
static void batch_take(struct correlate *correlate, struct text bytes, const uint32_t *numbers,
                       size_t count, const uint64_t from[2], const uint64_t until[2])
{
    uint64_t segment = 0;
    uint64_t first = 0;
    uint64_t before = 0;
    uint64_t newest = 0;
    if (!note_take_number(&bytes, &segment) || !note_take_number(&bytes, &first)
        || !note_take_number(&bytes, &before) || !note_take_number(&bytes, &newest))
        return;
    if (segment < from[0] || (segment == from[0] && first < from[1]))
        return;
    bool stored = segment < until[0] || (segment == until[0] && first < until[1]);
    if (stored)
        pass(correlate, (int64_t)before);
    while (bytes.size > 0)
        match_take(correlate, segment, &bytes, numbers, count, until, stored);
    if (!stored)
        return;
    pass(correlate, (int64_t)newest);
    if ((int64_t)newest > correlate->newest_us)
        correlate->newest_us = (int64_t)newest;
}

static void journal_take(struct turn *turn, struct correlate *correlate, struct text file,
                         const uint64_t from[2], const uint64_t until[2])
{
    struct text bytes;
    size_t count;
    if (!chapter_take(&file, &bytes))
        return;
    const uint32_t *numbers =
        numbers_take(turn->arena, sigma_rules_correlations(correlate->set->rules), bytes, &count);
    correlate->mute = true;
    while (chapter_take(&file, &bytes))
        batch_take(correlate, bytes, numbers, count, from, until);
    correlate->mute = false;
}

/* What is damaged is said, and then they begin anew: the watch does not stay down for it. */
static void saved_take(struct turn *turn, struct correlate *correlate, const uint64_t until[2])
{
    char path[PATH_BYTES];
    uint64_t from[2] = {0};
    struct text file;
    if (!file_exists(path_of(correlate, "state", path)))
        return;
    if (!file_read(turn, path, SAVE_ARENA_BYTES / 4, &file)
        || !state_take(turn, correlate, file, &from[0], &from[1])) {
        log_write(correlate->watch->log, LOG_ERROR, "watch.correlations", "%s: %.*s", path,
                  TEXT_SHOW(fault_sentence(turn->arena, &turn->fault)));
        correlate->newest_us = INT64_MIN;
        return;
    }
    if (file_exists(path_of(correlate, "journal", path))
        && file_read(turn, path, SAVE_ARENA_BYTES / 4, &file))
        journal_take(turn, correlate, file, from, until);
}

/* ---- opening ---- */

static bool correlator_begin(struct correlate *correlate, struct ruleset *set)
{
    const struct correlator_limits limits = {.window = {.groups_max = SIGMA_GROUPS_MAX,
                                                        .items_max = SIGMA_ITEMS_MAX,
                                                        .group_items_max = SIGMA_GROUP_ITEMS_MAX},
                                             .pending_max = CORRELATION_PENDING_MAX,
                                             .lateness_us =
                                                 correlate->watch->settings->lateness_us};
    correlate->arena = arena_new(CORRELATOR_ARENA_BYTES);
    correlate->correlator =
        correlate->arena == NULL
            ? NULL
            : correlator_new(correlate->arena, sigma_rules_correlations(set->rules), &limits);
    if (correlate->correlator == NULL)
        return false;
    ruleset_keep(set);
    correlate->set = set;
    return true;
}

static struct correlate *correlate_new(struct watch *watch, struct ruleset *set)
{
    struct correlate *made = calloc(1, sizeof *made);
    if (made == NULL)
        return NULL;
    *made = (struct correlate){.watch = watch, .journal = -1, .newest_us = INT64_MIN};
    made->heard_us = clock_elapsed_us();
    made->scratch = arena_new(ALERT_ARENA_BYTES);
    made->folder = malloc(PATH_BYTES);
    if (made->scratch == NULL || made->folder == NULL || !correlator_begin(made, set)) {
        correlate_close(made);
        errno = ENOMEM;
        return NULL;
    }
    snprintf(made->folder, PATH_BYTES, "%.*s/correlations", TEXT_SHOW(watch->settings->data));
    return made;
}

static bool wanted(const struct ruleset *set)
{
    return set->rules != NULL && sigma_rules_correlations(set->rules)->count > 0;
}

static bool saved_open(struct turn *turn, struct correlate *correlate, const uint64_t until[2])
{
    struct turn each = {.arena = arena_new(SAVE_ARENA_BYTES), .now_us = turn->now_us};
    if (each.arena == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory for correlations.");
    saved_take(&each, correlate, until);
    arena_free(each.arena);
    return true;
}

bool correlate_open(struct turn *turn, struct watch *watch, struct ruleset *set, uint64_t segment,
                    uint64_t position, struct correlate **correlate)
{
    *correlate = NULL;
    if (!wanted(set))
        return true;
    struct correlate *made = correlate_new(watch, set);
    if (made == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory for correlations.");
    *correlate = made;
    return folder_make(turn, made->folder, 0700)
           && saved_open(turn, made, (const uint64_t[2]){segment, position})
           && (state_save(made, segment, position)
               || fail(turn, FAULT_BROKEN, "%s cannot be written: %s.", made->folder,
                       strerror(errno)));
}

void correlate_close(struct correlate *correlate)
{
    if (correlate == NULL)
        return;
    if (correlate->journal >= 0)
        close(correlate->journal);
    if (correlate->set != NULL)
        ruleset_drop(correlate->set);
    arena_free(correlate->arena);
    arena_free(correlate->scratch);
    free(correlate->folder);
    free(correlate);
}

/* ---- other rules ---- */

/* What the old one holds, into the new one. */
static bool state_pass(struct correlate *from, struct correlate *to)
{
    size_t forgotten;
    struct turn turn = {.arena = arena_new(SAVE_ARENA_BYTES)};
    if (turn.arena == NULL)
        return false;
    struct builder out = {.arena = turn.arena};
    correlator_save(from->correlator, &out);
    bool good = correlator_load(&turn, to->correlator, built(&out), &forgotten);
    arena_free(turn.arena);
    to->newest_us = from->newest_us;
    to->heard_us = from->heard_us;
    return good;
}

bool correlate_turn(struct correlate **correlate, struct watch *watch, struct ruleset *set,
                    uint64_t segment, uint64_t position)
{
    struct correlate *before = *correlate;
    if (!wanted(set)) {
        correlate_close(before);
        *correlate = NULL;
        return true;
    }
    struct correlate *made = correlate_new(watch, set);
    if (made == NULL)
        return false;
    bool good = (mkdir(made->folder, 0700) == 0 || errno == EEXIST)
                && (before == NULL || state_pass(before, made))
                && state_save(made, segment, position);
    int error = errno;
    correlate_close(good ? before : made);
    if (good)
        *correlate = made;
    errno = error;
    return good;
}

/* ---- hearing ---- */

/* The number of now; another set of rules may have had another. */
static uint32_t number_now(const struct correlate *correlate, const struct hits *hits,
                           const struct hit *hit)
{
    const struct correlations *now = sigma_rules_correlations(correlate->set->rules);
    if (hits->set == correlate->set)
        return hit->rule < now->count ? hit->rule : UINT32_MAX;
    if (!wanted(hits->set) || hit->rule >= sigma_rules_correlations(hits->set->rules)->count)
        return UINT32_MAX;
    struct text digest = sigma_rules_correlations(hits->set->rules)->list[hit->rule].digest;
    for (uint32_t i = 0; i < now->count; i++)
        if (text_equal(now->list[i].digest, digest))
            return i;
    return UINT32_MAX;
}

static bool match_read(const struct correlate *correlate, const struct hits *hits,
                       const struct hit *hit, struct correlation_match *match)
{
    struct text note = {hits->notes + hit->note_at, hit->note_size};
    *match = (struct correlation_match){.correlation = number_now(correlate, hits, hit),
                                        .part = hit->part,
                                        .time_us = hit->time_us,
                                        .tie = hit->tie};
    return match->correlation != UINT32_MAX && note_take_text(&note, &match->group)
           && note_take_text(&note, &match->value);
}

bool correlate_write(struct correlate *correlate, const struct hits *hits, int64_t newest_us,
                     uint64_t segment, uint64_t first)
{
    struct correlation_match match;
    const struct segment_position at = {segment, first};
    struct arena *arena = correlate->watch->scratch;
    arena_clear(arena);
    struct builder out = {.arena = arena};
    size_t matches = 0;
    chapter_number(&out, segment);
    chapter_number(&out, first);
    chapter_number(&out, (uint64_t)correlate->newest_us);
    chapter_number(&out,
                   (uint64_t)(newest_us > correlate->newest_us ? newest_us : correlate->newest_us));
    for (size_t i = 0; i < hits->count; i++) {
        const struct hit *hit = &hits->all[i];
        if (hit->kind != HIT_MATCH || !match_read(correlate, hits, hit, &match))
            continue;
        chapter_number(&out, match.correlation);
        struct segment_position place = hit_place(hits, hit, at);
        chapter_number(&out, match.part | (segment - place.segment) << PART_BITS);
        chapter_number(&out, place.index);
        chapter_number(&out, (uint64_t)match.time_us);
        chapter_number(&out, match.tie);
        chapter_text(&out, match.group);
        chapter_text(&out, match.value);
        matches++;
    }
    if (matches == 0)
        return true;
    bool good = lseek(correlate->journal, 0, SEEK_END) == correlate->journal_bytes
                || ftruncate(correlate->journal, correlate->journal_bytes) == 0;
    good = good && chapter_write(correlate->journal, built(&out))
           && fdatasync(correlate->journal) == 0;
    if (good)
        correlate->journal_bytes = lseek(correlate->journal, 0, SEEK_END);
    return good;
}

bool correlate_hear(struct correlate *correlate, const struct hits *hits, const struct hit *hit,
                    uint64_t segment, uint64_t first)
{
    struct correlation_match match;
    if (!match_read(correlate, hits, hit, &match))
        return true;
    struct segment_position place = hit_place(hits, hit, (struct segment_position){segment, first});
    (void)correlator_take(correlate->correlator, &match,
                          (struct window_event){place.segment, place.index}, holds, correlate);
    return true;
}

bool correlate_heard(struct correlate *correlate, int64_t newest_us)
{
    if (newest_us > correlate->newest_us) {
        correlate->newest_us = newest_us;
        correlate->heard_us = clock_elapsed_us();
    }
    pass(correlate, correlate->newest_us);
    return told(correlate);
}

void correlate_round(struct correlate *correlate)
{
    if (correlate->newest_us == INT64_MIN)
        return;
    pass(correlate, correlate->newest_us + (clock_elapsed_us() - correlate->heard_us));
    if (!told(correlate))
        log_write(correlate->watch->log, LOG_ERROR, "watch.correlations",
                  "an alert could not be written down: %s", strerror(errno));
    struct correlation_loss loss = correlator_lost(correlate->correlator);
    unsigned long long late = loss.late + loss.untimed;
    uint64_t lost = late + loss.pushed + loss.windows.groups + loss.windows.items;
    if (lost <= correlate->lost)
        return;
    correlate->lost = lost;
    log_write(
        correlate->watch->log, LOG_WARNING, "watch.correlations",
        "not everything is counted: %llu matches came too late, time was pushed on %llu times, "
        "%llu groups and %llu events of groups made room",
        late, (unsigned long long)loss.pushed, (unsigned long long)loss.windows.groups,
        (unsigned long long)loss.windows.items);
}

void correlate_kept(struct correlate *correlate, uint64_t segment, uint64_t position)
{
    int64_t most =
        correlate->state_bytes > JOURNAL_BYTES_LEAST ? correlate->state_bytes : JOURNAL_BYTES_LEAST;
    if (correlate->journal_bytes > most && !state_save(correlate, segment, position))
        log_write(correlate->watch->log, LOG_WARNING, "watch.correlations",
                  "what is held could not be saved whole: %s; the journal goes on",
                  strerror(errno));
}
