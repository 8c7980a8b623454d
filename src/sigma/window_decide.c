/* SPDX-License-Identifier: Apache-2.0 */
/* Is it enough? Counts, exact sums, percentiles, and conditions over rules. */
#include "sigma/window_inside.h"

/* ---- conditions over rules ---- */

bool decide_terms(const struct window_rule *rule, uint64_t parts)
{
    bool stack[WINDOW_TERMS_MAX] = {false};
    size_t top = 0;
    for (size_t i = 0; i < rule->term_count; i++) {
        const struct window_term *term = &rule->terms[i];
        switch (term->operator) {
        case WINDOW_PART: stack[top++] = (parts >> term->part & 1) != 0; break;
        case WINDOW_NOT: stack[top - 1] = !stack[top - 1]; break;
        case WINDOW_AND:
            top--;
            stack[top - 1] = stack[top - 1] && stack[top];
            break;
        case WINDOW_OR:
            top--;
            stack[top - 1] = stack[top - 1] || stack[top];
            break;
        }
    }
    return stack[0];
}

static bool has_not(const struct window_rule *rule)
{
    for (size_t i = 0; i < rule->term_count; i++)
        if (rule->terms[i].operator== WINDOW_NOT)
            return true;
    return false;
}

bool decide_deferred(const struct window_rule *rule)
{
    for (size_t i = 0; i < rule->test_count; i++)
        if (rule->tests[i].compare != WINDOW_GT && rule->tests[i].compare != WINDOW_GTE)
            return true;
    return has_not(rule);
}

/* The parts that stand under an even number of "not": read backwards, an operator comes before what
 * it works on, so that a stack of signs is enough. */
uint64_t decide_openers(const struct window_rule *rule)
{
    if (rule->terms == NULL)
        return UINT64_MAX;
    bool negated[WINDOW_TERMS_MAX + 1] = {false};
    size_t top = 1;
    uint64_t parts = 0;
    for (size_t i = rule->term_count; i-- > 0;) {
        const struct window_term *term = &rule->terms[i];
        bool sign = negated[--top];
        if (term->operator== WINDOW_PART && !sign)
            parts |= (uint64_t)1 << term->part;
        if (term->operator!= WINDOW_PART)
            negated[top++] = term->operator== WINDOW_NOT ? !sign : sign;
        if (term->operator== WINDOW_AND || term->operator== WINDOW_OR)
            negated[top++] = sign;
    }
    return parts;
}

/* ---- numbers ---- */

/* Digits are taken up to here, 36 of them: 18 before the point, and more than are kept behind it.
 */
#define NUMBER_DIGITS_END                                                                          \
    (WINDOW_NUMBER_ONE * WINDOW_NUMBER_ONE * WINDOW_NUMBER_ONE * WINDOW_NUMBER_ONE)

static int number_digits(struct text *text, window_number *whole, int places_max, int *places)
{
    int digits = 0;
    while (text->size > 0 && *text->data >= '0' && *text->data <= '9') {
        if (*places < places_max && *whole < NUMBER_DIGITS_END) {
            *whole = *whole * 10 + (*text->data - '0');
            ++*places;
        } else if (places_max == INT32_MAX) {
            return -1; /* too great for any exponent we would follow */
        }
        digits++;
        text->data++;
        text->size--;
    }
    return digits;
}

static bool take_byte(struct text *text, const char *any)
{
    if (text->size == 0 || *text->data == '\0' || strchr(any, *text->data) == NULL)
        return false;
    text->data++;
    text->size--;
    return true;
}

bool window_number_read(struct text text, window_number *number)
{
    enum { FRACTION_MAX = 18, EXPONENT_MAX = 40 };
    bool negative = text.size > 0 && *text.data == '-';
    if (!take_byte(&text, "-"))
        (void)take_byte(&text, "+");
    window_number whole = 0;
    int before = 0;
    int digits = number_digits(&text, &whole, INT32_MAX, &before);
    int places = 0;
    if (digits >= 0 && take_byte(&text, ".")) {
        int after = number_digits(&text, &whole, FRACTION_MAX, &places);
        digits = after == 0 ? -1 : digits + after;
    }
    int64_t exponent = 0;
    if (digits > 0 && take_byte(&text, "eE")) {
        (void)(text.size > 1 && take_byte(&text, "+"));
        if (!text_integer(text, &exponent))
            return false;
        text.size = 0;
    }
    if (digits <= 0 || text.size > 0)
        return false;
    if (whole == 0 || exponent < -EXPONENT_MAX) {
        *number = 0;
        return true;
    }
    int64_t shift = 9 - places + (exponent > EXPONENT_MAX ? EXPONENT_MAX : exponent);
    for (; shift > 0 && whole < WINDOW_NUMBER_END; shift--)
        whole *= 10;
    for (; shift < 0; shift++)
        whole /= 10;
    *number = negative ? -whole : whole;
    return whole < WINDOW_NUMBER_END;
}

/* The k-th smallest (from 0) of the numbers, which are put into another order. */
static window_number smallest(window_number *numbers, size_t count, size_t k)
{
    size_t low = 0;
    size_t high = count - 1;
    while (low < high) {
        window_number pivot = numbers[low + (high - low) / 2];
        size_t i = low;
        size_t j = high;
        for (;;) {
            while (numbers[i] < pivot)
                i++;
            while (pivot < numbers[j])
                j--;
            if (i >= j)
                break;
            window_number swap = numbers[i];
            numbers[i++] = numbers[j];
            numbers[j--] = swap;
        }
        if (k <= j)
            high = j;
        else
            low = j + 1;
    }
    return numbers[k];
}

/* By nearest rank: the smallest number that at least so many of a hundred do not exceed. */
static window_number percentile(struct window *window, const struct window_group *group)
{
    size_t count = 0;
    for (uint32_t node = group->first; node != 0; node = window->nodes[node].next) {
        window->sorted = arena_grow(window->arena, window->sorted, count, &window->sorted_capacity,
                                    sizeof *window->sorted);
        memcpy(&window->sorted[count++], window->nodes[node].value, sizeof *window->sorted);
    }
    size_t rank = (count * window->rule->percent + 99) / 100;
    return smallest(window->sorted, count, rank == 0 ? 0 : rank - 1);
}

/* ---- the condition ---- */

/* The amount, and by how much a bound is multiplied before it is compared: the sum of an average is
 * compared, so that nothing is rounded. */
static window_number amount_of(struct window *window, const struct window_group *group,
                               window_number *factor)
{
    *factor = 1;
    switch (window->rule->kind) {
    case WINDOW_COUNT:
        return (window->deferred ? (window_number)group->seen : (window_number)group->count)
               * WINDOW_NUMBER_ONE;
    case WINDOW_DISTINCT:
    case WINDOW_TOGETHER: return (window_number)group->count * WINDOW_NUMBER_ONE;
    case WINDOW_ORDERED: return (window_number)group->best.steps * WINDOW_NUMBER_ONE;
    case WINDOW_PERCENTILE: return percentile(window, group);
    case WINDOW_AVERAGE: *factor = group->count; return group->sum;
    case WINDOW_SUM: return group->sum;
    }
    return 0;
}

static bool test_holds(const struct window_test *test, window_number amount, window_number factor)
{
    window_number bound = test->number * factor;
    switch (test->compare) {
    case WINDOW_GT: return amount > bound;
    case WINDOW_GTE: return amount >= bound;
    case WINDOW_LT: return amount < bound;
    case WINDOW_LTE: return amount <= bound;
    case WINDOW_EQ: return amount == bound;
    case WINDOW_NEQ: return amount != bound;
    }
    return false;
}

static uint64_t parts_of(const struct window *window, const struct window_group *group)
{
    uint64_t parts = 0;
    for (uint32_t node = group->first; node != 0; node = window->nodes[node].next)
        parts |= (uint64_t)1 << window->nodes[node].part;
    return parts;
}

bool decide_holds(struct window *window, const struct window_group *group, window_number *amount)
{
    const struct window_rule *rule = window->rule;
    if (group->count == 0 && rule->kind != WINDOW_ORDERED)
        return false; /* no room was left for any of its items */
    window_number factor = 1;
    *amount = amount_of(window, group, &factor);
    bool holds = true;
    if (rule->terms != NULL)
        holds = decide_terms(rule, window->deferred ? group->parts : parts_of(window, group));
    else if (rule->test_count == 0)
        holds = *amount == (window_number)rule->parts * WINDOW_NUMBER_ONE;
    for (size_t i = 0; holds && i < rule->test_count; i++)
        holds = test_holds(&rule->tests[i], *amount, factor);
    *amount /= factor;
    return holds;
}
