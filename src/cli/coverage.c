/* SPDX-License-Identifier: Apache-2.0 */
/* revere coverage: which version of which rule has seen what is kept, and what none has. */
#include "base/json.h"
#include "base/zone.h"
#include "cli/sigma.h"
#include "event/coverage_view.h"
#include "event/segment_extent.h"

enum { VERSION_DIGITS = 12 };

static const struct command coverage_command = {
    "coverage", "[RULE…]", "Which detection rules have seen what is kept?", cli_coverage};
static const struct option coverage_options[] = {
    SIGMA_RULE_OPTIONS,
    DATA_OPTION,
    {"gaps", NULL, "Only what was not seen", false},
    {"json", NULL, "One JSON object a line, for programs", false},
    {0},
};
static const char coverage_more[] =
    "RULE is a rule's id, name or title, or a folder or file of rules: those as they are now. "
    "Without\n"
    "any, the rules with which the newest lines were seen. A version of a rule is known by its "
    "hash:\n"
    "another as soon as it, or a filter of it, can find something else. Lines were seen live, as "
    "they\n"
    "came; by the watch, which hunts new rules over history; by a hunt that a person ran; or not "
    "at\n"
    "all. Some cannot be read by anybody: readers died of them.\n"
    "A line of JSON is\n"
    "  "
    "{\"rule\":\"0e95725d-…\",\"version\":\"3f2a…\",\"lines\":71000,\"live\":70112,\"none\":888,…,"
    "\n   \"spans\":[{\"segment\":3,\"from\":0,\"to\":70112,\"first\":\"…\",\"last\":\"…\","
    "\"seen\":\"live\"},…]}";

/* A version that is asked about, and how often lines were seen how. */
struct version {
    struct coverage_rule rule;
    uint64_t lines[COVERAGE_UNREADABLE + 1]; /* by how; 0: not at all */
    uint64_t gone;                           /* of those not seen: their segment was let go */
};

struct covering {
    struct sigma_work work;
    struct coverage coverage;
    struct segment_extent *extents;
    size_t extent_count;
    struct version *versions;
    size_t count, capacity;
    struct coverage_view *view;
    const char *folder;
    bool json, gaps, whole; /* whole: the spans of each are shown, too */
};

static const char *how_word(enum coverage_how how)
{
    static const char *const words[] = {"none", "live", "hunt", "history", "unreadable"};
    return words[how];
}

/* ---- which versions ---- */

static void version_add(struct covering *covering, const struct coverage_rule *rule)
{
    for (size_t i = 0; i < covering->count; i++)
        if (memcmp(covering->versions[i].rule.digest.bytes, rule->digest.bytes, SHA256_BYTES) == 0)
            return;
    covering->versions = arena_grow(covering->work.turn->arena, covering->versions, covering->count,
                                    &covering->capacity, sizeof *covering->versions);
    covering->versions[covering->count++] = (struct version){.rule = *rule};
}

/* The set with which the newest lines were seen. */
static const struct coverage_set *set_newest(const struct coverage *coverage)
{
    const struct coverage_span *newest = NULL;
    for (size_t i = 0; i < coverage->span_count; i++) {
        const struct coverage_span *span = &coverage->spans[i];
        if (span->how == COVERAGE_LIVE
            && (newest == NULL || span->segment > newest->segment
                || (span->segment == newest->segment && span->to > newest->to)))
            newest = span;
    }
    return newest == NULL ? NULL : coverage_set_find(coverage, &newest->set);
}

static void versions_newest(struct covering *covering)
{
    const struct coverage_set *set = set_newest(&covering->coverage);
    for (size_t i = 0; set != NULL && i < set->count; i++)
        version_add(covering, &set->rules[i]);
    for (size_t i = 0; set == NULL && i < covering->coverage.set_count; i++)
        for (size_t j = 0; j < covering->coverage.sets[i].count; j++)
            version_add(covering, &covering->coverage.sets[i].rules[j]);
}

/* Every version that ever looked under this name. */
static bool versions_named(struct covering *covering, struct text name)
{
    size_t before = covering->count;
    for (size_t i = covering->coverage.set_count; i > 0; i--) {
        const struct coverage_set *set = &covering->coverage.sets[i - 1];
        for (size_t j = 0; j < set->count; j++)
            if (text_equal(set->rules[j].name, name))
                version_add(covering, &set->rules[j]);
    }
    return covering->count > before
           || fail_field(covering->work.turn, "RULE",
                         "No rule of the id or name \"%.*s\" has looked at this store. Name its "
                         "file to ask about a rule that has not yet.",
                         TEXT_SHOW(name));
}

static void version_of(struct covering *covering, const struct sigma_rule *rule, uint32_t flags)
{
    struct coverage_rule version = {.name = sigma_rule_name(rule),
                                    .flags = flags | (rule->referred ? COVERAGE_REFERRED : 0U)};
    memcpy(version.digest.bytes, rule->digest.data, SHA256_BYTES);
    version_add(covering, &version);
}

/* Rules as they are now, from files. */
static bool versions_filed(struct covering *covering)
{
    struct sigma_work *work = &covering->work;
    if (!sigma_rules_open(work))
        return false;
    sigma_problems_print(work, work->console->errors);
    for (uint32_t i = 0; i < sigma_rules_count(work->rules); i++)
        version_of(covering, sigma_rules_at(work->rules, i), 0);
    for (uint32_t i = 0; i < sigma_rules_correlations(work->rules)->count; i++)
        version_of(covering, sigma_rules_correlation(work->rules, i), COVERAGE_CORRELATION);
    return true;
}

static bool versions_read(struct covering *covering)
{
    const struct value *read = covering->work.read;
    size_t words = value_get_count(read, "words");
    size_t named = 0;
    for (size_t i = 0; i < words; i++) {
        struct text word = value_get_item(read, "words", i)->text;
        if (sigma_word_is_rules(word))
            continue;
        named++;
        if (!versions_named(covering, word))
            return false;
    }
    if (named < words || value_get_count(read, "rules") > 0)
        return versions_filed(covering);
    if (named == 0)
        versions_newest(covering);
    return true;
}

/* ---- saying it ---- */

static bool is_gap(const struct coverage_part *part)
{
    return part->how == COVERAGE_NONE || part->how == COVERAGE_UNREADABLE;
}

static struct text when(struct arena *arena, int64_t at_us)
{
    return at_us == INT64_MIN ? TEXT("?") : instant_utc(arena, at_us);
}

static void part_plain(struct covering *covering, const struct segment_extent *extent,
                       const struct coverage_part *part)
{
    int64_t first_us;
    int64_t last_us;
    struct arena *arena = covering->work.printing;
    segment_extent_times(&(struct turn){.arena = arena}, covering->folder, extent, part->from,
                         part->to, &first_us, &last_us);
    fprintf(covering->work.console->out,
            "  %.*s  %.*s  segment %llu, lines %llu to %llu: %s%s%.*s\n",
            TEXT_SHOW(when(arena, first_us)), TEXT_SHOW(when(arena, last_us)),
            (unsigned long long)extent->number, (unsigned long long)part->from,
            (unsigned long long)part->to - 1,
            part->how == COVERAGE_NONE ? "not at all" : how_word(part->how),
            extent->state == EXTENT_RETIRED ? "; the segment was let go: " : "",
            TEXT_SHOW(plain(arena, extent->reason, false)));
}

static void part_json(struct covering *covering, struct value *spans,
                      const struct segment_extent *extent, const struct coverage_part *part)
{
    static const char *const states[] = {"sealed", "open", "damaged", "retired"};
    int64_t first_us;
    int64_t last_us;
    struct arena *arena = covering->work.printing;
    struct value *span = value_append(arena, spans, value_map(arena));
    segment_extent_times(&(struct turn){.arena = arena}, covering->folder, extent, part->from,
                         part->to, &first_us, &last_us);
    value_set_integer(arena, span, "segment", (int64_t)extent->number);
    value_set_text(arena, span, "state", text_of(states[extent->state]));
    value_set_integer(arena, span, "from", (int64_t)part->from);
    value_set_integer(arena, span, "to", (int64_t)part->to);
    if (first_us != INT64_MIN)
        value_set_text(arena, span, "first", instant_utc(arena, first_us));
    if (last_us != INT64_MIN)
        value_set_text(arena, span, "last", instant_utc(arena, last_us));
    value_set_text(arena, span, "seen", text_of(how_word(part->how)));
    if (part->at_us > 0)
        value_set_text(arena, span, "at", instant_utc(arena, part->at_us));
    if (extent->state == EXTENT_RETIRED)
        value_set_text(arena, span, "reason", text_utf8_mended(arena, extent->reason));
}

static struct text version_digits(struct arena *arena, const struct version *version)
{
    return hex_write(arena, (struct text){(const char *)version->rule.digest.bytes, SHA256_BYTES});
}

static const char *kind_of(const struct version *version)
{
    return (version->rule.flags & COVERAGE_LIST) != 0          ? "list"
           : (version->rule.flags & COVERAGE_CORRELATION) != 0 ? "correlation"
           : (version->rule.flags & COVERAGE_REFERRED) != 0    ? "referred"
                                                               : "rule";
}

static void version_json(struct covering *covering, const struct version *version,
                         struct value *spans)
{
    uint64_t all = 0;
    struct arena *arena = covering->work.printing;
    struct value *said = value_map(arena);
    for (size_t how = 0; how <= COVERAGE_UNREADABLE; how++)
        all += version->lines[how];
    value_set_text(arena, said, "rule", text_utf8_mended(arena, version->rule.name));
    value_set_text(arena, said, "version", version_digits(arena, version));
    value_set_text(arena, said, "kind", text_of(kind_of(version)));
    value_set_integer(arena, said, "lines", (int64_t)all);
    for (size_t how = 0; how <= COVERAGE_UNREADABLE; how++)
        value_set_integer(arena, said, how_word((enum coverage_how)how),
                          (int64_t)version->lines[how]);
    value_set_integer(arena, said, "gone", (int64_t)version->gone);
    value_set(arena, said, "spans", spans);
    struct text line = json_write(arena, said);
    fprintf(covering->work.console->out, "%.*s\n", TEXT_SHOW(line));
}

static void version_plain(struct covering *covering, const struct version *version)
{
    struct arena *arena = covering->work.printing;
    struct text digits = version_digits(arena, version);
    FILE *out = covering->work.console->out;
    fprintf(out, "%.*s  version %.*s%s:", TEXT_SHOW(plain(arena, version->rule.name, false)),
            VERSION_DIGITS, digits.data,
            (version->rule.flags & COVERAGE_CORRELATION) != 0 ? " (a correlation)"
            : (version->rule.flags & COVERAGE_REFERRED) != 0  ? " (reports through a correlation)"
                                                              : "");
    for (size_t how = COVERAGE_LIVE; how <= COVERAGE_UNREADABLE; how++)
        if (version->lines[how] > 0)
            fprintf(out, " %llu %s,", (unsigned long long)version->lines[how],
                    how_word((enum coverage_how)how));
    fprintf(out, " %llu not at all", (unsigned long long)version->lines[COVERAGE_NONE]);
    if (version->gone > 0)
        fprintf(out, ", of which %llu are gone", (unsigned long long)version->gone);
    fputc('\n', out);
}

/* ---- one version ---- */

static struct value *segment_count(struct covering *covering, size_t index,
                                   const struct segment_extent *extent, struct value *spans)
{
    struct coverage_part *parts;
    struct version *version = &covering->versions[index];
    size_t count = coverage_view_parts(covering->view, covering->work.printing, index,
                                       extent->number, extent->records, &parts);
    for (size_t i = 0; i < count; i++) {
        uint64_t lines = parts[i].to - parts[i].from;
        version->lines[parts[i].how] += lines;
        if (parts[i].how == COVERAGE_NONE && extent->state == EXTENT_RETIRED)
            version->gone += lines;
        if (covering->json && (!covering->gaps || is_gap(&parts[i])))
            part_json(covering, spans, extent, &parts[i]);
    }
    return spans;
}

static void segment_plain(struct covering *covering, size_t index,
                          const struct segment_extent *extent)
{
    struct coverage_part *parts;
    size_t count = coverage_view_parts(covering->view, covering->work.printing, index,
                                       extent->number, extent->records, &parts);
    if (extent->state == EXTENT_DAMAGED)
        fprintf(covering->work.console->out,
                "  segment %llu is damaged: nobody knows what it had\n",
                (unsigned long long)extent->number);
    for (size_t i = 0; i < count; i++)
        if (!covering->gaps || is_gap(&parts[i]))
            part_plain(covering, extent, &parts[i]);
}

static void version_print(struct covering *covering, size_t index)
{
    arena_clear(covering->work.printing);
    struct value *spans = value_list(covering->work.printing);
    for (size_t i = 0; i < covering->extent_count; i++)
        spans = segment_count(covering, index, &covering->extents[i], spans);
    if (covering->json) {
        version_json(covering, &covering->versions[index], spans);
        return;
    }
    version_plain(covering, &covering->versions[index]);
    for (size_t i = 0; covering->whole && i < covering->extent_count; i++)
        segment_plain(covering, index, &covering->extents[i]);
}

/* ---- the command ---- */

static bool covering_run(struct turn *turn, struct covering *covering)
{
    covering->folder = cli_data(turn, covering->work.read);
    covering->work.printing = arena_within(turn->arena, (size_t)1 << 30);
    if (covering->work.printing == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory to answer in.");
    /* The lines first: what is said of them was durable with them. */
    if (!segment_extents(turn, covering->folder, &covering->extents, &covering->extent_count)
        || !coverage_load(turn, covering->folder, &covering->coverage) || !versions_read(covering))
        return false;
    struct sha256 *digests = arena_array(turn->arena, covering->count + 1, sizeof *digests);
    for (size_t i = 0; i < covering->count; i++)
        digests[i] = covering->versions[i].rule.digest;
    covering->view = coverage_view_new(turn->arena, &covering->coverage, digests, covering->count);
    covering->whole = covering->gaps || value_get_count(covering->work.read, "words") > 0;
    for (size_t i = 0; i < covering->count; i++)
        version_print(covering, i);
    return true;
}

int cli_coverage(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    if (!options_read(turn, coverage_options, 0, SIZE_MAX, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(console, "revere", &coverage_command, coverage_options, coverage_more);
        return cli_print(console, TEXT_NONE);
    }
    struct covering covering = {.work = {.turn = turn, .console = console, .read = read},
                                .json = value_has(read, "json"),
                                .gaps = value_has(read, "gaps")};
    if (!covering_run(turn, &covering))
        return cli_fault(turn, console);
    if (covering.count == 0 && !covering.json)
        fprintf(console->errors, "No rule has looked at what is kept here.\n");
    if (covering.coverage.damaged > 0)
        fprintf(console->errors,
                "revere: %llu places of the coverage ledger are damaged: what they said does not "
                "count\n",
                (unsigned long long)covering.coverage.damaged);
    int code = cli_print(console, TEXT_NONE);
    return covering.coverage.damaged > 0 ? EXIT_BROKEN : code;
}
