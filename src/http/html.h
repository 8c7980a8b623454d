/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing HTML so that text can never become markup: elements are opened and closed by calls, and
 * whatever is said between them is escaped, without exception. There is no way to put raw markup
 * in.
 *
 *     html_open(html, "p", WITH({"class", TEXT("due")}));
 *     html_text(html, incident.title);
 *     html_close(html);
 */
#pragma once
#include "base/text.h"

enum { HTML_DEPTH_MAX = 32 };

struct html {
    struct builder out;
    const char *open[HTML_DEPTH_MAX];
    size_t depth;
};

/* An attribute; a value with data NULL stands without a value ("required"), and one whose name is
 * empty is left out. */
struct attribute {
    const char *name;
    struct text value;
};

/* Attributes for one call: WITH({"href", url}, {"class", TEXT("mark")}) */
#define WITH(...) ((const struct attribute[]){__VA_ARGS__, {NULL, {NULL, 0}}})
#define BARE      NULL /* an element without attributes */

/* An attribute that is there only when the condition holds. */
#define ONLY_IF(condition, name, value)                                                            \
    {                                                                                              \
        (condition) ? (name) : "", (value)                                                         \
    }

/* Begins a document, with its type. */
void html_begin(struct html *html, struct arena *arena);

/* Opens an element; html_close closes the innermost that is open. */
void html_open(struct html *html, const char *tag, const struct attribute *attributes);
void html_close(struct html *html);

/* An element without content: meta, link, input. */
void html_void(struct html *html, const char *tag, const struct attribute *attributes);

/* Text, escaped; bytes that are no UTF-8 and control characters become U+FFFD. */
void html_text(struct html *html, struct text text);

/* An element with nothing but text in it. */
void html_element(struct html *html, const char *tag, const struct attribute *attributes,
                  struct text text);

/* A link; the address is a path of this house, already percent-encoded, and begins with a slash or
 * a number sign. */
void html_link(struct html *html, struct text address, struct text text);

/* The document; everything that was opened must have been closed. */
struct text html_end(struct html *html);
