/* SPDX-License-Identifier: Apache-2.0 */
/* A report as HTML. */
#include "base/hash.h"
#include "report/inside.h"

const char report_style[] =
    "body{font:1rem/1.5 Georgia,serif;color:#111;background:#fff;max-width:46rem;margin:0 auto;"
    "padding:1rem;overflow-wrap:break-word}"
    "h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.2rem;margin:1.5rem 0 .3rem}"
    "p{margin:.3rem 0 .8rem}dl{margin:.5rem 0}dt{font-weight:bold;margin-top:.4rem}"
    "dd{margin:0 0 .2rem}table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem}"
    "caption{text-align:left;font-weight:bold;padding:.3rem 0}"
    "th,td{border:1px solid #777;padding:.3rem .5rem;text-align:left;vertical-align:top}"
    "@media print{body{max-width:none;font-size:11pt;padding:0}h2{break-after:avoid}"
    "tr{break-inside:avoid}}@page{margin:2cm}";

struct text report_style_hash(struct arena *arena)
{
    struct sha256 digest = sha256(text_of(report_style));
    return base64_write(arena, (struct text){(const char *)digest.bytes, sizeof digest.bytes});
}

/* The tree is clean; what is left is what HTML itself reads. */
static void escaped(struct builder *out, struct text text)
{
    for (size_t i = 0; i < text.size; i++) {
        switch (text.data[i]) {
        case '<': build(out, TEXT("&lt;")); break;
        case '>': build(out, TEXT("&gt;")); break;
        case '&': build(out, TEXT("&amp;")); break;
        case '"': build(out, TEXT("&quot;")); break;
        case '\'': build(out, TEXT("&#39;")); break;
        case '\n': build(out, TEXT("<br>\n")); break;
        default: build_byte(out, text.data[i]);
        }
    }
}

static void element(struct builder *out, const char *open, struct text text, const char *close)
{
    build(out, text_of(open));
    escaped(out, text);
    build(out, text_of(close));
}

/* What somebody wrote may run from right to left; what stands around it does not. */
static void said(struct builder *out, const char *open, struct text text, const char *close)
{
    build(out, text_of(open));
    element(out, "<bdi>", text, "</bdi>");
    build(out, text_of(close));
}

static void facts_html(struct builder *out, const struct value *part)
{
    build(out, TEXT("<dl>\n"));
    for (size_t i = 0; i < value_get_count(part, "facts"); i++) {
        const struct value *fact = value_get_item(part, "facts", i);
        element(out, "<dt>", value_get_text(fact, "term"), "</dt>");
        said(out, "<dd>", value_get_text(fact, "text"), "</dd>\n");
    }
    build(out, TEXT("</dl>\n"));
}

static void table_html(struct builder *out, const struct value *part)
{
    element(out, "<table>\n<caption>", value_get_text(part, "caption"), "</caption>\n<thead><tr>");
    for (size_t i = 0; i < value_get_count(part, "columns"); i++)
        element(out, "<th scope=\"col\">", value_get_item(part, "columns", i)->text, "</th>");
    build(out, TEXT("</tr></thead>\n<tbody>\n"));
    for (size_t i = 0; i < value_get_count(part, "rows"); i++) {
        const struct value *row = value_get_item(part, "rows", i);
        build(out, TEXT("<tr>"));
        for (size_t k = 0; k < row->count; k++)
            said(out, k == 0 ? "<th scope=\"row\">" : "<td>", row->items[k]->text,
                 k == 0 ? "</th>" : "</td>");
        build(out, TEXT("</tr>\n"));
    }
    build(out, TEXT("</tbody>\n</table>\n"));
}

static void part_html(struct builder *out, const struct value *part)
{
    struct text kind = value_get_text(part, "kind");
    if (text_is(kind, "heading"))
        element(out, "<h2>", value_get_text(part, "text"), "</h2>\n");
    else if (text_is(kind, "paragraph"))
        said(out, "<p>", value_get_text(part, "text"), "</p>\n");
    else if (text_is(kind, "facts"))
        facts_html(out, part);
    else
        table_html(out, part);
}

struct text report_html(struct turn *turn, const struct value *report)
{
    struct builder out = {.arena = turn->arena};
    struct text title = value_get_text(report, "title");
    build(&out, TEXT("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"));
    element(&out, "<title>", title, "</title>\n<style>");
    build(&out, text_of(report_style));
    element(&out, "</style>\n</head>\n<body>\n<main>\n<h1>", title, "</h1>\n");
    for (size_t i = 0; i < value_get_count(report, "parts"); i++)
        part_html(&out, value_get_item(report, "parts", i));
    build(&out, TEXT("</main>\n</body>\n</html>\n"));
    return built(&out);
}
