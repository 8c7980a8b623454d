/* SPDX-License-Identifier: Apache-2.0 */
/* Who sends what: named by the configuration, or met, an address each. */
#include "watch/inside.h"
#include <arpa/inet.h>
#include <stdlib.h>
#include <strings.h>

enum { SCRATCH_BYTES = 64 * 1024 };
enum { TABLE_SLOTS = 4 * SOURCES_MAX, ADDRESS_BITS = 128, V4_BITS = 96 };

/* ---- addresses ---- */

static struct in6_addr address_of(const struct sockaddr_storage *from)
{
    struct in6_addr address = IN6ADDR_ANY_INIT;
    if (from->ss_family == AF_INET6) {
        address = ((const struct sockaddr_in6 *)from)->sin6_addr;
    } else if (from->ss_family == AF_INET) {
        address.s6_addr[10] = address.s6_addr[11] = 0xff;
        memcpy(address.s6_addr + 12, &((const struct sockaddr_in *)from)->sin_addr, 4);
    }
    return address;
}

static uint32_t address_hash(const struct in6_addr *address, uint32_t input)
{
    uint64_t word[2];
    memcpy(word, address, sizeof word);
    uint64_t hash = (word[0] ^ input) * 0x9E3779B97F4A7C15U + word[1];
    hash = (hash ^ hash >> 29) * 0xBF58476D1CE4E5B9U;
    return (uint32_t)(hash >> 32);
}

/* "10.1.0.0/16", "2001:db8::1". */
static bool range_read(struct text text, struct source_range *range)
{
    char host[64];
    int64_t bits = -1;
    struct text size;
    struct text name = text_cut(text, '/', &size);
    struct in6_addr v6;
    struct in_addr v4;
    if (name.size >= sizeof host)
        return false;
    snprintf(host, sizeof host, "%.*s", TEXT_SHOW(name));
    memset(range->address, 0, sizeof range->address);
    bool four = inet_pton(AF_INET, host, &v4) == 1;
    if (four) {
        range->address[10] = range->address[11] = 0xff;
        memcpy(range->address + 12, &v4, 4);
    } else if (inet_pton(AF_INET6, host, &v6) == 1) {
        memcpy(range->address, &v6, sizeof v6);
    } else {
        return false;
    }
    int64_t most = four ? ADDRESS_BITS - V4_BITS : ADDRESS_BITS;
    if (size.data == NULL)
        bits = most;
    else if (!text_integer(size, &bits) || bits < 0 || bits > most)
        return false;
    range->bits = (unsigned)(bits + (four ? V4_BITS : 0));
    return true;
}

static bool range_holds(const struct source_range *range, const struct in6_addr *address)
{
    unsigned whole = range->bits / 8;
    unsigned rest = range->bits % 8;
    if (memcmp(range->address, address->s6_addr, whole) != 0)
        return false;
    return rest == 0
           || ((range->address[whole] ^ address->s6_addr[whole]) & (0xff00U >> rest) & 0xffU) == 0;
}

/* ---- the sources that are named ---- */

static void source_add(struct sources *sources, struct text name, uint32_t input, uint32_t format,
                       int64_t silent_after_us)
{
    uint32_t count = atomic_load(&sources->count);
    struct source *source = &sources->all[count];
    source->name = text_copy(sources->arena, name);
    source->input = input;
    source->format = format;
    source->silent_after_us = silent_after_us;
    atomic_store(&sources->count, count + 1);
}

/* Of an input whose senders show certificates, names are meant and not addresses. */
static bool peers_named(const struct watch_settings *settings, const struct watch_source *source)
{
    return !text_empty(settings->inputs[source->input].client_ca_file);
}

static void peer_add(struct sources *sources, struct text name, const struct watch_source *of,
                     uint32_t source)
{
    sources->peers = arena_grow(sources->arena, sources->peers, sources->peers_count,
                                &sources->peers_capacity, sizeof *sources->peers);
    sources->peers[sources->peers_count++] = (struct source_peer){
        .name = text_copy(sources->arena, name), .input = (uint32_t)of->input, .source = source};
}

static bool ranges_read(struct turn *turn, const struct watch_settings *settings,
                        struct sources *sources)
{
    size_t capacity = 0;
    for (size_t i = 0; i < settings->sources_count; i++) {
        const struct watch_source *source = &settings->sources[i];
        for (size_t j = 0; j < source->from_count; j++) {
            if (peers_named(settings, source)) {
                peer_add(sources, source->from[j], source, (uint32_t)(settings->inputs_count + i));
                continue;
            }
            struct source_range range = {.input = (uint32_t)source->input,
                                         .source = (uint32_t)(settings->inputs_count + i)};
            if (!range_read(source->from[j], &range))
                return fail_field(turn, "from",
                                  "source %.*s: \"%.*s\" is no address and no network; one is "
                                  "10.1.2.3, 10.1.0.0/16 or 2001:db8::/32",
                                  TEXT_SHOW(source->name), TEXT_SHOW(source->from[j]));
            sources->ranges = arena_grow(sources->arena, sources->ranges, sources->ranges_count,
                                         &capacity, sizeof range);
            sources->ranges[sources->ranges_count++] = range;
        }
    }
    return true;
}

bool sources_open(struct turn *turn, const struct watch_settings *settings, struct sources *sources)
{
    *sources = (struct sources){.arena = arena_new((size_t)32 * 1024 * 1024)};
    pthread_mutex_init(&sources->mutex, NULL);
    if (sources->arena != NULL)
        sources->scratch = arena_within(sources->arena, SCRATCH_BYTES);
    if (sources->arena == NULL || sources->scratch == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory for the sources.");
    sources->all = arena_array(sources->arena, SOURCES_MAX, sizeof *sources->all);
    sources->addresses = arena_array(sources->arena, SOURCES_MAX, sizeof *sources->addresses);
    sources->table = arena_array(sources->arena, TABLE_SLOTS, sizeof *sources->table);
    memset(sources->table, 0xff, TABLE_SLOTS * sizeof *sources->table);
    for (size_t i = 0; i < settings->inputs_count; i++)
        source_add(sources, settings->inputs[i].name, (uint32_t)i, settings->inputs[i].format,
                   settings->inputs[i].silent_after_us);
    for (size_t i = 0; i < settings->sources_count; i++)
        source_add(sources, settings->sources[i].name, (uint32_t)settings->sources[i].input,
                   settings->sources[i].format, settings->sources[i].silent_after_us);
    return ranges_read(turn, settings, sources);
}

void sources_free(struct sources *sources)
{
    if (sources->arena == NULL)
        return;
    pthread_mutex_destroy(&sources->mutex);
    arena_free(sources->arena);
    sources->arena = NULL;
}

/* ---- the source of a line ---- */

void source_forget(struct source_memory *memory)
{
    memset(memory->source, 0xff, sizeof memory->source);
}

static struct text name_met(struct sources *sources, uint32_t input, const struct in6_addr *address)
{
    char text[INET6_ADDRSTRLEN] = "";
    if (IN6_IS_ADDR_V4MAPPED(address))
        inet_ntop(AF_INET, address->s6_addr + 12, text, sizeof text);
    else
        inet_ntop(AF_INET6, address, text, sizeof text);
    return text_format(sources->arena, "%.*s/%s", TEXT_SHOW(sources->all[input].name), text);
}

/* Under the lock: the source met before, or a new one. */
static uint32_t source_meet(struct sources *sources, uint32_t input, const struct in6_addr *address)
{
    uint32_t at = address_hash(address, input) % TABLE_SLOTS;
    uint32_t count = atomic_load(&sources->count);
    for (; sources->table[at] != SOURCE_NONE; at = (at + 1) % TABLE_SLOTS) {
        uint32_t found = sources->table[at];
        if (sources->all[found].input == input
            && memcmp(&sources->addresses[found], address, sizeof *address) == 0)
            return found;
    }
    if (count == SOURCES_MAX)
        return input;
    sources->table[at] = count;
    sources->addresses[count] = *address;
    sources->all[count].name = name_met(sources, input, address);
    sources->all[count].input = input;
    sources->all[count].format = sources->all[input].format;
    atomic_store(&sources->count, count + 1);
    return count;
}

static uint32_t source_look(struct sources *sources, uint32_t input, const struct in6_addr *address)
{
    const struct source_range *best = NULL;
    for (size_t i = 0; i < sources->ranges_count; i++) {
        const struct source_range *range = &sources->ranges[i];
        if (range->input == input && range_holds(range, address)
            && (best == NULL || range->bits > best->bits))
            best = range;
    }
    if (best != NULL)
        return best->source;
    pthread_mutex_lock(&sources->mutex);
    uint32_t source = source_meet(sources, input, address);
    pthread_mutex_unlock(&sources->mutex);
    return source;
}

uint32_t source_of(struct sources *sources, struct source_memory *memory, uint32_t input,
                   const struct sockaddr_storage *address)
{
    const struct in6_addr from = address_of(address);
    uint32_t at = address_hash(&from, input) % SOURCE_MEMORY;
    if (memory->source[at] != SOURCE_NONE && memory->input[at] == input
        && memcmp(&memory->address[at], &from, sizeof from) == 0)
        return memory->source[at];
    uint32_t source = source_look(sources, input, &from);
    memory->address[at] = from;
    memory->input[at] = input;
    memory->source[at] = source;
    return source;
}

/* ---- the source of a certificate ---- */

bool source_name_holds(struct text pattern, struct text name)
{
    if (text_starts(pattern, TEXT("*."))) {
        const char *dot = memchr(name.data, '.', name.size);
        if (dot == NULL || dot == name.data)
            return false;
        name = (struct text){dot, name.size - (size_t)(dot - name.data)};
        pattern = (struct text){pattern.data + 1, pattern.size - 1};
    }
    return pattern.size == name.size && strncasecmp(pattern.data, name.data, name.size) == 0;
}

static uint32_t name_meet(struct sources *sources, uint32_t input, struct text name)
{
    uint32_t count = atomic_load(&sources->count);
    struct text whole = text_format(sources->scratch, "%.*s/%.*s",
                                    TEXT_SHOW(sources->all[input].name), TEXT_SHOW(name));
    for (uint32_t i = 0; i < count; i++)
        if (sources->all[i].input == input && text_equal(sources->all[i].name, whole))
            return i;
    if (count == SOURCES_MAX)
        return input;
    source_add(sources, whole, input, sources->all[input].format, 0);
    return count;
}

uint32_t source_named(struct sources *sources, uint32_t input, struct text name)
{
    const struct source_peer *best = NULL;
    for (size_t i = 0; i < sources->peers_count; i++) {
        const struct source_peer *peer = &sources->peers[i];
        if (peer->input == input && source_name_holds(peer->name, name)
            && (best == NULL || !text_starts(peer->name, TEXT("*."))))
            best = peer;
    }
    if (best != NULL)
        return best->source;
    pthread_mutex_lock(&sources->mutex);
    arena_clear(sources->scratch);
    uint32_t source = name_meet(sources, input, name);
    pthread_mutex_unlock(&sources->mutex);
    return source;
}

uint32_t source_again(struct sources *sources, struct text name)
{
    struct source_memory memory;
    struct sockaddr_storage from = {.ss_family = AF_INET6};
    struct in6_addr *address = &((struct sockaddr_in6 *)&from)->sin6_addr;
    uint32_t count = atomic_load(&sources->count);
    char text[INET6_ADDRSTRLEN + 8];
    struct text rest;
    struct text input = text_cut(name, '/', &rest);
    uint32_t of = 0;
    for (uint32_t i = 0; i < count; i++)
        if (text_equal(sources->all[i].name, name))
            return i;
    while (of < count && !text_equal(sources->all[of].name, input))
        of++;
    if (of == count || text_empty(rest))
        return of == count ? 0 : of;
    source_forget(&memory);
    snprintf(text, sizeof text, "%s%.*s",
             memchr(rest.data, ':', rest.size) == NULL ? "::ffff:" : "", TEXT_SHOW(rest));
    return inet_pton(AF_INET6, text, address) == 1 ? source_of(sources, &memory, of, &from)
                                                   : source_named(sources, of, rest);
}

/* ---- counting ---- */

struct run {
    uint64_t lines, parsed, cut, bad;
};

static void run_add(_Atomic uint64_t *count, uint64_t more)
{
    if (more > 0)
        atomic_fetch_add_explicit(count, more, memory_order_relaxed);
}

static void run_tally(struct source *source, const struct run *run, enum tally what,
                      int64_t received_us)
{
    if (what == TALLY_TAKEN) {
        run_add(&source->taken, run->lines);
        run_add(&source->cut, run->cut);
        atomic_store_explicit(&source->seen_us, received_us, memory_order_relaxed);
        return;
    }
    run_add(&source->parsed, run->parsed);
    run_add(&source->bad, run->bad);
    run_add(what == TALLY_STORED ? &source->stored : &source->dropped, run->lines);
    if (what == TALLY_LOST) /* dropped is what was never taken */
        atomic_fetch_sub_explicit(&source->taken, run->lines, memory_order_relaxed);
}

void sources_tally(struct sources *sources, const struct batch *batch, enum tally what)
{
    uint32_t count = batch_lines(batch);
    for (uint32_t at = 0; at < count;) {
        uint32_t said = batch->lines[at].source;
        uint32_t source = said < SOURCES_MAX ? said : 0;
        struct run run = {0};
        for (; at < count && batch->lines[at].source == said; at++) {
            uint32_t flags = batch->lines[at].flags;
            run.lines++;
            run.parsed += (flags & LINE_PARSED) != 0;
            run.cut += (flags & LINE_CUT) != 0;
            run.bad += (flags & LINE_BAD) != 0;
        }
        run_tally(&sources->all[source], &run, what, batch->received_us);
        if (what == TALLY_TAKEN) /* an input is silent when none of its sources is heard */
            atomic_store_explicit(&sources->all[sources->all[source].input].seen_us,
                                  batch->received_us, memory_order_relaxed);
    }
}
