/* SPDX-License-Identifier: Apache-2.0 */
/* Instants as they are written: read from people and programs, printed for both. */
#include "base/inside.h"

enum { INSTANT_BYTES_MAX = 64, OFFSET_HOURS_MAX = 23 };

/* An instant as typed, before anybody asks which one it is. */
struct written {
    struct turn *turn;
    const char *field;
    struct text text; /* all of it */
    struct text rest; /* what is not read yet */
    struct civil civil;
    bool offset_given;
    struct text abbreviation; /* "EDT", or empty */
};

/* The text as typed, short and printable, for a message. */
static const char *typed(const struct written *written)
{
    struct arena *arena = written->turn->arena;
    struct text text = written->text;
    text.size = text.size > INSTANT_BYTES_MAX ? INSTANT_BYTES_MAX : text.size;
    struct text copy = text_copy(arena, text_utf8_mended(arena, text));
    for (size_t i = 0; i < copy.size; i++)
        if ((unsigned char)copy.data[i] < ' ' || copy.data[i] == 0x7F)
            return "what was typed";
    return text_format(arena, "\"%.*s\"", TEXT_SHOW(copy)).data;
}

static bool fail_shape(const struct written *written, const char *what)
{
    return fail_field(written->turn, written->field,
                      "%s: %s %s. Write a time such as 2026-07-03T17:00:00-04:00 or 2026-07-03 "
                      "17:00.",
                      written->field, typed(written), what);
}

static bool next_is(struct written *written, char byte)
{
    struct text rest = written->rest;
    if (rest.size == 0 || rest.data[0] != byte)
        return false;
    written->rest = (struct text){rest.data + 1, rest.size - 1};
    return true;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Two digits. */
static bool read_two(struct written *written, int *number)
{
    struct text rest = written->rest;
    if (rest.size < 2 || !is_digit(rest.data[0]) || !is_digit(rest.data[1]))
        return false;
    *number = (rest.data[0] - '0') * 10 + (rest.data[1] - '0');
    written->rest = (struct text){rest.data + 2, rest.size - 2};
    return true;
}

static bool read_date(struct written *written)
{
    struct text rest = written->rest;
    struct text date = {rest.data, rest.size < 10 ? rest.size : 10};
    if (!date_scan(date, &written->civil.date))
        return fail_shape(written, "is no time");
    written->rest = (struct text){rest.data + date.size, rest.size - date.size};
    return date_possible(written->civil.date)
           || fail_shape(written, "has a date that no calendar has");
}

/* The digits behind the point; microseconds are kept, and more than that must be zeros. */
static bool read_fraction(struct written *written)
{
    int scale = 100000;
    size_t digits = 0;
    for (; digits < written->rest.size && is_digit(written->rest.data[digits]); digits++) {
        int digit = written->rest.data[digits] - '0';
        if (scale == 0 && digit != 0)
            return fail_shape(written, "is finer than microseconds");
        written->civil.microsecond += digit * scale;
        scale /= 10;
    }
    if (digits == 0)
        return fail_shape(written, "has a point without digits");
    written->rest = (struct text){written->rest.data + digits, written->rest.size - digits};
    return true;
}

static bool read_time(struct written *written)
{
    struct civil *civil = &written->civil;
    if (!next_is(written, 'T') && !next_is(written, 't') && !next_is(written, ' '))
        return fail_shape(written, "has no time of day behind the date");
    if (!read_two(written, &civil->hour) || !next_is(written, ':')
        || !read_two(written, &civil->minute))
        return fail_shape(written, "has no hour and minute");
    if (next_is(written, ':')) {
        if (!read_two(written, &civil->second))
            return fail_shape(written, "has no seconds behind the colon");
        if (next_is(written, '.') && !read_fraction(written))
            return false;
    }
    if (civil->hour == 24)
        return fail_shape(written, "has the hour 24: the end of a day is 00:00 of the next");
    if (civil->second == 60)
        return fail_shape(written, "has a leap second, which no clock here counts");
    return (civil->hour < 24 && civil->minute < 60 && civil->second < 60)
           || fail_shape(written, "has a time of day that no clock shows");
}

/* "Z", "-04:00", "EDT" or nothing; spaces may stand before letters only. */
static bool read_zone(struct written *written)
{
    struct text rest = written->rest;
    if (next_is(written, 'Z') || next_is(written, 'z')) {
        written->offset_given = true;
        return text_empty(written->rest) || fail_shape(written, "has something behind the Z");
    }
    if (rest.size > 0 && (rest.data[0] == '+' || rest.data[0] == '-')) {
        int sign = rest.data[0] == '-' ? -1 : 1;
        int hours;
        int minutes;
        written->rest = (struct text){rest.data + 1, rest.size - 1};
        if (!read_two(written, &hours) || !next_is(written, ':') || !read_two(written, &minutes)
            || hours > OFFSET_HOURS_MAX || minutes > 59 || !text_empty(written->rest))
            return fail_shape(written, "has an offset that is not like -04:00");
        written->civil.offset_s = sign * (hours * 3600 + minutes * 60);
        written->offset_given = true;
        return true;
    }
    struct text letters = text_trim(rest);
    for (size_t i = 0; i < letters.size; i++)
        if ((letters.data[i] | 0x20) < 'a' || (letters.data[i] | 0x20) > 'z')
            return fail_shape(written, "has something behind the time");
    written->abbreviation = letters;
    return letters.size < sizeof written->civil.abbreviation
           || fail_shape(written, "has something behind the time");
}

/* So many digits of a number, ended at `end`: an answer has dozens of instants, and a format that
 * is read anew for each costs more than all else in it. */
static void write_digits(char *end, int digits, int number)
{
    for (int i = 1; i <= digits; i++, number /= 10)
        *--end = (char)('0' + number % 10);
}

static struct text write_civil(struct arena *arena, const struct civil *civil)
{
    static const char shape[] = "0000-00-00T00:00:00.000000";
    if (!date_possible(civil->date))
        return text_format(arena, "%.*sT%02d:%02d:%02d.%06d",
                           TEXT_SHOW(date_format(arena, civil->date)), civil->hour, civil->minute,
                           civil->second, civil->microsecond);
    char *out = arena_take(arena, sizeof shape);
    memcpy(out, shape, sizeof shape);
    write_digits(out + 4, 4, civil->date.year);
    write_digits(out + 7, 2, civil->date.month);
    write_digits(out + 10, 2, civil->date.day);
    write_digits(out + 13, 2, civil->hour);
    write_digits(out + 16, 2, civil->minute);
    write_digits(out + 19, 2, civil->second);
    write_digits(out + 26, 6, civil->microsecond);
    return (struct text){out, civil->microsecond == 0 ? 19 : 26};
}

/* "2026-07-03T17:00:00-04:00" */
static struct text write_offset(struct arena *arena, const struct civil *civil)
{
    int minutes = (civil->offset_s < 0 ? -civil->offset_s : civil->offset_s) / 60;
    return text_format(arena, "%.*s%c%02d:%02d", TEXT_SHOW(write_civil(arena, civil)),
                       civil->offset_s < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

static int64_t instant_exact(const struct civil *civil)
{
    return date_days(civil->date) * DAY_US + civil->hour * HOUR_US + civil->minute * MINUTE_US
           + (civil->second - civil->offset_s) * SECOND_US + civil->microsecond;
}

/* A reading of what was typed, and what the clock showed then: "2025-03-09T02:30:00-05:00, which is
 * 03:30:00 EDT". */
static const char *reading(const struct written *written, const struct zone *zone,
                           int64_t instant_us)
{
    struct arena *arena = written->turn->arena;
    struct civil civil = written->civil;
    struct civil shown = zone_civil(zone, instant_us);
    civil.offset_s = (int)((instant_exact(&written->civil) - instant_us) / SECOND_US);
    return text_format(arena, "%.*s, which is %02d:%02d:%02d %s",
                       TEXT_SHOW(write_offset(arena, &civil)), shown.hour, shown.minute,
                       shown.second, shown.abbreviation)
        .data;
}

static bool fail_gap(const struct written *written, const struct zone *zone, int64_t first_us,
                     int64_t second_us, int64_t gap_end_us)
{
    struct civil end = zone_civil(zone, gap_end_us);
    return fail_field(written->turn, written->field,
                      "%s: %s does not exist in %.*s: the clocks went forward over it, to "
                      "%02d:%02d:%02d %s. Write %s; or %s.",
                      written->field, typed(written), TEXT_SHOW(zone_name(zone)), end.hour,
                      end.minute, end.second, end.abbreviation, reading(written, zone, first_us),
                      reading(written, zone, second_us));
}

static bool abbreviation_is(const struct written *written, const struct zone *zone,
                            int64_t instant_us)
{
    struct arena *arena = written->turn->arena;
    const struct civil civil = zone_civil(zone, instant_us);
    return text_equal(text_lower(arena, text_of(civil.abbreviation)),
                      text_lower(arena, written->abbreviation));
}

static bool resolve_one(const struct written *written, const struct zone *zone, int64_t only_us,
                        int64_t *instant_us)
{
    *instant_us = only_us;
    return text_empty(written->abbreviation) || abbreviation_is(written, zone, only_us)
           || fail_field(written->turn, written->field,
                         "%s: %s is not on the clocks of %.*s: they show %s then. Write %s; or "
                         "another offset.",
                         written->field, typed(written), TEXT_SHOW(zone_name(zone)),
                         zone_civil(zone, only_us).abbreviation, reading(written, zone, only_us));
}

static bool resolve_overlap(const struct written *written, const struct zone *zone,
                            int64_t first_us, int64_t second_us, int64_t *instant_us)
{
    bool chosen = !text_empty(written->abbreviation);
    bool is_first = chosen && abbreviation_is(written, zone, first_us);
    bool is_second = chosen && abbreviation_is(written, zone, second_us);
    *instant_us = is_first ? first_us : second_us;
    return is_first != is_second
           || fail_field(written->turn, written->field,
                         "%s: %s happened twice in %.*s. Write %s; or %s.", written->field,
                         typed(written), TEXT_SHOW(zone_name(zone)),
                         reading(written, zone, first_us), reading(written, zone, second_us));
}

static bool resolve(const struct written *written, const struct zone *zone, int64_t *instant_us)
{
    int64_t first_us;
    int64_t second_us;
    int64_t gap_end_us;
    switch (zone_readings(zone, written->civil, &first_us, &second_us, &gap_end_us)) {
    case CIVIL_ONE: return resolve_one(written, zone, first_us, instant_us);
    case CIVIL_OVERLAP: return resolve_overlap(written, zone, first_us, second_us, instant_us);
    case CIVIL_GAP: break;
    }
    return fail_gap(written, zone, first_us, second_us, gap_end_us);
}

bool instant_parse(struct turn *turn, const char *field, struct text text, const struct zone *zone,
                   int64_t *instant_us)
{
    struct written written = {.turn = turn, .field = field, .text = text, .rest = text};
    if (!read_date(&written) || !read_time(&written) || !read_zone(&written))
        return false;
    if (written.offset_given) {
        *instant_us = instant_exact(&written.civil);
        return true;
    }
    if (zone == NULL)
        return fail_shape(&written, "has no offset, and needs one");
    return resolve(&written, zone, instant_us);
}

/* RFC 3339 has no seconds in offsets: local mean time, before the zones, is written in UTC. */
struct text instant_local(struct arena *arena, const struct zone *zone, int64_t instant_us)
{
    struct civil civil = zone_civil(zone, instant_us);
    return civil.offset_s % 60 != 0 ? instant_utc(arena, instant_us) : write_offset(arena, &civil);
}

struct text instant_utc(struct arena *arena, int64_t instant_us)
{
    struct zone_kind utc = {0, "UTC"};
    const struct zone zone = {.kinds = &utc, .kind_count = 1};
    struct civil civil = zone_civil(&zone, instant_us);
    struct text written = write_civil(arena, &civil);
    char *out = arena_take(arena, written.size + 2);
    memcpy(out, written.data, written.size);
    memcpy(out + written.size, "Z", 2);
    return (struct text){out, written.size + 1};
}

struct text instant_people(struct arena *arena, const struct zone *zone, int64_t instant_us)
{
    static const char *const days[] = {"Sun ", "Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat "};
    struct civil civil = zone_civil(zone, instant_us);
    struct text clock;
    struct text date = text_cut(write_civil(arena, &civil), 'T', &clock);
    struct builder shown = {.arena = arena};
    build(&shown, text_of(days[date_weekday(civil.date)]));
    build(&shown, date);
    build_byte(&shown, ' ');
    build(&shown, (struct text){clock.data, 8}); /* without fractions of a second */
    build_byte(&shown, ' ');
    build(&shown, text_of(civil.abbreviation));
    return built(&shown);
}
