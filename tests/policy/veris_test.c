/* SPDX-License-Identifier: Apache-2.0 */
/* The words of VERIS in the pack of Massachusetts, and what a pack may not say of them. */
#include "part.h"
#include "tap.h"

#define HEAD                                                                                       \
    "schema: \"1.3.7\"\ndisclosure:\n  - {veris: \"Yes\", compromise: confirmed, reason: r}\n"
#define TAIL "liability: {currency: USD, reason: r}\n"

static void test_real(struct part *part)
{
    ok(part_read_file(part, "veris.yaml", veris_words_read) && veris_words_check(&part->reading),
       "veris.yaml of Massachusetts is read: %s", part->turn.fault.message);
    ok(value_get_count(part->pack->veris, "data") == 17
           && value_get_count(part->pack->veris, "disclosure") == 4,
       "every variety of data and every disclosure of VERIS 1.3.7 has its row");
    bool silent = true;
    for (size_t i = 0; i < value_get_count(part->pack->veris, "data"); i++) {
        const struct value *row = value_get_item(part->pack->veris, "data", i);
        struct text word = value_get_text(row, "veris");
        bool unknown = text_is(word, "Unknown") || text_is(word, "Other");
        silent &= !unknown || (!value_has(row, "class") && !value_has(row, "pii"));
    }
    ok(silent, "what is unknown or other has no class");
}

static void test_refused(struct part *part)
{
    static const struct {
        const char *yaml, *says, *shows;
    } bad[] = {
        {HEAD "data:\n  - {veris: Bank, class: secret, reason: r}\n" TAIL, "bad.yaml:5",
         "a class that rating.yaml does not have"},
        {HEAD "data:\n  - {veris: Bank, reason: r}\n  - {veris: Bank, reason: r}\n" TAIL,
         "bad.yaml:6", "a word that stands twice"},
        {HEAD "data:\n  - {veris: Bank}\n" TAIL, "bad.yaml:5", "a row without its reason"},
        {HEAD "data:\n  - {veris: Bank, rating: high, reason: r}\n" TAIL, "bad.yaml:5",
         "an unknown key"},
        {HEAD "data:\n  - {veris: Bank, reason: r}\n", "bad.yaml", "no currency"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        bool read = part_read(part, text_of(bad[i].yaml), "bad.yaml", veris_words_read)
                    && veris_words_check(&part->reading);
        ok(!read && part->turn.fault.kind == FAULT_INVALID
               && strstr(part->turn.fault.message, bad[i].says) != NULL,
           "refused: %s: %s", bad[i].shows, part->turn.fault.message);
    }
}

int main(void)
{
    struct part part;
    part_begin(&part);
    if (ok(part_read_file(&part, "rating.yaml", rating_read), "rating.yaml is read")) {
        test_real(&part);
        test_refused(&part);
    }
    part_end(&part);
    return tap_end();
}
