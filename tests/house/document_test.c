/* SPDX-License-Identifier: Apache-2.0 */
/* Documents in a whole house: a draft outlives a restart, of two who send at once one hears of the
 * other, and what is hostile in them stays text. */
#include "../sweep/deeds.h"

enum { LARGE_BYTES = 100 * 1024 };

/* The house is closed and opened again, as after a stop of the program. */
static bool restart(struct turn *turn, struct text address, struct trial *trial)
{
    const char *source = getenv("REVERE_SOURCE");
    struct house_settings settings = {
        .store = address,
        .folder = text_of(trial->folder),
        .pack_folder = text_format(turn->arena, "%s/policy/us-ma", source == NULL ? "." : source),
        .clock = {trial_now_us, trial},
        .rooms = trial_rooms(turn, NULL),
        .tables = revere_tables,
        .unwatched = true,
        .writer = true};
    house_close(trial->house);
    return ok(house_open(turn, &settings, &trial->house), "the house opens again: %s",
              turn->fault.message);
}

static struct answer asked(struct trial *trial, const char *person, const char *action,
                           struct value *input, const char *if_match)
{
    struct answer answer = {0};
    struct call call = {.action = house_action(trial->house, text_of(action)),
                        .input = input,
                        .if_match = text_of(if_match)};
    call.credential.person = text_of(person);
    action_call(trial->house, trial->arena, &call, &answer);
    return answer;
}

static struct value *about(struct trial *trial, const struct ground *ground, const char *document)
{
    struct value *input = value_map(trial->arena);
    value_set_text(trial->arena, input, "incident", text_of(ground->incident));
    value_set_text(trial->arena, input, "document", text_of(document));
    return input;
}

static struct value *saying(struct trial *trial, const struct ground *ground, struct text said)
{
    struct value *input = about(trial, ground, "follow-up");
    struct value *content = value_set(trial->arena, input, "content", value_map(trial->arena));
    struct value *item = value_set(trial->arena, content, "summary", value_map(trial->arena));
    value_set_text(trial->arena, item, "value", said);
    return input;
}

static struct text summary_of(const struct value *prepared)
{
    return value_get_text(value_get(value_get(prepared, "content"), "summary"), "value");
}

static void test_draft(struct turn *turn, struct text address, struct trial *trial,
                       const struct ground *ground)
{
    struct answer kept = asked(trial, ground->ciso, "document.draft",
                               saying(trial, ground, TEXT("half a sentence")), NULL);
    ok(kept.fault.kind == FAULT_NONE, "a draft is kept: %s", kept.fault.message);
    if (!restart(turn, address, trial))
        return;
    struct answer mine =
        asked(trial, ground->ciso, "document.prepare", about(trial, ground, "follow-up"), NULL);
    ok(text_is(summary_of(mine.value), "half a sentence")
           && text_is(value_get_text(mine.value, "from"), "draft"),
       "it is there after a restart");
    struct answer other =
        asked(trial, ground->iso, "document.prepare", about(trial, ground, "follow-up"), NULL);
    ok(other.fault.kind == FAULT_NONE && !text_is(summary_of(other.value), "half a sentence"),
       "and it is nobody else's: %s", other.fault.message);
    struct answer sent = asked(trial, ground->ciso, "document.send",
                               saying(trial, ground, TEXT("a whole sentence")), NULL);
    mine = asked(trial, ground->ciso, "document.prepare", about(trial, ground, "follow-up"), NULL);
    ok(sent.fault.kind == FAULT_NONE && text_is(value_get_text(mine.value, "from"), "sent")
           && text_is(summary_of(mine.value), "a whole sentence"),
       "once it is sent, no draft is left");
}

static void test_two(struct trial *trial, const struct ground *ground)
{
    struct answer seen =
        asked(trial, ground->ciso, "document.prepare", about(trial, ground, "follow-up"), NULL);
    const char *version = text_string(trial->arena, seen.version);
    struct answer first =
        asked(trial, ground->iso, "document.send", saying(trial, ground, TEXT("the one")), version);
    struct answer second = asked(trial, ground->ciso, "document.send",
                                 saying(trial, ground, TEXT("the other")), version);
    ok(first.fault.kind == FAULT_NONE && second.fault.kind == FAULT_CLASH,
       "of two who saw the same, the second hears that there is a first: %s %s",
       first.fault.message, second.fault.message);
    ok(!text_equal(first.version, seen.version), "who sent it is told what it is held against now");
    second = asked(trial, ground->ciso, "document.send", saying(trial, ground, TEXT("the other")),
                   text_string(trial->arena, first.version));
    ok(second.fault.kind == FAULT_NONE, "having seen it, the second sends");
}

static void test_hostile(struct trial *trial, const struct ground *ground)
{
    char *large = arena_take(trial->arena, LARGE_BYTES);
    memset(large, 'x', LARGE_BYTES);
    const struct {
        struct text said;
        enum fault_kind fault;
        const char *what;
    } cases[] = {
        {TEXT("<script>alert(1)</script>"), FAULT_NONE, "markup"},
        {TEXT("\x1b[31mred\x07"), FAULT_NONE, "control characters"},
        {TEXT("a\0b"), FAULT_INVALID, "a NUL"},
        {{large, LARGE_BYTES}, FAULT_INVALID, "100 KiB"},
        {TEXT(""), FAULT_INVALID, "nothing"},
        {TEXT("\xff\xfe"), FAULT_INVALID, "what is not UTF-8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct answer sent =
            asked(trial, ground->ciso, "document.send", saying(trial, ground, cases[i].said), NULL);
        bool names =
            cases[i].fault == FAULT_NONE
            || strncmp(sent.fault.field, "content.summary", strlen("content.summary")) == 0;
        ok(sent.fault.kind == cases[i].fault && names, "%s: %s %s", cases[i].what, sent.fault.field,
           sent.fault.message);
        if (cases[i].fault != FAULT_NONE || sent.value == NULL)
            continue;
        struct value *input = about(trial, ground, "follow-up");
        struct value *wanted = value_map(trial->arena);
        value_set(trial->arena, wanted, "incident", value_get(input, "incident"));
        value_set_text(trial->arena, wanted, "id", value_get_text(sent.value, "id"));
        struct answer page = asked(trial, ground->ciso, "document.render", wanted, NULL);
        struct text body = value_get_text(page.value, "body");
        ok(page.fault.kind == FAULT_NONE && !text_contains(body, TEXT("<script"))
               && !text_contains(body, TEXT("\x1b")),
           "%s is shown, and does nothing", cases[i].what);
    }
}

static void document_house(struct turn *turn, struct text address)
{
    struct trial trial = {0};
    struct ground ground;
    if (trial_open(turn, address, true, &trial)) {
        ground_lay(&trial, &ground);
        test_draft(turn, address, &trial, &ground);
        test_two(&trial, &ground);
        test_hostile(&trial, &ground);
    }
    trial_close(&trial);
}

int main(void)
{
    both(document_house);
    return tap_end();
}
