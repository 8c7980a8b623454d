/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One deed of every action: an input that works on the ground laid here, and the same about things
 * that are not there. The tests that walk over all actions say so when a new one has none.
 */
#pragma once
#include "../house/house.h"
#include "deeds_command.h"
#include "deeds_directions.h"
#include "deeds_watches.h"

/* What stands in a trial house, for inputs to name: "$incident" and so on. */
struct ground {
    const char *incident;   /* number, of DPH */
    const char *imported;   /* number, of a case that came by an import */
    const char *notice;     /* about it, to the CISO */
    const char *obligation; /* of it */
    const char *grant;      /* on it, of the person */
    const char *restricted; /* number, of a case for named people only; other is kept away */
    const char *running;    /* another, due tomorrow */
    const char *spare;      /* another, which nobody needs */
    const char *resting;    /* another, suspended */
    const char *late;       /* of another case: late */
    const char *asset;
    const char *contact;    /* of somebody at DPH, not verified */
    const char *assignment; /* of a role at DPH */
    const char *person;     /* at DPH, holds no role, signs in with "a long sentence of its own" */
    const char *iso;        /* ISO of DPH */
    const char *other;      /* ISO of DOR, another agency */
    const char *ciso;       /* CISO: of the enterprise */
    const char *leaver;     /* at DPH, signed in once */
    const char *absence;    /* of the leaver */
    const char *shift;      /* of the analyst in charge, an hour long */
    const char *organisation; /* short name */
    const char *receipt;
    const char *mail;               /* that belongs to the incident */
    const char *attached;           /* an asset of the incident */
    const char *second;             /* number of another one, rated high and then low */
    const char *third;              /* number of one that is merged into the second */
    const char *earlier, *document; /* versions of a report of the case; the later is complete */
    const char *corrective;         /* action of the case */
    const char *weakness;           /* of the case */
    const char *deployment;         /* to the case, proposed, with somebody named */
    const char *proposal;           /* to change the policy */
    const char *communication;      /* of the case */
    const char *request;            /* of the case, to the ISO */
    const char *alert;              /* of the watch */
    const char *suppression;        /* of a rule */
    const char *direction;          /* to DPH */
    const char *token;              /* of the link in the notice's message */
};

struct deed {
    const char *action;
    const char *json;
    const char *person; /* who does it: NULL the house's own door, "" nobody, else "$person" … */
};

static const struct deed deeds[] = {
    {"report.create", "{\"what\":\"a note on the screens\",\"organisation\":\"DPH\"}", ""},
    {"report.suspect", "{\"what\":\"an odd call\",\"organisation\":\"DPH\"}", ""},
    {"report.receipt", "{\"number\":\"$incident\",\"receipt\":\"$receipt\"}", ""},
    {"report.call",
     "{\"what\":\"a call\",\"told\":\"2026-07-03T11:40:00Z\",\"told_basis\":\"our log\"}", "$iso"},
    {"report.paper",
     "{\"reports\":[{\"what\":\"sheet 1\",\"told\":\"2026-07-03T11:40:00Z\","
     "\"told_basis\":\"sheet 1\"},{\"what\":\"sheet 2\",\"told\":\"2026-07-03T11:50:00Z\","
     "\"told_basis\":\"sheet 2\"}]}",
     "$iso"},
    {"report.add",
     "{\"number\":\"$incident\",\"receipt\":\"$receipt\",\"what\":\"it was on two screens\"}", ""},
    {"report.mine", "{}", "$iso"},
    {"mail.receive",
     "{\"sender\":\"ana@example.org\",\"recipient\":\"soc@example.org\",\"raw\":\"Subject: "
     "x\\r\\n\\r\\n"
     "y\",\"letter\":{\"subject\":\"x\",\"text\":\"y\",\"from\":\"ana@example.org\"}}",
     NULL},
    {"mail.list", "{\"incident\":\"$incident\"}", NULL},
    {"mail.read", "{\"mail\":\"$mail\"}", NULL},
    {"incident.list", "{}", "$ciso"},
    {"incident.read", "{\"incident\":\"$incident\"}", NULL},
    {"incident.timeline", "{\"incident\":\"$incident\"}", NULL},
    {"incident.input", "{\"incident\":\"$incident\",\"human_safety\":\"no\"}", NULL},
    {"incident.evaluate",
     "{\"incident\":\"$incident\",\"priority\":2,\"action\":\"look\",\"data\":[{\"class\":"
     "\"internal\",\"compromise\":\"potential\"}]}",
     NULL},
    {"incident.respond", "{\"incident\":\"$incident\",\"action\":\"plugs are pulled\"}", NULL},
    {"incident.detect",
     "{\"incident\":\"$incident\",\"at\":\"2026-07-03T11:00:00Z\",\"basis\":\"the log\"}", NULL},
    {"incident.confirm", "{\"incident\":\"$incident\",\"decision\":\"soc_confirmed\"}", NULL},
    {"incident.flag",
     "{\"incident\":\"$incident\",\"flag\":\"critical_situation\",\"reason\":\"it spreads\"}",
     NULL},
    {"incident.unflag", "{\"incident\":\"$incident\",\"flag\":\"major\",\"reason\":\"it is over\"}",
     NULL},
    {"incident.guards", "{\"incident\":\"$incident\"}", NULL},
    {"incident.history", "{\"incident\":\"$incident\"}", NULL},
    {"incident.candidates", "{\"incident\":\"$incident\"}", NULL},
    {"incident.move", "{\"incident\":\"$incident\",\"move\":\"confirm\"}", NULL},
    {"incident.classify",
     "{\"incident\":\"$incident\",\"certainty\":\"actual\",\"types\":[\"legal-violation\"],"
     "\"source\":\"unknown\",\"vector\":\"mail\",\"reason\":\"the mail was found\"}",
     NULL},
    {"incident.state",
     "{\"incident\":\"$incident\",\"statement\":\"service\",\"answer\":\"restored\",\"text\":"
     "\"all run\"}",
     NULL},
    {"incident.measure", "{\"incident\":\"$incident\",\"what\":\"plugs are pulled\"}", NULL},
    {"incident.hold",
     "{\"incident\":\"$incident\",\"asset\":\"$attached\",\"outcome\":\"ordered\",\"evidence\":"
     "\"ticket 12\"}",
     NULL},
    {"incident.disconnect",
     "{\"incident\":\"$incident\",\"asset\":\"$attached\",\"network\":\"a wireless one\","
     "\"evidence\":\"the account is locked\"}",
     NULL},
    {"incident.override",
     "{\"incident\":\"$incident\",\"rating\":\"medium\",\"reason\":\"a drill\"}", NULL},
    {"incident.rating_error",
     "{\"incident\":\"$second\",\"rating\":\"high\",\"reason\":\"a wrong form\"}", NULL},
    {"incident.call_off", "{\"incident\":\"$second\",\"reason\":\"a drill\"}", NULL},
    {"incident.unmerge", "{\"incident\":\"$third\",\"reason\":\"two events\"}", NULL},
    {"incident.merge", "{\"incident\":\"$second\",\"into\":\"$incident\",\"reason\":\"one event\"}",
     NULL},
    {"incident.told",
     "{\"incident\":\"$incident\",\"told\":\"2026-07-03T11:30:00Z\",\"told_basis\":\"the list of "
     "calls\",\"name\":\"the desk\",\"channel\":\"phone\"}",
     "$ciso"},
    {"incident.assign", "{\"incident\":\"$incident\",\"team\":\"soc\",\"reason\":\"it is wide\"}",
     NULL},
    {"incident.unaffect",
     "{\"incident\":\"$incident\",\"organisation\":\"DMH\",\"reason\":\"a mix-up\"}", NULL},
    {"incident.update", "{\"incident\":\"$incident\",\"status\":\"contained\"}", NULL},
    {"incident.affect", "{\"incident\":\"$incident\",\"organisation\":\"DEP\"}", NULL},
    {"incident.adopt",
     "{\"incident\":\"$imported\",\"organisation\":\"DPH\",\"reason\":\"it was ours\"}", NULL},
    {"incident.attach", "{\"incident\":\"$incident\",\"asset\":\"$asset\",\"adverse\":\"yes\"}",
     NULL},
    {"document.send",
     "{\"incident\":\"$incident\",\"document\":\"high-report\",\"content\":{\"type\":{\"value\":"
     "\"ransomware\"}}}",
     NULL},
    {"document.list", "{\"incident\":\"$incident\"}", NULL},
    {"document.prepare", "{\"incident\":\"$incident\",\"document\":\"follow-up\"}", "$ciso"},
    {"document.draft",
     "{\"incident\":\"$incident\",\"document\":\"follow-up\",\"content\":{\"summary\":{\"value\":"
     "\"nothing new\"}}}",
     "$ciso"},
    {"document.daily", "{\"incident\":\"$incident\"}", "$ciso"},
    {"document.days", "{\"incident\":\"$incident\"}", NULL},
    {"document.read", "{\"incident\":\"$incident\",\"id\":\"$document\"}", NULL},
    {"document.compare",
     "{\"incident\":\"$incident\",\"id\":\"$document\",\"earlier\":\"$earlier\"}", NULL},
    {"document.render", "{\"incident\":\"$incident\",\"id\":\"$document\"}", NULL},
    {"incident.render", "{\"incident\":\"$incident\",\"format\":\"text\"}", NULL},
    {"document.approve", "{\"incident\":\"$incident\",\"id\":\"$document\"}", "$ciso"},
    {"communication.list", "{\"incident\":\"$incident\"}", NULL},
    {"communication.read", "{\"incident\":\"$incident\",\"communication\":\"$communication\"}",
     NULL},
    {"communication.send",
     "{\"incident\":\"$incident\",\"person\":\"$iso\",\"content\":\"please call\"}", "$ciso"},
    {"communication.log",
     "{\"incident\":\"$incident\",\"counterpart\":\"the clerk\",\"organisation\":\"Trial Court\","
     "\"outside\":true,\"channel\":\"phone\"}",
     "$ciso"},
    {"contact.list", "{\"incident\":\"$incident\"}", NULL},
    {"contact.record",
     "{\"incident\":\"$incident\",\"between\":\"ISO, SOC, SCIO\",\"joint\":true,\"what\":\"who "
     "does what\"}",
     NULL},
    {"investigation.open", "{\"incident\":\"$incident\",\"what\":\"interviews\"}", NULL},
    {"coordination.record",
     "{\"incident\":\"$incident\",\"between\":\"ISO, CISO\",\"what\":\"one lead\"}", NULL},
    {"request.mine", "{}", "$iso"},
    {"request.read", "{\"request\":\"$request\"}", NULL},
    {"request.list", "{\"incident\":\"$incident\"}", NULL},
    {"request.make",
     "{\"incident\":\"$incident\",\"person\":\"$iso\",\"question\":\"which host was it?\"}", NULL},
    {"request.answer", "{\"request\":\"$request\",\"answer\":\"the one in the hall\"}", "$iso"},
    {"review.read", "{\"incident\":\"$incident\"}", NULL},
    {"cause.state",
     "{\"incident\":\"$incident\",\"cause\":\"a stolen password\",\"motive\":\"money\"}", NULL},
    {"loss.state",
     "{\"incident\":\"$incident\",\"low\":\"20000\",\"high\":\"35000\",\"basis\":\"hours\"}", NULL},
    {"loss.sum", "{\"organisation\":\"DPH\",\"year\":2026}", "$ciso"},
    {"delay.sum", "{\"organisation\":\"DPH\",\"year\":2026}", "$ciso"},
    DEEDS_OF_COMMAND,
    {"corrective.list", "{\"incident\":\"$incident\"}", NULL},
    {"corrective.open",
     "{\"incident\":\"$incident\",\"what\":\"patch the gateway\",\"owner\":\"$iso\",\"due\":"
     "\"2026-10-13\"}",
     NULL},
    {"corrective.change",
     "{\"incident\":\"$incident\",\"corrective\":\"$corrective\",\"state\":\"done\",\"proof\":"
     "\"ticket 17\"}",
     NULL},
    {"incident.count", "{}", "$ciso"},
    {"access.list", "{\"incident\":\"$incident\"}", NULL},
    {"reading.list", "{\"incident\":\"$incident\"}", NULL},
    {"reading.person", "{\"person\":\"$person\"}", "$ciso"},
    {"reading.keep",
     "{\"lines\":[{\"at_us\":1783080000000000,\"person\":\"p\",\"action\":\"incident.read\","
     "\"outcome\":\"read\"}]}",
     NULL},
    {"access.restrict",
     "{\"incident\":\"$incident\",\"reason\":\"an insider\",\"named\":[\"$iso\"]}", NULL},
    {"access.open", "{\"incident\":\"$restricted\",\"reason\":\"it was none\"}", NULL},
    {"access.exclude",
     "{\"incident\":\"$incident\",\"person\":\"$other\",\"reason\":\"suspected\"}", NULL},
    {"access.readmit",
     "{\"incident\":\"$restricted\",\"person\":\"$other\",\"reason\":\"cleared\"}", NULL},
    {"access.break_glass", "{\"incident\":\"$incident\",\"reason\":\"nobody answers\"}", "$ciso"},
    {"confidentiality.decide",
     "{\"incident\":\"$incident\",\"decision\":\"not_confidential\",\"reason\":\"nothing in "
     "them harms anybody\"}",
     "$ciso"},
    {"grant.create",
     "{\"incident\":\"$incident\",\"person\":\"$person\",\"ground\":\"knows the "
     "server\",\"to\":\"2026-08-01T12:00:00Z\"}",
     NULL},
    {"grant.end", "{\"grant\":\"$grant\",\"reason\":\"done\"}", NULL},
    {"obligation.list", "{\"incident\":\"$incident\"}", "$ciso"},
    {"obligation.sheet", "{\"incident\":\"$incident\"}", "$ciso"},
    {"obligation.office", "{\"role\":\"CISO\"}", "$ciso"},
    {"obligation.read", "{\"obligation\":\"$obligation\"}", NULL},
    {"obligation.fire", "{}", NULL},
    {"obligation.explain", "{\"obligation\":\"$late\",\"explanation\":\"nobody was at the desk\"}",
     NULL},
    {"obligation.suspend",
     "{\"obligation\":\"$running\",\"until\":\"2026-07-05T12:00:00Z\",\"reason\":\"an exception\"}",
     NULL},
    {"obligation.resume", "{\"obligation\":\"$resting\",\"reason\":\"over\"}", NULL},
    {"interval.direct",
     "{\"incident\":\"$incident\",\"rule\":\"A12\",\"minutes\":60,\"reason\":\"so\"}", NULL},
    {"obligation.waive", "{\"obligation\":\"$spare\",\"reason\":\"done elsewhere\"}", NULL},
    {"notice.list", "{\"incident\":\"$incident\"}", "$ciso"},
    {"notice.read", "{\"notice\":\"$notice\"}", NULL},
    {"notice.attest",
     "{\"notice\":\"$notice\",\"whom\":\"A\",\"number\":\"6\",\"at\":\"2026-07-03T12:00:00Z\"}",
     NULL},
    {"notice.acknowledge", "{\"notice\":\"$notice\"}", "$ciso"},
    {"notice.resend", "{\"notice\":\"$notice\",\"channel\":\"mail\"}", NULL},
    {"notice.open", "{\"token\":\"$token\"}", ""},
    {"notice.confirm", "{\"token\":\"$token\"}", ""},
    {"notice.outcome", "{\"notice\":\"$notice\",\"attempt\":1,\"outcome\":\"accepted\"}", NULL},
    {"notice.escalate", "{}", NULL},
    {"notice.bounce", "{\"notice\":\"$notice\",\"reason\":\"no such user\"}", NULL},
    {"organisation.create",
     "{\"short\":\"LAB\",\"name\":\"State "
     "Laboratory\",\"branch\":\"executive\",\"type\":\"agency\","
     "\"parent\":\"$organisation\",\"binding\":\"mandatory\"}",
     NULL},
    {"organisation.import",
     "{\"csv\":\"short,name,branch,type,binding\\nLAB2,Laboratory "
     "Two,executive,agency,mandatory\"}",
     NULL},
    {"organisation.list", "{}", "$ciso"},
    {"organisation.read", "{\"organisation\":\"$organisation\"}", NULL},
    {"organisation.bind",
     "{\"organisation\":\"$organisation\",\"binding\":\"mandatory\",\"basis\":\"the statute\"}",
     NULL},
    {"person.create",
     "{\"name\":\"Nora New\",\"organisation\":\"$organisation\",\"mail\":\"nora@example.org\"}",
     NULL},
    {"person.import", "{\"csv\":\"name,mail\\nIda Import,ida@example.org\"}", NULL},
    {"administrator.enter",
     "{\"name\":\"Ada Admin\",\"mail\":\"ada@example.org\",\"role\":\"SYSADMIN\"}", NULL},
    {"person.list", "{\"organisation\":\"$organisation\"}", NULL},
    {"person.read", "{\"person\":\"$person\"}", NULL},
    {"contact.add", "{\"person\":\"$person\",\"kind\":\"phone\",\"address\":\"+1 617 555 0100\"}",
     NULL},
    {"channel.list", "{}", "$ciso"},
    {"contact.verify", "{\"contact\":\"$contact\",\"how\":\"called\"}", "$ciso"},
    {"role.assign",
     "{\"role\":\"AGENCY_MGMT\",\"organisation\":\"$organisation\",\"person\":\"$person\",\"kind\":"
     "\"incumbent\"}",
     NULL},
    {"role.end", "{\"assignment\":\"$assignment\",\"reason\":\"moves on\"}", NULL},
    {"role.list", "{\"organisation\":\"$organisation\"}", NULL},
    {"role.holder", "{\"role\":\"ISO\",\"organisation\":\"$organisation\"}", NULL},
    {"incident.appoint", "{\"incident\":\"$incident\",\"role\":\"IR_COORD\",\"person\":\"$iso\"}",
     "$ciso"},
    {"incident.relieve",
     "{\"incident\":\"$incident\",\"role\":\"IR_COORD\",\"reason\":\"another case\"}", "$ciso"},
    {"role.gaps", "{\"organisation\":\"$organisation\"}", NULL},
    {"role.expiring", "{}", "$ciso"},
    {"role.pass", "{}", NULL},
    {"absence.create", "{\"person\":\"$person\",\"to\":\"2026-07-10\"}", NULL},
    {"absence.list", "{\"organisation\":\"$organisation\"}", NULL},
    {"absence.correct", "{\"absence\":\"$absence\",\"why\":\"misread the date\"}", NULL},
    {"absence.end", "{\"absence\":\"$absence\"}", NULL},
    {"shift.create",
     "{\"role\":\"SOC_ANALYST\",\"person\":\"$ciso\",\"from\":\"2027-07-04 08:00\",\"until\":"
     "\"2027-07-04 16:00\"}",
     NULL},
    {"shift.list", "{}", "$ciso"},
    {"shift.gaps", "{\"role\":\"SOC_ANALYST\"}", "$ciso"},
    {"shift.give", "{\"shift\":\"$shift\",\"person\":\"$ciso\"}", NULL},
    {"shift.end", "{\"shift\":\"$shift\",\"reason\":\"is ill\"}", NULL},
    {"person.sessions", "{\"person\":\"$leaver\"}", NULL},
    {"person.sign_out", "{\"person\":\"$leaver\"}", NULL},
    {"password.reset", "{\"person\":\"$leaver\",\"reason\":\"forgot it\"}", NULL},
    {"person.leave", "{\"person\":\"$leaver\",\"reason\":\"retires\"}", NULL},
    {"session.create", "{\"name\":\"Paula Plain\",\"password\":\"a long sentence of its own\"}",
     ""},
    {"session.end", "{}", "$person"},
    {"session.list", "{}", "$person"},
    {"token.create", "{\"name\":\"a script\"}", "$person"},
    {"sensor.admit", "{\"name\":\"a watch\",\"person\":\"$ciso\"}", NULL},
    {"password.set",
     "{\"old\":\"a long sentence of its own\",\"password\":\"another sentence, longer\"}",
     "$person"},
    {"totp.enrol", "{\"password\":\"another sentence, longer\"}", "$person"},
    {"totp.confirm", "{\"code\":\"000000\"}", "$person"},
    {"totp.remove", "{\"password\":\"another sentence, longer\",\"code\":\"000000\"}", "$person"},
    {"totp.reset", "{\"person\":\"$person\",\"reason\":\"lost the telephone\"}", "$ciso"},
    {"me", "{}", "$person"},
    {"asset.create",
     "{\"name\":\"registry server\",\"organisation\":\"DPH\",\"rating\":\"critical\"}", NULL},
    {"asset.connect", "{\"asset\":\"$asset\",\"network\":\"MAGNet\"}", NULL},
    {"asset.list", "{}", "$ciso"},
    {"asset.change", "{\"asset\":\"$asset\",\"rating\":\"high\",\"reason\":\"looked at\"}",
     "$ciso"},
    {"asset.unrated", "{}", "$ciso"},
    {"alert.raise",
     "{\"watch\":\"w1\",\"finding\":\"r1/host/1\",\"rule\":\"r1\",\"title\":\"odd\","
     "\"first\":\"2026-07-03T11:40:00Z\",\"organisation\":\"DPH\"}",
     NULL},
    {"alert.list", "{}", "$ciso"},
    {"alert.read", "{\"alert\":\"$alert\"}", "$ciso"},
    {"alert.close", "{\"alert\":\"$alert\",\"reason\":\"a test\"}", "$ciso"},
    {"alert.promote", "{\"alert\":\"$alert\",\"reason\":\"seen on two hosts\"}", "$ciso"},
    {"alert.join", "{\"alert\":\"$alert\",\"incident\":\"$incident\",\"reason\":\"the same host\"}",
     "$ciso"},
    {"alert.case", "{\"incident\":\"$incident\"}", "$ciso"},
    DEEDS_OF_WATCHES,
    {"segment.list", "{}", "$ciso"},
    DEEDS_OF_DIRECTIONS,
    {"suppression.create",
     "{\"rule\":\"r1\",\"until\":\"2036-07-03T11:40:00Z\",\"reason\":\"a test\"}", "$ciso"},
    {"suppression.list", "{}", "$ciso"},
    {"suppression.active", "{}", NULL},
    {"suppression.count",
     "{\"suppression\":\"$suppression\",\"watch\":\"w1\",\"count\":2,"
     "\"last\":\"2026-07-03T11:40:00Z\"}",
     NULL},
    {"suppression.end", "{\"suppression\":\"$suppression\",\"reason\":\"a test\"}", "$ciso"},
    {"veris.import",
     "{\"import\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\",\"bytes\":"
     "99,"
     "\"count\":2,\"first\":1,\"lines\":[{\"raw\":\"{\\\"incident_id\\\":\\\"A-1\\\","
     "\\\"schema_version\\\":\\\"1.3.7\\\",\\\"timeline\\\":{\\\"incident\\\":{\\\"year\\\":2014}}}"
     "\"},"
     "{\"raw\":\"no JSON\"}]}",
     NULL},
    {"veris.export", "{}", "$ciso"},
    {"veris.status", "{}", "$ciso"},
    {"setting.list", "{}", "$ciso"},
    {"setting.due", "{\"rule\":\"B2\",\"minutes\":120,\"reason\":\"a wave\"}", NULL},
    {"setting.local",
     "{\"organisation\":\"DPH\",\"rule\":\"B2\",\"minutes\":90,\"reason\":\"our own\"}", NULL},
    {"setting.clause", "{\"clause\":\"SEC43-ISO-6\",\"counts\":false,\"reason\":\"superseded\"}",
     NULL},
    {"proposal.ask", "{\"clause\":\"SEC43-ISO-6\",\"question\":\"whose clock?\"}", "$iso"},
    {"proposal.make", "{\"topic\":\"dues\",\"change\":\"two hours\",\"reason\":\"a wave\"}",
     "$iso"},
    {"proposal.list", "{}", "$ciso"},
    {"proposal.mine", "{}", "$iso"},
    {"proposal.answers", "{}", "$iso"},
    {"proposal.decide",
     "{\"proposal\":\"$proposal\",\"decision\":\"accepted\",\"answer\":\"from May on\"}", "$ciso"},
    {"clock.alarm", "{}", NULL},
    {"calendar.close", "{\"date\":\"2026-07-07\",\"reason\":\"a flood\"}", NULL},
    {"house.health", "{}", ""},
    {"ledger.list", "{}", "$ciso"},
    {"policy.clause", "{\"clause\":\"IS005-HDR-1\"}", ""},
    {"policy.documents", "{}", ""},
    {"policy.document", "{\"document\":\"IS005\"}", ""},
    {"policy.crosswalk", "{\"document\":\"IS009\",\"section\":\"6.5\"}", ""},
    {"policy.search", "{\"words\":\"IS.005 section 8\"}", ""},
    {"policy.role", "{\"role\":\"CTO\"}", ""},
    {"policy.rules", "{}", ""},
    {"demo.people", "{\"password\":\"a long sentence of everybody's\"}", NULL},
};

enum { DEEDS = sizeof deeds / sizeof deeds[0] };

static inline const char *ground_word(const struct ground *ground, struct text name)
{
    const struct {
        const char *name, *word;
    } words[] = {{"incident", ground->incident},
                 {"notice", ground->notice},
                 {"obligation", ground->obligation},
                 {"running", ground->running},
                 {"spare", ground->spare},
                 {"resting", ground->resting},
                 {"late", ground->late},
                 {"asset", ground->asset},
                 {"alert", ground->alert},
                 {"suppression", ground->suppression},
                 {"direction", ground->direction},
                 {"contact", ground->contact},
                 {"assignment", ground->assignment},
                 {"person", ground->person},
                 {"iso", ground->iso},
                 {"other", ground->other},
                 {"ciso", ground->ciso},
                 {"leaver", ground->leaver},
                 {"absence", ground->absence},
                 {"shift", ground->shift},
                 {"receipt", ground->receipt},
                 {"organisation", ground->organisation},
                 {"imported", ground->imported},
                 {"grant", ground->grant},
                 {"restricted", ground->restricted},
                 {"mail", ground->mail},
                 {"attached", ground->attached},
                 {"second", ground->second},
                 {"third", ground->third},
                 {"earlier", ground->earlier},
                 {"document", ground->document},
                 {"corrective", ground->corrective},
                 {"weakness", ground->weakness},
                 {"deployment", ground->deployment},
                 {"proposal", ground->proposal},
                 {"communication", ground->communication},
                 {"request", ground->request},
                 {"token", ground->token}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (text_is(name, words[i].name))
            return words[i].word;
    return "";
}

/* The text with every "$name" replaced. */
static inline const char *ground_fill(struct arena *arena, const struct ground *ground,
                                      const char *text)
{
    struct builder filled = {.arena = arena};
    if (text == NULL)
        return NULL;
    build(&filled, TEXT_NONE);
    for (const char *at = text; *at != '\0';) {
        size_t size = *at == '$' ? strspn(at + 1, "abcdefghijklmnopqrstuvwxyz") : 0;
        if (size == 0) {
            build_byte(&filled, *at++);
            continue;
        }
        build(&filled, text_of(ground_word(ground, (struct text){at + 1, size})));
        at += size + 1;
    }
    return text_string(arena, built(&filled));
}

/* Ends in a refusal of its own on this ground: real people hold what the demonstration gives; and
 * nobody here has the authenticator. */
static inline bool deed_refused(const struct deed *deed)
{
    return strcmp(deed->action, "demo.people") == 0 || strcmp(deed->action, "totp.confirm") == 0;
}

static inline const struct deed *deed_of(const char *action)
{
    for (size_t i = 0; i < DEEDS; i++)
        if (strcmp(deeds[i].action, action) == 0)
            return &deeds[i];
    return NULL;
}

/* Every action of the house has its deed; says which has none. */
static inline void deeds_whole(const struct house *house)
{
    size_t count;
    size_t without = 0;
    const struct action *const *actions = house_actions(house, &count);
    for (size_t i = 0; i < count; i++)
        if (deed_of(actions[i]->name) == NULL) {
            printf("# %s has no deed; write one in tests/sweep/deeds.h\n", actions[i]->name);
            without++;
        }
    ok(without == 0, "every one of %zu actions has its deed", count);
}

/* ---- the ground ---- */

static inline const char *ground_take(struct trial *trial, struct value *answer, const char *name)
{
    return text_string(trial->arena, value_get_text(answer, name));
}

static inline const char *ground_person(struct trial *trial, const char *name,
                                        const char *short_name, const char *more)
{
    struct text input = text_format(trial->arena, "{\"name\":\"%s\",\"organisation\":\"%s\"%s}",
                                    name, short_name, more);
    return ground_take(trial, trial_done(trial, NULL, "person.create", input.data), "id");
}

static inline const char *ground_role(struct trial *trial, const char *person, const char *role,
                                      const char *organisation)
{
    struct text input = text_format(
        trial->arena, "{\"person\":\"%s\",\"role\":\"%s\",%s%s%s\"kind\":\"incumbent\"}", person,
        role, *organisation == '\0' ? "" : "\"organisation\":\"", organisation,
        *organisation == '\0' ? "" : "\",");
    return ground_take(trial, trial_done(trial, NULL, "role.assign", input.data), "assignment");
}

/* A contact that is used: entered, and verified. */
static inline void ground_reached(struct trial *trial, struct ground *ground, const char *contact)
{
    const char *input = ground_fill(trial->arena, ground, contact);
    ground->contact = ground_take(trial, trial_done(trial, NULL, "contact.add", input), "id");
    input = ground_fill(trial->arena, ground, "{\"contact\":\"$contact\",\"how\":\"called\"}");
    trial_done(trial, NULL, "contact.verify", input);
}

#include "ground_case.h"

static inline void ground_people(struct trial *trial, struct ground *ground)
{
    ground->organisation = "DPH";
    ground->person =
        ground_person(trial, "Paula Plain", "DPH", ",\"password\":\"a long sentence of its own\"");
    ground->iso = ground_person(trial, "Ida Iso", "DPH", "");
    ground->other = ground_person(trial, "Otto Other", "DOR", "");
    ground->ciso = ground_person(trial, "Cora Ciso", "DPH", "");
    ground->leaver = ground_person(trial, "Lea", "DPH", ",\"password\":\"a long sentence\"");
    trial_done(trial, "", "session.create", "{\"name\":\"Lea\",\"password\":\"a long sentence\"}");
    const char *input = ground_fill(trial->arena, ground, "{\"person\":\"$leaver\"}");
    ground->absence =
        ground_take(trial, trial_done(trial, NULL, "absence.create", input), "absence");
    ground_role(trial, ground->iso, "ISO", "DPH");
    ground_role(trial, ground->other, "ISO", "DOR");
    ground_role(trial, ground->ciso, "CISO", "");
    ground_role(trial, ground->ciso, "SOC_ANALYST", "");
    ground_role(trial, ground->ciso, "SOC_DIRECTOR", "");
    input = ground_fill(trial->arena, ground,
                        "{\"role\":\"SOC_ANALYST\",\"person\":\"$ciso\",\"from\":"
                        "\"2027-06-01 08:00\",\"until\":\"2027-06-01 09:00\"}");
    ground->shift = ground_take(trial, trial_done(trial, NULL, "shift.create", input), "shift");
    ground->assignment = ground_role(trial, ground->person, "HR_CONTACT", "DPH");
    ground_reached(trial, ground,
                   "{\"person\":\"$iso\",\"kind\":\"mail\",\"address\":\"ida@example.org\"}");
    ground_reached(trial, ground,
                   "{\"person\":\"$ciso\",\"kind\":\"mail\",\"address\":\"cora@example.org\"}");
}

#include "ground_step.h"
/* It does what the steps do. */
#include "ground_life.h"

/* Lays the ground; only texts of the trial's arena are in it, which must not be cleared. */
static inline void ground_lay(struct trial *trial, struct ground *ground)
{
    *ground = (struct ground){.receipt = "", .token = ""};
    ground_people(trial, ground);
    struct value *report = trial_done(trial, "", "report.create", deed_of("report.create")->json);
    ground->incident = ground_take(trial, report, "number");
    ground->receipt = ground_take(trial, report, "receipt");
    ground_import(trial, ground);
    /* A high one is told to many. */
    trial_done(trial, NULL, "incident.evaluate",
               ground_fill(trial->arena, ground,
                           "{\"incident\":\"$incident\",\"priority\":1,\"action\":\"look\","
                           "\"human_safety\":\"yes\"}"));
    ground->asset = ground_take(
        trial, trial_done(trial, NULL, "asset.create", deed_of("asset.create")->json), "asset");
    ground->alert = ground_take(
        trial, trial_done(trial, NULL, "alert.raise", deed_of("alert.raise")->json), "alert");
    ground->suppression = ground_take(
        trial, trial_done(trial, NULL, "suppression.create", deed_of("suppression.create")->json),
        "suppression");
    const char *input =
        ground_fill(trial->arena, ground, "{\"incident\":\"$incident\",\"limit\":200}");
    struct value *owed = trial_done(trial, NULL, "obligation.list", input);
    ground->obligation = ground_take(trial, value_get_item(owed, "items", 0), "obligation");
    ground_duties(trial, ground, owed);
    struct value *told = trial_done(trial, NULL, "notice.list", input);
    ground->notice = ground_take(trial, value_get_item(told, "items", 0), "notice");
    ground_mail(trial, ground);
    ground->grant =
        ground_take(trial,
                    trial_done(trial, NULL, "grant.create",
                               ground_fill(trial->arena, ground, deed_of("grant.create")->json)),
                    "grant");
    ground_restricted(trial, ground);
    ground->token = ground_link(trial, ground->notice);
    const char *second =
        ground_fill(trial->arena, ground,
                    "{\"person\":\"$person\",\"kind\":\"mail\",\"address\":\"paula@example.org\"}");
    ground->contact = ground_take(trial, trial_done(trial, NULL, "contact.add", second), "id");
    ground_life(trial, ground);
    ground_documents(trial, ground);
    ground_talk(trial, ground);
}
