/* SPDX-License-Identifier: Apache-2.0 */
/* Groups and changes: the only way to write, and how entries are made. */
#include "base/json.h"
#include "ledger/inside.h"
#include <assert.h>

struct change {
    struct turn *turn;
    struct ledger_group *group;
    struct text request;
    struct head head_before; /* of the group, for change_drop */
    size_t lines_before;
    bool open;
    struct fact *facts;
    size_t fact_count;
    size_t fact_capacity;
};

/* The last entry of a case as this group knows it. */
struct case_end {
    struct text incident;
    int64_t sequence; /* of the last entry in the case; -1: the case has none */
    struct text leaf; /* hex */
};

struct ledger_group {
    struct turn *turn;
    struct change permit;  /* of the group itself, for the head row */
    struct change *change; /* the open one, or NULL */
    struct hasher *hasher;
    struct head head;
    struct case_end *ends;
    size_t end_count;
    size_t end_capacity;
    struct ledger_line *lines;
    size_t line_count;
    size_t line_capacity;
};

/* ---- groups ---- */

/* The head and the last entry must be of one mind before anything is built on them. */
static bool head_fits_entries(struct turn *turn, struct hasher *hasher, struct head *head)
{
    struct entry_row last;
    bool found;
    if (!head_read_last(turn, head, &last, &found))
        return false;
    int64_t size = found ? last.sequence + 1 : 0;
    if (size != head->edge.size)
        return fail(turn, FAULT_BROKEN,
                    "The ledger's head counts %lld entries and its table has %lld. Nothing is "
                    "written; run revere ledger verify.",
                    (long long)head->edge.size, (long long)size);
    struct sha256 leaf = found ? tree_leaf(hasher, last.entry) : (struct sha256){{0}};
    if (size % 2 == 1 && !tree_hash_equal(&leaf, &head->edge.peaks[0]))
        return fail(turn, FAULT_BROKEN,
                    "Entry %lld of the ledger is not the one its head was made from. Nothing is "
                    "written; run revere ledger verify.",
                    (long long)last.sequence);
    return true;
}

bool ledger_group_begin(struct turn *turn, struct ledger_group **group)
{
    struct ledger_group *made = arena_take(turn->arena, sizeof *made);
    made->turn = turn;
    made->hasher = hasher_new(turn->arena);
    made->permit = (struct change){.turn = turn, .group = made};
    if (!store_begin(turn))
        return false;
    if (head_lock(turn, &made->permit) && head_fits_entries(turn, made->hasher, &made->head)) {
        store_stand(turn, made->head.turns); /* every change anywhere is made under this lock */
        *group = made;
        return true;
    }
    store_rollback(turn);
    return false;
}

bool ledger_group_commit(struct turn *turn, struct ledger_group *group)
{
    assert(group->turn == turn);
    bool ended =
        group->change == NULL
        || fail(turn, FAULT_BROKEN, "A group of changes was to be committed with one still open.");
    if (ended && (group->line_count == 0 || head_write(turn, &group->permit, &group->head))
        && store_commit(turn))
        return true;
    store_rollback(turn);
    return false;
}

void ledger_group_drop(struct turn *turn, struct ledger_group *group)
{
    assert(group->turn == turn);
    group->change = NULL;
    store_rollback(turn);
}

const struct ledger_line *ledger_group_lines(const struct ledger_group *group, size_t *count)
{
    *count = group->line_count;
    return group->lines;
}

/* ---- changes ---- */

bool change_begin(struct turn *turn, struct ledger_group *group, struct text request,
                  struct change **change)
{
    assert(turn->store == group->turn->store);
    if (group->change != NULL)
        return fail(turn, FAULT_BROKEN, "A change was begun inside another.");
    /* Memory first: a savepoint that nobody knows of would be in the way of the next change. */
    struct change *made = arena_take(turn->arena, sizeof *made);
    if (!store_savepoint(turn))
        return false;
    *made = (struct change){.turn = turn,
                            .group = group,
                            .request = request,
                            .head_before = group->head,
                            .lines_before = group->line_count,
                            .open = true};
    group->change = made;
    *change = made;
    return true;
}

bool change_end(struct change *change)
{
    assert(change->open);
    struct turn *turn = change->turn;
    if (turn->fault.kind != FAULT_NONE)
        return false;
    if (change->group->line_count == change->lines_before)
        return fail(turn, FAULT_BROKEN,
                    "A change was to end without a line in the ledger; it is not made.");
    if (!store_release(turn))
        return false;
    change->open = false;
    change->group->change = NULL;
    return true;
}

void change_drop(struct change *change)
{
    if (!change->open)
        return;
    struct ledger_group *group = change->group;
    store_revert(change->turn);
    group->head = change->head_before;
    group->line_count = change->lines_before;
    group->end_count = 0; /* what is known of the cases may be of this change: read it again */
    group->change = NULL;
    change->open = false;
}

struct turn *change_turn(struct change *change)
{
    return change->turn;
}

bool change_write(struct change *change, const char *sql, const struct cell *parameters,
                  size_t count)
{
    return store_write_later(change->turn, change, sql, parameters, count);
}

/* ---- facts ---- */

bool change_fact(struct change *change, const struct fact *fact)
{
    struct arena *arena = change->turn->arena;
    change->facts = arena_grow(arena, change->facts, change->fact_count, &change->fact_capacity,
                               sizeof *change->facts);
    struct fact *kept = &change->facts[change->fact_count];
    *kept = *fact;
    for (size_t field = 0; field < FACT_FIELDS; field++)
        if (fact->has[field] && fact->texts[field].data != NULL)
            kept->texts[field] = text_copy(arena, fact->texts[field]);
    change->fact_count++;
    return true;
}

const struct fact *change_facts(const struct change *change, size_t from, size_t *count)
{
    *count = from < change->fact_count ? change->fact_count - from : 0;
    return *count == 0 ? NULL : change->facts + from;
}

/* ---- entries ---- */

/* The end of a case's chain, read once a group. */
static bool case_end_find(struct change *change, struct text incident, struct case_end **end)
{
    struct ledger_group *group = change->group;
    for (size_t i = 0; i < group->end_count; i++) {
        *end = &group->ends[i];
        if (text_equal((*end)->incident, incident))
            return true;
    }
    struct entry_row last;
    bool found;
    if (!entry_last_of_case(change->turn, incident, &last, &found))
        return false;
    struct arena *arena = group->turn->arena;
    group->ends =
        arena_grow(arena, group->ends, group->end_count, &group->end_capacity, sizeof *group->ends);
    *end = &group->ends[group->end_count++];
    **end = (struct case_end){
        .incident = text_copy(arena, incident),
        .sequence = found ? last.case_sequence : -1,
        .leaf = found ? text_copy(arena, last.leaf) : TEXT_NONE,
    };
    return true;
}

/* A copy of the payload's map in which "clock" is what the turn's clock showed: the mark of an
 * entry whose clock stood before the last entry's time. */
static struct value *payload_with_clock(struct turn *turn, const struct value *payload)
{
    struct value *marked = value_map(turn->arena);
    for (size_t i = 0; payload != NULL && i < payload->count; i++)
        value_set(turn->arena, marked, text_string(turn->arena, payload->members[i].name),
                  payload->members[i].value);
    value_set_text(turn->arena, marked, "clock",
                   entry_time_write(turn->arena, turn->now_us / 1000));
    return marked;
}

static bool payload_commit(struct turn *turn, struct hasher *hasher, const struct value *payload,
                           struct entry_row *row)
{
    unsigned char *salt = arena_take(turn->arena, LEDGER_SALT_BYTES);
    row->salt = (struct text){(const char *)salt, LEDGER_SALT_BYTES};
    if (payload == NULL)
        payload = value_map(turn->arena);
    if (payload->kind != VALUE_MAP)
        return fail(turn, FAULT_BROKEN, "The payload of a ledger entry must be a JSON object.");
    if (!json_canonical(turn, payload, &row->body) || !random_bytes(turn, salt, LEDGER_SALT_BYTES))
        return false;
    if (row->body.size > LEDGER_PAYLOAD_BYTES_MAX)
        return fail(turn, FAULT_LIMIT, "The payload of a ledger entry is at most %d bytes.",
                    LEDGER_PAYLOAD_BYTES_MAX);
    struct sha256 hash = hasher_three(hasher, row->salt, row->body, TEXT_NONE);
    row->pay = hex_write(turn->arena, (struct text){(const char *)hash.bytes, SHA256_BYTES});
    return true;
}

/* "SCIO", and "SCIO designee" of whoever is not the incumbent. */
static struct text capacity_of(const struct turn *turn)
{
    const struct actor *actor = &turn->actor;
    return text_empty(actor->holding)
               ? actor->capacity
               : text_format(turn->arena, "%.*s %.*s", TEXT_SHOW(actor->capacity),
                             TEXT_SHOW(actor->holding));
}

/* What everybody may know of a deed; end is the chain of its case, or NULL. */
static struct entry entry_of(const struct change *change, const char *op, struct text object,
                             const struct case_end *end, int64_t at_ms)
{
    const struct turn *turn = change->turn;
    struct text person = turn->actor.person;
    return (struct entry){
        .sequence = change->group->head.edge.size,
        .at = entry_time_write(turn->arena, at_ms),
        .actor = text_empty(person) ? TEXT("anonymous") : person,
        .capacity = capacity_of(turn),
        .behalf = turn->actor.organisation,
        .op = text_of(op),
        .object = object,
        .request = change->request,
        .incident = end == NULL ? TEXT_NONE : end->incident,
        .case_sequence = end == NULL ? -1 : end->sequence + 1,
        .previous = end == NULL ? TEXT_NONE : end->leaf,
    };
}

/* After the rows are written: the group's edge, its list, and the end of the case. */
static void group_follow(struct ledger_group *group, const struct entry_row *row,
                         const struct sha256 *leaf, struct case_end *end, int64_t at_ms)
{
    struct arena *arena = group->turn->arena;
    group->lines = arena_grow(arena, group->lines, group->line_count, &group->line_capacity,
                              sizeof *group->lines);
    struct ledger_line line = {.sequence = row->sequence,
                               .entry = text_copy(arena, row->entry),
                               .payload = text_copy(arena, row->body)};
    if (end != NULL) {
        end->leaf = text_copy(arena, row->leaf);
        end->sequence++;
    }
    group->lines[group->line_count++] = line;
    tree_append(group->hasher, &group->head.edge, leaf);
    group->head.last_ms = at_ms;
}

bool change_entry(struct change *change, const char *op, struct text object, struct text incident,
                  const struct value *payload, int64_t *sequence)
{
    assert(change->open);
    struct turn *turn = change->turn;
    struct ledger_group *group = change->group;
    struct case_end *end = NULL;
    if (turn->fault.kind != FAULT_NONE)
        return false;
    if (!text_empty(incident) && !case_end_find(change, incident, &end))
        return false;

    int64_t now_ms = turn->now_us / 1000;
    int64_t at_ms = now_ms < group->head.last_ms ? group->head.last_ms : now_ms;
    if (at_ms != now_ms && (payload == NULL || payload->kind == VALUE_MAP))
        payload = payload_with_clock(turn, payload);

    struct entry entry = entry_of(change, op, object, end, at_ms);
    struct entry_row row = {.sequence = entry.sequence,
                            .incident = incident,
                            .case_sequence = end == NULL ? TIME_NONE : entry.case_sequence};
    if (!payload_commit(turn, group->hasher, payload, &row))
        return false;
    entry.pay = row.pay;
    if (!entry_write(turn, &entry, &row.entry))
        return false;
    struct sha256 leaf = tree_leaf(group->hasher, row.entry);
    row.leaf = hex_write(turn->arena, (struct text){(const char *)leaf.bytes, SHA256_BYTES});
    if (!entry_insert(turn, change, &row) || !payload_insert(turn, change, &row))
        return false;
    group_follow(group, &row, &leaf, end, at_ms);
    if (sequence != NULL)
        *sequence = row.sequence;
    return true;
}

bool change_purge(struct change *change, int64_t sequence)
{
    int64_t deleted;
    if (!payload_delete(change->turn, change, sequence, &deleted))
        return false;
    if (deleted == 0)
        return fail(change->turn, FAULT_MISSING,
                    "Entry %lld of the ledger has no payload: it was purged, or there is no such "
                    "entry.",
                    (long long)sequence);
    return true;
}

/* ---- reading ---- */

bool ledger_lines(struct turn *turn, int64_t before, size_t limit, struct ledger_line **lines,
                  size_t *count)
{
    struct entry_row *rows;
    size_t limit_max = limit > STORE_ROWS_MAX ? STORE_ROWS_MAX : limit;
    if (!entries_read_back(turn, before, (int64_t)limit_max, &rows, count))
        return false;
    *lines = arena_array(turn->arena, *count, sizeof **lines);
    for (size_t i = 0; i < *count; i++)
        (*lines)[i] = (struct ledger_line){rows[i].sequence, rows[i].entry, rows[i].body};
    return true;
}
