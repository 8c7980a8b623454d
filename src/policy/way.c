/* SPDX-License-Identifier: Apache-2.0 */
/* What is asked of the life of an incident: a state, a move, the way to it. Pure. */
#include "policy/inside.h"
#include "policy/lifecycle.h"

const struct state *lifecycle_state(const struct pack *pack, struct text code)
{
    for (size_t i = 0; pack->life != NULL && i < pack->life->states_count; i++)
        if (text_equal(pack->life->states[i].code, code))
            return &pack->life->states[i];
    return NULL;
}

const struct move *lifecycle_move(const struct pack *pack, struct text name)
{
    for (size_t i = 0; pack->life != NULL && i < pack->life->moves_count; i++)
        if (text_equal(pack->life->moves[i].name, name))
            return &pack->life->moves[i];
    return NULL;
}

const struct statement_kind *lifecycle_statement(const struct pack *pack, struct text code)
{
    for (size_t i = 0; pack->life != NULL && i < pack->life->statements_count; i++)
        if (text_equal(pack->life->statements[i].code, code))
            return &pack->life->statements[i];
    return NULL;
}

const struct move *lifecycle_move_by(const struct pack *pack, enum move_by by, struct text state)
{
    for (size_t i = 0; pack->life != NULL && i < pack->life->moves_count; i++)
        if (pack->life->moves[i].by == by && move_is_from(&pack->life->moves[i], state))
            return &pack->life->moves[i];
    return NULL;
}

struct text lifecycle_begins(const struct pack *pack)
{
    return pack->life == NULL ? TEXT("reported") : pack->life->begins;
}

bool lifecycle_open(const struct pack *pack, struct text state)
{
    const struct state *known = lifecycle_state(pack, state);
    return known == NULL || known->open;
}

bool lifecycle_void(const struct pack *pack, struct text state, bool *merged)
{
    *merged = false;
    for (size_t i = 0; pack->life != NULL && i < pack->life->moves_count; i++) {
        const struct move *move = &pack->life->moves[i];
        if (move->tells != MOVE_TELLS_VOID || !text_equal(move->to, state))
            continue;
        *merged = move->by == MOVE_BY_MERGER;
        return true;
    }
    return false;
}

bool move_is_from(const struct move *move, struct text state)
{
    return names_have(&move->from, state);
}

struct text lifecycle_flag_name(const struct pack *pack, struct text code)
{
    for (size_t i = 0; i < value_get_count(pack->lifecycle, "flags"); i++) {
        const struct value *flag = value_get_item(pack->lifecycle, "flags", i);
        if (text_equal(value_get_text(flag, "code"), code))
            return value_get_text(flag, "name");
    }
    return code;
}

struct text lifecycle_flag_by(const struct pack *pack, enum flag_by by)
{
    for (size_t i = 0; i < value_get_count(pack->lifecycle, "flags"); i++) {
        const struct value *flag = value_get_item(pack->lifecycle, "flags", i);
        if (by != FLAG_BY_HAND && text_is(value_get_text(flag, "by"), flag_by_words[by - 1]))
            return value_get_text(flag, "code");
    }
    return TEXT_NONE;
}

/* A state that was reached: by which move, and from which place of the queue. */
struct reached {
    struct text state;
    const struct move *by;
    size_t before;
};

static bool reached_already(const struct reached *queue, size_t count, struct text state)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(queue[i].state, state))
            return true;
    return false;
}

/* Forward only: neither a merger nor a way through a state that is no longer open is a step. */
static bool steps_on(const struct pack *pack, const struct move *move, struct text state)
{
    return move->by != MOVE_BY_MERGER && move->tells != MOVE_TELLS_REOPENED
           && lifecycle_open(pack, move->to) && move_is_from(move, state);
}

bool lifecycle_way(struct arena *arena, const struct pack *pack, struct text state,
                   const struct move *move, const struct move ***way, size_t *count)
{
    size_t states = pack->life == NULL ? 0 : pack->life->states_count;
    struct reached *queue = arena_array(arena, states + 1, sizeof *queue);
    size_t last = 1;
    queue[0] = (struct reached){.state = state};
    *count = 0;
    for (size_t at = 0; at < last; at++) {
        if (move_is_from(move, queue[at].state)) {
            for (size_t back = at; queue[back].by != NULL; back = queue[back].before)
                ++*count;
            *way = arena_array(arena, *count + 1, sizeof **way);
            for (size_t back = at, place = *count; queue[back].by != NULL;
                 back = queue[back].before)
                (*way)[--place] = queue[back].by;
            return true;
        }
        for (size_t i = 0; pack->life != NULL && i < pack->life->moves_count; i++) {
            const struct move *step = &pack->life->moves[i];
            if (last <= states && steps_on(pack, step, queue[at].state)
                && !reached_already(queue, last, step->to))
                queue[last++] = (struct reached){.state = step->to, .by = step, .before = at};
        }
    }
    return false;
}
