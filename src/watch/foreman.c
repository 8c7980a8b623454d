/* SPDX-License-Identifier: Apache-2.0 */
/* The other side: the foreman, and the workers it forks, each closed in. */
#include "base/file.h"
#include "base/sandbox.h"
#include "event/evtx.h"
#include "event/format.h"
#include "event/mapping.h"
#include "event/source.h"
#include "sigma/sigma.h"
#include "watch/chunk.h"
#include "watch/waits.h"
#include "watch/worker.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    WORKER_MEMORY_BYTES = 512 * 1024 * 1024, /* what it may take when closed in */
    WORKER_ARENA_BYTES = 256 * 1024 * 1024,
    WORKERS_LIVING_MAX = 2 * WATCH_WORKERS_MAX,
    REAP_MS = 1000,
    RULES_ARENA_BYTES = 1 << 30,
    SHOWN_BYTES_MAX = 200, /* of a value in a reason */
    TOLD_MAX = 1024,
    STREAMS_OWN = 1024,
    STREAMS_MAX = STREAMS_OWN + 256
};

/* What is looked for: loaded by the foreman, and the same for all whom it forks. */
struct finder {
    struct event_sources *sources;
    struct event_mappings *mappings;
    struct sigma_rules *rules;     /* NULL: none */
    struct indicators *indicators; /* NULL: none */
    struct coverage_rule lists[WATCH_INDICATORS_MAX];
    struct text names[WATCH_INDICATORS_MAX]; /* of the lists, as hits have them */
    size_t lists_count;
    struct exclusions exclusions;
};

struct foreman {
    const struct batch *batches;
    size_t count;
    pid_t living[WORKERS_LIVING_MAX];
    size_t living_count;
    struct finder finder;
    void (*plant)(const char *line, size_t size);
};

/* ---- a worker ---- */

/* What reads: a stream a source, so far as there are so many; the others share. */
struct reader {
    struct arena *arena;
    struct event_reader *events;
    const struct finder *finder;
    struct sigma_matcher *matcher;
    struct correlator *correlator; /* NULL: there is none; it only spells */
    const struct batch *batch;     /* that is read */
    const char *raw;               /* the line in hand */
    struct answer *answer;         /* what is made of it */
    uint32_t line;                 /* in hand: of the batch, or carried */
    uint32_t stream;               /* of that */
    uint32_t about;                /* the line that the event in hand begins with */
    struct waits waits;
    struct text entity;      /* of the event in hand */
    uint64_t told[TOLD_MAX]; /* of which rule and entity of this batch it was said why */
    struct event_stream *streams[STREAMS_MAX];
    uint32_t formats[STREAMS_MAX];
    bool used[STREAMS_MAX]; /* in this batch */
    bool mute;              /* what is read now is no event of this batch */
};

/* A new hit, about the event in hand, with room for its note; NULL: there are too many. */
static struct hit *hit_add(struct reader *reader, enum hit_kind kind, uint32_t rule,
                           struct note *note)
{
    struct answer *answer = reader->answer;
    if (answer->hits_count >= HITS_MAX || answer->notes_bytes > BATCH_NOTES_BYTES) {
        answer->hits_lost++;
        return NULL;
    }
    struct hit *hit = &answer->hits[answer->hits_count++];
    size_t size =
        reader->entity.size < HIT_ENTITY_BYTES ? reader->entity.size : HIT_ENTITY_BYTES - 1;
    *hit = (struct hit){
        .line = reader->about, .kind = kind, .rule = rule, .note_at = answer->notes_bytes};
    for (size_t i = 0; i < size && reader->entity.data[i] != '\0'; i++)
        hit->entity[i] = reader->entity.data[i];
    *note = (struct note){.bytes = answer->notes + answer->notes_bytes,
                          .room = BATCH_NOTES_BYTES - answer->notes_bytes};
    return hit;
}

static void hit_end(struct reader *reader, struct hit *hit, const struct note *note)
{
    hit->note_size = (uint32_t)note->used;
    reader->answer->notes_bytes += (uint32_t)note->used;
}

static struct text shown(struct text value)
{
    return (struct text){value.data, value.size < SHOWN_BYTES_MAX ? value.size : SHOWN_BYTES_MAX};
}

static uint64_t hash_of(uint64_t hash, struct text text)
{
    for (size_t i = 0; i < text.size; i++)
        hash = (hash ^ (unsigned char)text.data[i]) * UINT64_C(0x100000001B3);
    return hash;
}

/* Why is said once for a rule and an entity in a batch: more belong to the same alert. */
static bool is_told(struct reader *reader, uint32_t rule)
{
    uint64_t hash = hash_of(UINT64_C(0xCBF29CE484222325) + rule, reader->entity) | 1;
    uint64_t *told = &reader->told[(hash >> 32) % TOLD_MAX];
    bool is = *told == hash;
    *told = hash;
    return is;
}

static void rule_found(struct reader *reader, uint32_t rule)
{
    struct sigma_reason reasons[SIGMA_REASONS_MAX];
    struct note note;
    struct hit *hit = hit_add(reader, HIT_RULE, rule, &note);
    if (hit == NULL)
        return;
    size_t count = is_told(reader, rule) ? 0 : sigma_reasons(reader->matcher, rule, reasons);
    if (note.room > NOTE_BYTES_MAX)
        note.room = NOTE_BYTES_MAX;
    for (size_t i = 0; i < count; i++) {
        struct note before = note;
        note_text(&note, shown(reasons[i].selection));
        note_text(&note, shown(reasons[i].key));
        note_text(&note, shown(reasons[i].field));
        note_text(&note, shown(reasons[i].value));
        note_text(&note, shown(reasons[i].wanted));
        if (note.full) { /* whole reasons only */
            note = before;
            break;
        }
    }
    hit_end(reader, hit, &note);
}

/* A rule that somebody excluded here is told of as that, and of nothing else. */
static bool rule_excluded(struct reader *reader, uint32_t rule, const struct event *event)
{
    struct note note;
    const struct exclusion *exclusion =
        exclusion_of(&reader->finder->exclusions, rule, event, reader->batch->received_us);
    struct hit *hit = exclusion == NULL ? NULL : hit_add(reader, HIT_EXCLUDED, rule, &note);
    if (hit != NULL)
        hit->tie = exclusion->tie;
    return exclusion != NULL;
}

static void match_spelt(void *context, const struct correlation_match *match)
{
    struct reader *reader = context;
    struct note note;
    struct hit *hit = hit_add(reader, HIT_MATCH, match->correlation, &note);
    if (hit == NULL)
        return;
    hit->part = match->part;
    hit->time_us = match->time_us;
    hit->tie = match->tie;
    note_text(&note, match->group);
    note_text(&note, match->value);
    if (note.full) { /* it would be another match without them */
        reader->answer->hits_count--;
        reader->answer->hits_lost++;
        return;
    }
    hit_end(reader, hit, &note);
}

/* Of history only the rules and lists that have not seen it. */
static bool is_wanted(const struct batch *batch, uint32_t number)
{
    return batch->hunts == 0 || (batch->wanted[number / 64] >> (number % 64) & 1) != 0;
}

/* NONE: any of them. Lists of one name are one. */
static bool list_wanted(const struct reader *reader, struct text list)
{
    const struct finder *finder = reader->finder;
    uint32_t rules = finder->rules == NULL ? 0 : (uint32_t)sigma_rules_count(finder->rules);
    for (uint32_t i = 0; i < finder->lists_count; i++)
        if (is_wanted(reader->batch, rules + i)
            && (text_empty(list) || text_equal(list, finder->names[i])))
            return true;
    return false;
}

static void indicator_found(void *context, const struct indicator_hit *found)
{
    struct reader *reader = context;
    struct note note;
    struct hit *hit =
        list_wanted(reader, found->list) ? hit_add(reader, HIT_INDICATOR, 0, &note) : NULL;
    if (hit == NULL)
        return;
    hit->tie = hash_of(hash_of(UINT64_C(0xCBF29CE484222325), found->list), found->entry);
    if (note.room > NOTE_BYTES_MAX)
        note.room = NOTE_BYTES_MAX;
    note_number(&note, found->line);
    note_number(&note, (uint64_t)found->expires_us);
    note_text(&note, shown(found->list));
    note_text(&note, text_of(indicator_kind_name(found->kind)));
    note_text(&note, shown(found->entry));
    note_text(&note, shown(found->source));
    note_text(&note, shown(found->field));
    note_text(&note, shown(found->value));
    hit_end(reader, hit, &note);
}

/* When an event happened, for those who count in time: what says nothing, or is further ahead than
 * a clock may be, happened when it came. Else one sender could push the time of all others on. */
static int64_t time_of(const struct batch *batch, const struct event *event)
{
    int64_t ahead_us = event->time_us == EVENT_TIME_NONE     ? INT64_MAX
                       : event->time_us < batch->received_us ? 0
                                                             : event->time_us - batch->received_us;
    return ahead_us > WATCH_AHEAD_US ? batch->received_us : event->time_us;
}

static void rules_apply(struct reader *reader, const struct event *event)
{
    const struct finder *finder = reader->finder;
    const uint32_t *rules;
    int64_t time_us = time_of(reader->batch, event);
    size_t count = sigma_match(reader->matcher, event, &rules);
    /* What is informational tells nobody anything by itself (Sigma rules, "level"). */
    for (size_t i = 0; i < count; i++) {
        const struct sigma_rule *rule = sigma_rules_at(finder->rules, rules[i]);
        if (!is_wanted(reader->batch, rules[i])
            || (finder->exclusions.count > 0 && rule_excluded(reader, rules[i], event)))
            continue;
        if (!rule->referred && !text_is(rule->level, "informational"))
            rule_found(reader, rules[i]);
        if (reader->correlator != NULL && reader->batch->hunts == 0)
            correlator_spell(reader->correlator, rules[i], event, time_us, match_spelt, reader);
    }
    if (time_us > reader->answer->newest_us)
        reader->answer->newest_us = time_us;
}

/* Was it read from the line in hand alone? */
static bool is_in_hand(const struct reader *reader, const struct event *event)
{
    return event->raw.data == reader->raw;
}

/* The time of an event goes with the line that it was read from; one of several lines was not
 * read from the line in hand. */
static void line_time(const struct reader *reader, const struct event *event)
{
    if (reader->line >= BATCH_LINES_MAX || !is_in_hand(reader, event))
        return;
    int64_t *event_us = &reader->answer->event_us[reader->line];
    if (*event_us == EVENT_TIME_NONE)
        *event_us = event->time_us;
}

static void event_taken(void *context, const struct event *read, uint64_t number)
{
    struct reader *reader = context;
    const struct finder *finder = reader->finder;
    struct event event = *read;
    if (reader->mute)
        return;
    line_time(reader, read);
    reader->about = is_in_hand(reader, read)
                        ? reader->line
                        : waits_first(&reader->waits, reader->stream, number, reader->line);
    if (finder->rules == NULL && finder->indicators == NULL)
        return;
    reader->entity = event_entity(&event);
    event_sources_apply(finder->sources, reader->events, &event);
    if (finder->rules != NULL)
        rules_apply(reader, &event);
    if (finder->indicators != NULL && list_wanted(reader, TEXT_NONE))
        (void)indicators_match(finder->indicators, &event, reader->batch->received_us,
                               indicator_found, reader);
}

/* The formats in the order of the table are few: sources that say one share by it at worst. */
static uint32_t stream_of(struct reader *reader, uint32_t source, uint32_t flags)
{
    uint32_t format = flags >> LINE_FORMAT_SHIFT;
    uint32_t at = source % STREAMS_OWN;
    if (reader->streams[at] != NULL && reader->formats[at] != format)
        at = STREAMS_OWN + format % (STREAMS_MAX - STREAMS_OWN);
    if (reader->streams[at] == NULL) {
        struct stream_settings settings = {.format =
                                               format == 0 ? NULL : event_formats() + format - 1,
                                           .mappings = reader->finder->mappings};
        reader->streams[at] =
            event_stream_new(reader->arena, reader->events, &settings, event_taken, reader);
        reader->formats[at] = format;
    }
    reader->used[at] = true;
    return at;
}

/* False: it is a row without a header. */
static bool line_read(struct reader *reader, uint32_t number, struct text raw, int64_t received_us)
{
    struct event_stream *stream = reader->streams[reader->stream];
    reader->line = number;
    reader->raw = raw.data;
    bool whole = event_stream_line(stream, raw, received_us);
    waits_note(&reader->waits, stream, reader->stream, number);
    return whole;
}

/* What waited is brought again, in the order in which it came. */
static void waits_read(struct reader *reader, const struct batch *batch)
{
    for (uint32_t i = 0; i < batch->waits_count; i++) {
        uint32_t number = batch->waits[i];
        atomic_store_explicit(&reader->answer->hand, number, memory_order_release);
        if (number < BATCH_LINES_MAX) {
            const struct line *line = &batch->lines[number];
            if ((line->flags & LINE_BAD) != 0)
                continue;
            reader->stream = stream_of(reader, line->source, line->flags);
            (void)line_read(reader, number, (struct text){batch->data + line->at, line->size},
                            batch->received_us);
            continue;
        }
        const struct carried *line = &batch->carried[number - BATCH_LINES_MAX];
        if ((line->flags & LINE_BAD) != 0)
            continue;
        reader->stream = stream_of(reader, line->source, line->flags);
        (void)line_read(reader, number, (struct text){batch->carried_data + line->at, line->size},
                        line->received_us);
    }
}

/* What names the columns of rows before a line, if it was not read yet; it is no event. */
static uint32_t contexts_read(struct reader *reader, const struct batch *batch, uint32_t from,
                              uint32_t line)
{
    uint32_t count = batch->contexts_count < CONTEXTS_MAX ? batch->contexts_count : CONTEXTS_MAX;
    reader->mute = true;
    for (; from < count && batch->contexts[from].before <= line; from++) {
        const struct context *context = &batch->contexts[from];
        struct text rest = {batch->context_data + context->at, context->size};
        reader->stream = stream_of(reader, context->source, batch->lines[line].flags);
        while (rest.size > 0)
            (void)event_stream_line(reader->streams[reader->stream], text_cut(rest, '\n', &rest),
                                    batch->received_us);
    }
    reader->mute = false;
    return from;
}

/* What is behind the last line: what waits is held or taken. */
static void streams_end(struct reader *reader)
{
    waits_hold(&reader->waits, reader->streams, reader->batch, reader->answer);
    reader->raw = NULL;
    for (uint32_t at = 0; at < STREAMS_MAX; at++)
        if (reader->used[at]) {
            reader->used[at] = false;
            reader->stream = at;
            event_stream_end(reader->streams[at]);
        }
    waits_end(&reader->waits, reader->streams, reader->answer);
}

/* The line in hand is written down before it is looked at: that is what tells of a death. Of a
 * batch that is read on, one line at least is, however much was found. */
static void batch_work(const struct foreman *foreman, struct reader *reader,
                       const struct batch *batch)
{
    struct answer *answer = reader->answer;
    uint32_t count = batch_lines(batch);
    uint32_t i = batch->from;
    uint32_t contexts = 0;
    reader->batch = batch;
    memset(reader->told, 0, sizeof reader->told);
    waits_read(reader, batch);
    for (;
         i < count
         && (i == batch->from
             || (answer->hits_count < HITS_MAX / 2 && answer->notes_bytes < BATCH_NOTES_BYTES / 2));
         i++) {
        const struct line *line = &batch->lines[i];
        struct text raw = {batch->data + line->at, line->size};
        answer->flags[i] = 0;
        answer->event_us[i] = line->event_us;
        atomic_store_explicit(&answer->hand, i, memory_order_release);
        contexts = contexts_read(reader, batch, contexts, i);
        if ((line->flags & LINE_BAD) != 0)
            continue;
        if (foreman->plant != NULL)
            foreman->plant(raw.data, raw.size);
        reader->stream = stream_of(reader, line->source, line->flags);
        bool whole = line_read(reader, i, raw, batch->received_us);
        answer->flags[i] |= LINE_PARSED | (whole ? 0U : LINE_HEADLESS);
    }
    streams_end(reader);
    atomic_store_explicit(&answer->hand, i, memory_order_release);
}

static struct reader *reader_new(struct arena *arena, const struct finder *finder)
{
    static const struct correlator_limits none = {.lateness_us = 1};
    struct reader *reader = arena_take(arena, sizeof *reader);
    reader->arena = arena;
    reader->finder = finder;
    reader->events =
        event_reader_new(arena, finder->rules == NULL ? NULL : sigma_rules_names(finder->rules));
    if (finder->rules == NULL)
        return reader;
    reader->matcher = sigma_matcher_new(arena, finder->rules);
    if (sigma_rules_correlations(finder->rules)->count > 0)
        reader->correlator = correlator_new(arena, sigma_rules_correlations(finder->rules), &none);
    return reader;
}

/* memory: where it answers; all else that is shared it can only read. */
static int worker_run(const struct foreman *foreman, int socket, int memory)
{
    struct arena *arena = arena_new(WORKER_ARENA_BYTES);
    struct answer *answer = answer_map(memory);
    uint32_t slot;
    close(memory);
    if (arena == NULL || answer == NULL)
        return 1;
    struct reader *reader = reader_new(arena, &foreman->finder);
    reader->answer = answer;
    char *room = arena_take(arena, EVTX_RECORD_BYTES_MAX);
    if (!sandbox_enter(&(struct sandbox){.memory_bytes = WORKER_MEMORY_BYTES}))
        return 1;
    while (read(socket, &slot, sizeof slot) == sizeof slot) {
        if (slot >= foreman->count)
            return 1;
        if (foreman->batches[slot].chunk != 0)
            chunk_work(&foreman->batches[slot], answer, room, foreman->plant);
        else
            batch_work(foreman, reader, &foreman->batches[slot]);
        if (write(socket, &slot, sizeof slot) != sizeof slot)
            return 0;
    }
    return 0;
}

/* ---- the foreman ---- */

static void reap(struct foreman *foreman)
{
    for (size_t i = 0; i < foreman->living_count;)
        if (waitpid(foreman->living[i], NULL, WNOHANG) != 0)
            foreman->living[i] = foreman->living[--foreman->living_count];
        else
            i++;
}

/* 0 in the worker, with its socket; else the foreman goes on. -1: it could not be started. */
static pid_t worker_start(struct foreman *foreman, int *socket)
{
    int ends[2];
    if (foreman->living_count == WORKERS_LIVING_MAX
        || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return -1;
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(ends[0]);
        close(FOREMAN_CONTROL);
        *socket = ends[1];
        return 0;
    }
    close(ends[1]);
    if (pid > 0) {
        int32_t said = pid;
        foreman->living[foreman->living_count++] = pid;
        (void)descriptor_send(FOREMAN_CONTROL, &said, sizeof said, ends[0]);
    }
    close(ends[0]);
    return pid;
}

static void worker_kill(struct foreman *foreman, int32_t pid)
{
    for (size_t i = 0; i < foreman->living_count; i++)
        if (foreman->living[i] == pid) /* not reaped: the number is still its own */
            kill(pid, SIGKILL);
}

static bool indicators_open(struct turn *turn, int count, char **paths, struct finder *finder)
{
    struct text bytes;
    if (count == 0)
        return true;
    finder->indicators = indicators_new(turn->arena);
    for (int i = 0; i < count && i < WATCH_INDICATORS_MAX; i++) {
        struct turn each = {.arena = arena_new(LIST_BYTES_MAX)};
        bool good =
            each.arena != NULL && file_read(&each, paths[i], LIST_BYTES_MAX / 2, &bytes)
            && indicators_read(turn, finder->indicators, list_name(text_of(paths[i])), bytes);
        if (good) {
            finder->names[i] = list_name(text_of(paths[i]));
            finder->lists[i] = list_version(turn->arena, text_of(paths[i]), bytes);
            finder->lists_count++;
        }
        arena_free(each.arena);
        if (!good)
            return false;
    }
    return true;
}

/* What cannot be loaded the watch has said already, which loads the same. */
static bool finder_open(struct turn *turn, int count, char **paths, struct finder *finder)
{
    struct sigma_order order = {0};
    struct text *all = arena_array(turn->arena, (size_t)count + 1, sizeof *all);
    int lists = count;
    for (int i = 1; i < count; i++) {
        if (strcmp(paths[i], WATCH_FOREMAN_LISTS) == 0)
            lists = i;
        else if (i < lists)
            all[order.path_count++] = text_of(paths[i]);
    }
    order.paths = all;
    finder->mappings = event_mappings_new(turn);
    if (!event_sources_own(turn, &finder->sources) || !event_mappings_own(turn, finder->mappings))
        return false;
    event_mappings_bind(finder->mappings, finder->sources);
    order.sources = finder->sources;
    return (order.path_count == 0 || sigma_load(turn, &order, &finder->rules))
           && (count == 0 || exclusions_read(turn, paths[0], finder->rules, &finder->exclusions))
           && indicators_open(turn, lists == count ? 0 : count - lists - 1, paths + lists + 1,
                              finder);
}

/* Says what was loaded, so that the watch and its workers mean the same by a number. */
static bool ready_say(struct turn *turn, bool good, const struct finder *finder)
{
    struct ready ready = {.good = good};
    struct text check =
        ruleset_check(turn->arena, good ? finder->rules : NULL, finder->lists, finder->lists_count);
    memcpy(ready.check, check.data, sizeof ready.check);
    return send(FOREMAN_CONTROL, &ready, sizeof ready, MSG_NOSIGNAL) == sizeof ready && good;
}

int watch_foreman(int count, char **rules, void (*plant)(const char *line, size_t size))
{
    struct foreman foreman = {.plant = plant};
    struct order order;
    int socket = -1;
    int memory;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    foreman.batches = ring_map(FOREMAN_MEMORY, &foreman.count);
    struct turn turn = {.arena = arena_new(RULES_ARENA_BYTES)};
    if (foreman.batches == NULL || turn.arena == NULL)
        return 1;
    bool good = finder_open(&turn, count, rules, &foreman.finder);
    if (!ready_say(&turn, good, &foreman.finder))
        return 1;
    close(FOREMAN_MEMORY);
    for (;;) {
        struct pollfd end = {.fd = FOREMAN_CONTROL, .events = POLLIN};
        int ready = poll(&end, 1, REAP_MS);
        reap(&foreman);
        if (ready <= 0)
            continue;
        if (!descriptor_receive(FOREMAN_CONTROL, &order, sizeof order, &memory))
            return 0; /* the watch is gone; the workers see it, too */
        if (order.what == ORDER_KILL) {
            worker_kill(&foreman, order.pid);
        } else {
            pid_t pid = worker_start(&foreman, &socket);
            if (pid == 0)
                return worker_run(&foreman, socket, memory);
            if (pid < 0)
                (void)!send(FOREMAN_CONTROL, "", 1, MSG_NOSIGNAL);
        }
        if (memory >= 0)
            close(memory);
    }
}
