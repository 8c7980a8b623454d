/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers of a JSON text as they are written. A parsed number has lost its decimals, and money is
 * never read from a binary fraction. The text was accepted by json_read, so that its grammar and
 * its depth need no second check; still nothing is read behind its end.
 */
#include "exchange/inside.h"

struct scan {
    struct arena *arena;
    struct text json;
    size_t at;
    struct lexeme *numbers;
    size_t count, capacity;
};

/* The next byte that is no white space; 0 at the end. */
static char scan_peek(struct scan *scan)
{
    while (scan->at < scan->json.size && memchr(" \t\r\n", scan->json.data[scan->at], 4) != NULL)
        scan->at++;
    return scan->at < scan->json.size ? scan->json.data[scan->at] : '\0';
}

/* The string that begins here, as written between its quotes. */
static struct text scan_string(struct scan *scan)
{
    size_t begin = ++scan->at;
    while (scan->at < scan->json.size && scan->json.data[scan->at] != '"')
        scan->at += scan->json.data[scan->at] == '\\' ? 2 : 1;
    size_t end = scan->at < scan->json.size ? scan->at : scan->json.size;
    scan->at = end + 1;
    return (struct text){scan->json.data + begin, end - begin};
}

/* A number, true, false or null. */
static void scan_scalar(struct scan *scan, struct text path)
{
    size_t begin = scan->at;
    while (scan->at < scan->json.size && memchr(",]} \t\r\n", scan->json.data[scan->at], 7) == NULL)
        scan->at++;
    struct text written = {scan->json.data + begin, scan->at - begin};
    if (written.size == 0) {
        scan->at = scan->json.size; /* no JSON: json_read would not have accepted it */
        return;
    }
    if (written.data[0] != '-' && (written.data[0] < '0' || written.data[0] > '9'))
        return;
    scan->numbers =
        arena_grow(scan->arena, scan->numbers, scan->count, &scan->capacity, sizeof *scan->numbers);
    scan->numbers[scan->count++] = (struct lexeme){path, written};
}

static void scan_value(struct scan *scan, struct text path);

static void scan_list(struct scan *scan, struct text path)
{
    scan->at++;
    for (size_t i = 0; scan_peek(scan) != ']' && scan->at < scan->json.size; i++) {
        scan_value(scan, path_item(scan->arena, path, i));
        scan->at += scan_peek(scan) == ',';
    }
    scan->at++;
}

static void scan_map(struct scan *scan, struct text path)
{
    scan->at++;
    while (scan_peek(scan) == '"') {
        struct text name = scan_string(scan);
        scan->at += scan_peek(scan) == ':';
        scan_value(scan, path_below(scan->arena, path, name));
        scan->at += scan_peek(scan) == ',';
    }
    scan->at++;
}

static void scan_value(struct scan *scan, struct text path)
{
    switch (scan_peek(scan)) {
    case '\0': return;
    case '"': scan_string(scan); return;
    case '[': scan_list(scan, path); return;
    case '{': scan_map(scan, path); return;
    default: scan_scalar(scan, path);
    }
}

void json_numbers(struct arena *arena, struct text json, struct lexeme **numbers, size_t *count)
{
    struct scan scan = {.arena = arena, .json = json};
    scan_value(&scan, TEXT_NONE);
    *numbers = scan.numbers;
    *count = scan.count;
}

bool number_fraction(struct text written)
{
    for (size_t i = 0; i < written.size; i++)
        if (memchr(".eE", written.data[i], 3) != NULL)
            return true;
    return false;
}

/* One more decimal behind the sum; false when it does not fit. */
static bool push_digit(int64_t *sum, int digit)
{
    return !__builtin_mul_overflow(*sum, 10, sum) && !__builtin_add_overflow(*sum, digit, sum);
}

bool number_cents(struct text written, int64_t *cents)
{
    struct text tail;
    size_t mantissa = 0;
    int64_t exponent = 0;
    while (mantissa < written.size && memchr("eE", written.data[mantissa], 2) == NULL)
        mantissa++;
    if (mantissa < written.size) {
        tail = (struct text){written.data + mantissa + 1, written.size - mantissa - 1};
        if (text_starts(tail, TEXT("+")))
            tail = (struct text){tail.data + 1, tail.size - 1};
        if (!text_integer(tail, &exponent) || exponent > 400 || exponent < -400)
            return false;
    }
    struct text whole = text_cut((struct text){written.data, mantissa}, '.', &tail);
    int64_t power = 1 + exponent + (int64_t)whole.size; /* of the first digit, where cents are 0 */
    int64_t sum = 0;
    for (size_t i = 0; i < whole.size + tail.size; i++, power--) {
        char byte = i < whole.size ? whole.data[i] : tail.data[i - whole.size];
        if (byte < '0' || byte > '9' || (power < 0 && byte != '0'))
            return false;
        if (power >= 0 && !push_digit(&sum, byte - '0'))
            return false;
    }
    for (; power >= 0 && sum > 0; power--)
        if (!push_digit(&sum, 0))
            return false;
    *cents = sum;
    return whole.size > 0;
}
