/* SPDX-License-Identifier: Apache-2.0 */
/* The permission matrix of roles.yaml (DOMAIN 1.4): which capacity may do what in which area, and
 * under which condition. Pure; can() of the counter adds what is true of the object. */
#pragma once
#include "policy/pack.h"

/* What must be true for a capacity to reach a level in an area; several conditions of one cell are
 * alternatives ("R/W e*", "R g(o)"). allowed false: default deny. */
struct permission {
    bool allowed;
    bool needs_grant;         /* g */
    bool within_organisation; /* o */
    bool within_secretariat;  /* s */
    bool own_only;            /* what the person reported, owes or wrote */
    bool metadata_only;       /* m */
    bool published_only;      /* p */
    bool but_restricted;      /* *: except incidents restricted to a named list */
};

/* area and level by their names in action/ ("case", "write"). The strongest cell entry that reaches
 * the level. */
struct permission pack_permission(const struct pack *pack, struct text role, struct text area,
                                  struct text level);
