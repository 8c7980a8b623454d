/* SPDX-License-Identifier: Apache-2.0 */
/* What the files share that know the elements of a document from the case. */
#pragma once
#include "incident/document.h"
#include "incident/inside.h"

enum { KNOWN_BYTES_MAX = 32000 };

/* An element on its way: what is known of it is built in `says`. */
struct knowing {
    struct turn *turn;
    const struct begun *begun;
    const struct incident *incident;
    const struct value *element;
    struct builder says;
    struct text note;
};

/* A new line, but for the first. */
void known_line(struct knowing *knowing);

/* ---- document_place.c ---- */

/* The assets, each with its rating and whether it is harmed. */
MUST bool know_affected(struct knowing *knowing);

/* The sites of the assets that are harmed, or may be, each with them; and how far it reaches. */
MUST bool know_location(struct knowing *knowing);
