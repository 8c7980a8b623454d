/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The permission matrix of roles.yaml (DOMAIN 1.4): which capacity may do what in which area, and
 * under which conditions. Pure; can() of the counter adds what is true of the object.
 *
 * A cell of the matrix is one or more entries divided by "; ", each being letters of levels divided
 * by "/" and then conditions, which must all hold: "W g(o)", "C/D e*", "R; D own; C".
 *
 *     C  create: to bring something before those who work on it (a report, an input to the rating,
 *        a proposal, a request, a finding). Nothing else implies it, and it implies nothing.
 *     R  read     W  write or act, and read     D  decide, write and read
 *     m  alone, or behind R: sees only that there is something, and counts
 *
 *     g  with a live grant on that case     own  what the person reported, wrote, owes or owns
 *     (o) own organisation   (s) own secretariat   e  everywhere
 *     *  behind e: but not incidents restricted to a named list     p  what is published
 *
 * So adding to a case or to its evidence is write, not create. "-" is nothing, and so is an area
 * that the role does not name.
 */
#pragma once
#include "policy/pack.h"

/* What must be true for a capacity to reach a level in an area: all that is set. allowed false:
 * default deny. */
struct permission {
    bool allowed;
    bool needs_grant;         /* g */
    bool within_organisation; /* (o) */
    bool within_secretariat;  /* (s) */
    bool own_only;            /* own */
    bool metadata_only;       /* m; then only the level metadata is reached */
    bool published_only;      /* p */
    bool but_restricted;      /* e*: a restricted object needs a live grant */
};

enum { PERMISSION_ENTRIES_MAX = 4 };

/*
 * All entries of the cell that reach the level, in their order: alternatives, of which one must be
 * met. area and level by their names in action/ ("case", "write"); a role, area or level that does
 * not exist reaches nothing. Answers how many there are.
 */
size_t pack_permissions(const struct pack *pack, struct text role, struct text area,
                        struct text level, struct permission permissions[PERMISSION_ENTRIES_MAX]);

/*
 * What the matrix does not say: who decides who else may see a case, and who sees what is kept from
 * most readers of it. Each is a list of roles under `rights` of roles.yaml; a right that the pack
 * does not give is nobody's.
 */
enum right {
    RIGHT_GRANT,        /* lets somebody in by hand, and out again */
    RIGHT_RESTRICT,     /* shows a case to named people only, and opens it again */
    RIGHT_EXCLUDE,      /* keeps a suspect away from the case */
    RIGHT_BREAK_GLASS,  /* lets himself in, at once, with a reason */
    RIGHT_CONFIDENTIAL, /* the first of two offices that decide on confidentiality */
    RIGHT_CONCUR,       /* the second */
    RIGHT_BODIES,       /* reads documents while they are confidential */
    RIGHT_REPORTER,     /* sees who reported */
    RIGHT_READERS,      /* sees who may see the case, and who has read it */
    RIGHT_DEPLOY,       /* sends people to work on a case of another body, and ends it */
    RIGHTS
};

/* Has the role the right? */
bool pack_right(const struct pack *pack, struct text role, enum right right);

/* The first of them, which is the widest; or one that allows nothing. */
struct permission pack_permission(const struct pack *pack, struct text role, struct text area,
                                  struct text level);
