/* SPDX-License-Identifier: Apache-2.0 */
/* Second factors: the vectors of RFC 6238, codes that are early, late, guessed or used, and how
 * little is kept. */
#include "base/hash.h"
#include "fixture.h"
#include "people/inside.h"

static const char *const password_only =
    "{\"name\":\"Ann\",\"password\":\"correct horse battery\"}";

static void vectors(struct turn *turn)
{
    static const struct {
        int64_t seconds;
        const char *code; /* the last six of the eight digits in Appendix B */
    } rows[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
    const struct text secret = TEXT("12345678901234567890");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct text code = totp_code(turn->arena, secret, rows[i].seconds / 30);
        ok(text_is(code, rows[i].code), "RFC 6238 at %lld s: %.*s", (long long)rows[i].seconds,
           TEXT_SHOW(code));
    }
    ok(text_is(base32_write(turn->arena, secret), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
           && text_is(base32_write(turn->arena, TEXT("foobar")), "MZXW6YTBOI")
           && text_empty(base32_write(turn->arena, TEXT_NONE)),
       "base32 as RFC 4648 has it, without padding");
}

static void sealing(struct turn *turn)
{
    struct text box;
    struct text plain;
    unsigned char other[SEALING_KEY_BYTES] = {1};
    ok(seal_close(turn, turn->sealing, TEXT("a secret"), TEXT("ann"), &box)
           && !text_contains(box, TEXT("a secret"))
           && seal_open(turn, turn->sealing, box, TEXT("ann"), &plain)
           && text_is(plain, "a secret"),
       "a secret is sealed and opened: %s", turn->fault.message);
    ok(!seal_open(turn, turn->sealing, box, TEXT("bob"), &plain)
           && turn->fault.kind == FAULT_BROKEN,
       "not in the name of another");
    fault_clear(turn);
    ok(!seal_open(turn, other, box, TEXT("ann"), &plain), "nor under another key");
    fault_clear(turn);
    char *bytes = arena_take(turn->arena, box.size);
    size_t opened = 0;
    for (size_t i = 0; i < box.size; i++) {
        memcpy(bytes, box.data, box.size);
        bytes[i] = (char)(bytes[i] ^ 1);
        opened +=
            seal_open(turn, turn->sealing, (struct text){bytes, box.size}, TEXT("ann"), &plain);
        fault_clear(turn);
        opened += seal_open(turn, turn->sealing, (struct text){box.data, i}, TEXT("ann"), &plain);
        fault_clear(turn);
    }
    ok(opened == 0, "nor with any bit flipped, nor cut anywhere");
}

/* The secret of an answer, as its bytes. */
static struct text unspelled(struct turn *turn, struct text base32)
{
    struct builder out = {.arena = turn->arena};
    unsigned held = 0;
    int bits = 0;
    for (size_t i = 0; i < base32.size; i++) {
        char letter = base32.data[i];
        held = held << 5 | (unsigned)(letter >= 'A' ? letter - 'A' : letter - '2' + 26);
        for (bits += 5; bits >= 8; bits -= 8)
            build_byte(&out, (char)(held >> (bits - 8) & 0xff));
    }
    return built(&out);
}

static struct text code_at(struct turn *turn, struct text secret, int steps)
{
    return totp_code(turn->arena, secret, turn->now_us / SECOND_US / 30 + steps);
}

static struct value *enter(struct turn *turn, struct text code)
{
    return call(turn, "session.create",
                text_format(turn->arena,
                            "{\"name\":\"Ann\",\"password\":\"correct horse battery\","
                            "\"code\":\"%.*s\"}",
                            TEXT_SHOW(code))
                    .data);
}

static bool stranger(const struct turn *turn, const struct value *answer)
{
    return answer == NULL && turn->fault.kind == FAULT_STRANGER;
}

static void later(struct turn *turn)
{
    turn->now_us += 2 * SIGN_IN_PAUSE_MINUTES * MINUTE_US;
}

static bool as_ann(struct turn *turn, struct value *session)
{
    bool known = false;
    return session != NULL
           && people_token(turn, value_get_text(session, "token"), &turn->actor, &known) && known;
}

static struct text enrol(struct turn *turn)
{
    struct value *answer = call(turn, "totp.enrol", "{\"password\":\"correct horse battery\"}");
    struct text spelled = value_get_text(answer, "secret");
    struct text secret = unspelled(turn, spelled);
    ok(secret.size == TOTP_SECRET_BYTES
           && text_contains(value_get_text(answer, "uri"),
                            TEXT("otpauth://totp/Revere:Ann?secret="))
           && text_contains(value_get_text(answer, "uri"), spelled),
       "a secret of 160 bits, and its URI: %s", turn->fault.message);
    return secret;
}

/* Just after signing in nobody is asked for the password again; later, or with a token, he is. */
static void freshness(struct turn *turn)
{
    int64_t now_us = turn->now_us;
    int64_t signed_in_us = turn->actor.signed_in_us;
    ok(signed_in_us == now_us && call(turn, "totp.enrol", "{}") != NULL,
       "fresh: enrolled without the password: %s", turn->fault.message);
    ok(call(turn, "totp.enrol", "{\"password\":\"a wrong password\"}") == NULL,
       "a wrong one is refused even then");
    turn->now_us = now_us + FRESH_MINUTES * MINUTE_US;
    ok(call(turn, "totp.enrol", "{}") == NULL && strcmp(turn->fault.field, "password") == 0,
       "a while later it is asked for: %s", turn->fault.message);
    turn->now_us = now_us;
    turn->actor.signed_in_us = INT64_MIN;
    ok(call(turn, "totp.enrol", "{}") == NULL && strcmp(turn->fault.field, "password") == 0,
       "a token of a program never is fresh");
    turn->actor.signed_in_us = signed_in_us;
}

static void enrolment(struct turn *turn, struct text *secret, struct value **codes)
{
    ok(call(turn, "totp.enrol", "{\"password\":\"a wrong password\"}") == NULL
           && turn->fault.kind == FAULT_STRANGER,
       "enrolling asks for the password again");
    freshness(turn);
    struct text first = enrol(turn);
    *secret = enrol(turn);
    ok(!text_equal(first, *secret), "begun again, it is another");
    ok(call(turn, "session.create", password_only) != NULL,
       "until it is confirmed, the password is enough");
    struct text wrong =
        text_format(turn->arena, "{\"code\":\"%.*s\"}", TEXT_SHOW(code_at(turn, first, 0)));
    ok(call(turn, "totp.confirm", wrong.data) == NULL && faulted(turn, FAULT_INVALID, "code"),
       "a code of the first one confirms nothing");
    struct text right =
        text_format(turn->arena, "{\"code\":\"%.*s\"}", TEXT_SHOW(code_at(turn, *secret, 0)));
    struct value *answer = call(turn, "totp.confirm", right.data);
    *codes = value_get(answer, "recovery_codes");
    ok(answer != NULL && value_get_count(answer, "recovery_codes") == 10,
       "the right one does, and gives recovery codes: %s", turn->fault.message);
    ok(call(turn, "totp.confirm", right.data) == NULL && turn->fault.kind == FAULT_CLASH, "once");
    ok(call(turn, "totp.enrol", "{\"password\":\"correct horse battery\"}") == NULL
           && turn->fault.kind == FAULT_CLASH,
       "and no other is enrolled beside it");
}

static void codes_in_time(struct turn *turn, struct text secret)
{
    later(turn);
    ok(stranger(turn, call(turn, "session.create", password_only)),
       "the password alone is not enough: %s", turn->fault.message);
    ok(stranger(turn, enter(turn, code_at(turn, secret, -2))), "a code of a minute ago is late");
    ok(stranger(turn, enter(turn, code_at(turn, secret, 2))), "one of the minute to come is early");
    struct text code = code_at(turn, secret, -1);
    struct value *session = enter(turn, code);
    ok(session != NULL, "the step before is in time: %s", turn->fault.message);
    struct actor actor = {.person = TEXT_NONE};
    bool known = false;
    ok(people_token(turn, value_get_text(session, "token"), &actor, &known) && known
           && actor.second_factor,
       "the session knows of it");
    ok(stranger(turn, enter(turn, code)), "a code that was used is refused: %s",
       turn->fault.message);
    later(turn);
    ok(enter(turn, code_at(turn, secret, 1)) != NULL, "the step after is in time");
    ok(stranger(turn, enter(turn, code_at(turn, secret, 0)))
           && stranger(turn, enter(turn, code_at(turn, secret, -1))),
       "then no step before it is");
    later(turn);
    ok(stranger(turn, enter(turn, TEXT("000000"))) || stranger(turn, enter(turn, TEXT("000000"))),
       "a guess is wrong");
    ok(stranger(turn, enter(turn, TEXT("1"))) && stranger(turn, enter(turn, TEXT("12345678"))),
       "nor is anything else of digits");
}

static void throttled(struct turn *turn, struct text secret)
{
    later(turn);
    for (int i = 0; i < SIGN_IN_FAILURES_MAX; i++)
        ok(stranger(turn, enter(turn, TEXT("ABCD-EFGH-JKMN-PQRS"))), "guess %d", i + 1);
    ok(enter(turn, code_at(turn, secret, 0)) == NULL && turn->fault.kind == FAULT_LIMIT,
       "guesses of codes are counted as those of passwords: %s", turn->fault.message);
    later(turn);
    ok(enter(turn, code_at(turn, secret, 0)) != NULL, "after the pause it is right");
}

static void recovery(struct turn *turn, const struct value *codes)
{
    struct text code = codes->items[3]->text;
    later(turn);
    ok(enter(turn, text_lower(turn->arena, code)) != NULL,
       "a recovery code lets in, however it is typed: %s", turn->fault.message);
    ok(stranger(turn, enter(turn, code)), "once");
    ok(enter(turn, codes->items[4]->text) != NULL, "another one is another");
    struct rows rows;
    fault_clear(turn);
    ok(store_select(turn,
                    "SELECT COUNT(*), SUM(CASE WHEN code_sha256 = '' THEN 1 ELSE 0 END)"
                    " FROM person_recovery",
                    BIND_NONE, &rows)
           && rows_integer(&rows, 0, 0) == 10 && rows_integer(&rows, 0, 1) == 2,
       "used ones are wiped");
}

/* In no row and in no line of the ledger stands the secret, a code or its spelling. */
static void kept_nowhere(struct turn *turn, struct text secret, const struct value *codes)
{
    static const char *const tables[] = {"SELECT sealed FROM person_totp",
                                         "SELECT code_sha256 FROM person_recovery", NULL};
    struct text words[] = {secret, base32_write(turn->arena, secret),
                           base64_write(turn->arena, secret), hex_write(turn->arena, secret),
                           codes->items[0]->text};
    struct ledger_line *lines;
    size_t count = 0;
    size_t found = 0;
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
        for (size_t t = 0; tables[t] != NULL; t++) {
            struct rows rows;
            if (!store_select(turn, tables[t], BIND_NONE, &rows) || rows.count == 0)
                found++;
            for (size_t i = 0; i < rows.count; i++)
                found += text_contains(rows_text(&rows, i, 0), words[w]);
        }
        if (!ledger_lines(turn, INT64_MAX, 1000, &lines, &count) || count == 0)
            found++;
        for (size_t i = 0; i < count; i++)
            found += text_contains(lines[i].entry, words[w])
                     || text_contains(lines[i].payload, words[w]);
    }
    ok(found == 0, "secret and codes stand nowhere");
}

static void endings(struct turn *turn, struct text secret, const struct actor *test)
{
    later(turn);
    ok(call(turn, "totp.remove", "{\"password\":\"correct horse battery\",\"code\":\"000000\"}")
               == NULL
           && turn->fault.kind == FAULT_STRANGER,
       "it is not taken away without a code");
    struct text input =
        text_format(turn->arena, "{\"password\":\"correct horse battery\",\"code\":\"%.*s\"}",
                    TEXT_SHOW(code_at(turn, secret, 0)));
    ok(call(turn, "totp.remove", input.data) != NULL, "but with one: %s", turn->fault.message);
    ok(call(turn, "session.create", password_only) != NULL, "then the password is enough again");
    struct text again = enrol(turn);
    input = text_format(turn->arena, "{\"code\":\"%.*s\"}", TEXT_SHOW(code_at(turn, again, 1)));
    ok(call(turn, "totp.confirm", input.data) != NULL, "another is enrolled: %s",
       turn->fault.message);
    ok(call(turn, "totp.reset", "{\"person\":\"Ann\",\"reason\":\"lost it\"}") == NULL
           && turn->fault.kind == FAULT_REFUSED,
       "nobody resets his own: %s", turn->fault.message);
    fault_clear(turn);
    turn->actor = *test;
    struct value *given =
        call(turn, "password.reset", "{\"person\":\"Ann\",\"reason\":\"forgot it; called back\"}");
    struct text made = text_format(turn->arena, "{\"name\":\"Ann\",\"password\":\"%.*s\"}",
                                   TEXT_SHOW(value_get_text(given, "password")));
    ok(given != NULL && call(turn, "session.create", made.data) == NULL
           && turn->fault.kind == FAULT_STRANGER,
       "whoever gives her a new password signs in with it nowhere: the second factor is asked for");
    fault_clear(turn);
    ok(call(turn, "totp.reset", "{\"person\":\"Ann\",\"reason\":\"lost it; seen in person\"}")
           != NULL,
       "an administrator does: %s", turn->fault.message);
    ok(call(turn, "session.create", made.data) != NULL, "and the password is enough");
    struct rows rows;
    fault_clear(turn);
    ok(store_select(turn, "SELECT COUNT(*) FROM person_totp WHERE sealed <> ''", BIND_NONE, &rows)
           && rows_integer(&rows, 0, 0) == 0,
       "no secret is left");
}

static void body(struct turn *turn, struct text address)
{
    struct pack pack;
    struct text secret = TEXT_NONE;
    struct value *codes = NULL;
    (void)address;
    vectors(turn);
    if (!fixture_open(turn, &pack))
        return;
    sealing(turn);
    struct actor test = turn->actor;
    made(turn, "person.create", "id", "{\"name\":\"Ann\",\"password\":\"correct horse battery\"}");
    if (!ok(as_ann(turn, call(turn, "session.create", password_only)) && !turn->actor.second_factor,
            "Ann asks, signed in with a password: %s", turn->fault.message))
        return;
    enrolment(turn, &secret, &codes);
    if (codes == NULL || codes->count != 10)
        return;
    codes_in_time(turn, secret);
    throttled(turn, secret);
    recovery(turn, codes);
    kept_nowhere(turn, secret, codes);
    endings(turn, secret, &test);
}

int main(void)
{
    both(body);
    return tap_end();
}
