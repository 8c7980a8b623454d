/* SPDX-License-Identifier: Apache-2.0 */
/* Values that are more than text: numbers, networks, dates. */
#include "sigma/inside.h"
#include <arpa/inet.h>
#include <stdlib.h>

enum { NUMBER_BYTES_MAX = 64 };

/* ---- numbers ---- */

static size_t digits_at(const char *text)
{
    return strspn(text, "0123456789");
}

/* True for -1, 4.5, +3e8: what JSON takes for a number, or somebody writes as one. */
static bool is_number(const char *text)
{
    text += *text == '-' || *text == '+';
    size_t digits = digits_at(text);
    text += digits;
    if (*text == '.') {
        size_t more = digits_at(++text);
        digits += more;
        text += more;
    }
    if (digits == 0)
        return false;
    if (*text == 'e' || *text == 'E') {
        text++;
        text += *text == '-' || *text == '+';
        if (digits_at(text) == 0)
            return false;
        text += digits_at(text);
    }
    return *text == '\0';
}

bool number_read(struct text text, struct number *number)
{
    char copy[NUMBER_BYTES_MAX];
    if (text.size == 0 || text.size >= sizeof copy || memchr(text.data, '\0', text.size) != NULL)
        return false;
    memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    if (!is_number(copy))
        return false;
    *number = (struct number){.real = strtod(copy, NULL)};
    number->whole = text_integer(copy[0] == '+' ? text_of(copy + 1) : text, &number->integer);
    return true;
}

int number_order(const struct number *a, const struct number *b)
{
    if (a->whole && b->whole)
        return (a->integer > b->integer) - (a->integer < b->integer);
    return (a->real > b->real) - (a->real < b->real);
}

/* ---- networks ---- */

static bool address_read(struct text text, bool *six, unsigned char address[16])
{
    char copy[INET6_ADDRSTRLEN];
    if (text.size == 0 || text.size >= sizeof copy || memchr(text.data, '\0', text.size) != NULL)
        return false;
    memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    *six = strchr(copy, ':') != NULL;
    return inet_pton(*six ? AF_INET6 : AF_INET, copy, address) == 1;
}

bool cidr_read(struct arena *arena, struct text text, struct network *network)
{
    struct text bits;
    struct text address = text_cut(text, '/', &bits);
    int64_t number;
    *network = (struct network){0};
    if (!address_read(text_copy(arena, address), &network->six, network->address))
        return false;
    unsigned most = network->six ? 128 : 32;
    network->bits = most;
    if (bits.data == NULL)
        return true;
    if (!text_integer(bits, &number) || number < 0 || number > most)
        return false;
    network->bits = (unsigned)number;
    return true;
}

bool cidr_holds(const struct network *network, struct text text)
{
    bool six;
    unsigned char address[16];
    if (!address_read(text, &six, address) || six != network->six)
        return false;
    unsigned whole = network->bits / 8;
    unsigned rest = network->bits % 8;
    if (memcmp(address, network->address, whole) != 0)
        return false;
    return rest == 0 || (address[whole] ^ network->address[whole]) >> (8 - rest) == 0;
}

/* ---- dates ---- */

/* So many digits at the front, and what is left behind them. */
static bool take_digits(struct text *text, size_t count, int *number)
{
    *number = 0;
    if (text->size < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (text->data[i] < '0' || text->data[i] > '9')
            return false;
        *number = *number * 10 + (text->data[i] - '0');
    }
    *text = (struct text){text->data + count, text->size - count};
    return true;
}

static bool take_byte(struct text *text, const char *bytes)
{
    if (text->size == 0 || text->data[0] == '\0' || strchr(bytes, text->data[0]) == NULL)
        return false;
    *text = (struct text){text->data + 1, text->size - 1};
    return true;
}

static bool leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int day_of_year(int year, int month, int day)
{
    static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    return before[month - 1] + day + (month > 2 && leap(year));
}

/* 1 is Monday. */
static int weekday_of(int year, int month, int day)
{
    int before = year - 1;
    int days = before * 365 + before / 4 - before / 100 + before / 400;
    return (days + day_of_year(year, month, day) - 1) % 7 + 1;
}

static int weeks_of(int year)
{
    int first = weekday_of(year, 1, 1);
    return first == 4 || (first == 3 && leap(year)) ? 53 : 52;
}

/* The week of ISO 8601. */
static int week_of(int year, int month, int day)
{
    int week = (day_of_year(year, month, day) - weekday_of(year, month, day) + 10) / 7;
    if (week < 1)
        return year > 1 ? weeks_of(year - 1) : 52;
    return week > weeks_of(year) ? 1 : week;
}

/* The part as it is written: no zone is looked at. */
bool part_read(struct text date, enum part part, struct number *number)
{
    int year;
    int month;
    int day;
    int hour = 0;
    int minute = 0;
    bool good = take_digits(&date, 4, &year) && take_byte(&date, "-/")
                && take_digits(&date, 2, &month) && take_byte(&date, "-/")
                && take_digits(&date, 2, &day);
    if (!good || year < 1 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    bool timed = take_byte(&date, "Tt ") && take_digits(&date, 2, &hour) && take_byte(&date, ":")
                 && take_digits(&date, 2, &minute);
    if ((part == PART_MINUTE || part == PART_HOUR) && !timed)
        return false;
    const int parts[] = {minute, hour, day, week_of(year, month, day), month, year};
    *number = (struct number){true, parts[part], (double)parts[part]};
    return true;
}
