/* SPDX-License-Identifier: Apache-2.0 */
/* The one spelling of an indicator, in which a list and an event agree. */
#include "sigma/indicator_inside.h"
#include <arpa/inet.h>

static size_t spell_four(struct text text, unsigned char *bytes)
{
    size_t at = 0;
    for (int part = 0; part < FOUR_BYTES; part++) {
        unsigned number = 0;
        size_t start = at;
        while (at < text.size && figure_is(text.data[at]) && at - start < 3)
            number = number * 10 + (unsigned)(text.data[at++] - '0');
        if (at == start || number > 255 || (at - start > 1 && text.data[start] == '0'))
            return 0;
        bytes[part] = (unsigned char)number;
        if (part < FOUR_BYTES - 1 && (at == text.size || text.data[at++] != '.'))
            return 0;
    }
    return at == text.size ? FOUR_BYTES : 0;
}

size_t spell_address(struct text text, unsigned char *bytes)
{
    static const unsigned char mapped[12] = {[10] = 0xFF, [11] = 0xFF};
    char string[INET6_ADDRSTRLEN];
    if (text.size == 0 || memchr(text.data, ':', text.size) == NULL)
        return spell_four(text, bytes);
    if (text.size >= sizeof string)
        return 0;
    memcpy(string, text.data, text.size);
    string[text.size] = '\0';
    if (memchr(string, '\0', text.size) != NULL || inet_pton(AF_INET6, string, bytes) != 1)
        return 0;
    if (memcmp(bytes, mapped, sizeof mapped) != 0)
        return SIX_BYTES;
    memmove(bytes, bytes + sizeof mapped, FOUR_BYTES);
    return FOUR_BYTES;
}

bool spell_network(unsigned char *bytes, size_t size, unsigned length)
{
    bool clear = true;
    for (size_t i = 0; i < size; i++) {
        unsigned kept = length >= 8 * (i + 1) ? 8 : length <= 8 * i ? 0 : length - 8 * (unsigned)i;
        unsigned char mask = (unsigned char)(0xFF00U >> kept);
        clear = clear && (bytes[i] & (unsigned char)~mask) == 0;
        bytes[i] &= mask;
    }
    return clear;
}

size_t spell_domain(struct text text, char *out, uint32_t *labels)
{
    while (text.size > 0 && text.data[text.size - 1] == '.')
        text.size--;
    size_t start = 0;
    bool figures = true;
    *labels = 1;
    if (text.size == 0 || text.size > NAME_BYTES_MAX)
        return 0;
    for (size_t i = 0; i <= text.size; i++) {
        if (i == text.size || text.data[i] == '.') {
            if (i == start || i - start > LABEL_BYTES_MAX)
                return 0;
            if (i == text.size)
                break;
            (*labels)++;
            start = i + 1;
            figures = true;
        } else if (!letter_is(text.data[i]) && !figure_is(text.data[i]) && text.data[i] != '-'
                   && text.data[i] != '_') {
            return 0;
        } else {
            figures = figures && figure_is(text.data[i]);
        }
        out[i] = letter_small(text.data[i]);
    }
    return *labels < 2 || figures ? 0 : text.size;
}

/* Behind "http://", and "//" at least; the whole text where there is no scheme. *usual is the port
 * that need not be said. */
static struct text scheme_skip(struct text url, struct text *usual)
{
    size_t at = 0;
    *usual = TEXT("");
    while (at < url.size && (letter_is(url.data[at]) || figure_is(url.data[at])))
        at++;
    if (url.size - at < 3 || memcmp(url.data + at, "://", 3) != 0)
        return url;
    if (at == 5 && letter_small(url.data[4]) == 's')
        *usual = TEXT("443");
    else if (at == 4)
        *usual = TEXT("80");
    return (struct text){url.data + at + 3, url.size - at - 3};
}

/* "Host:80" as "host"; the size of it in out, or 0. */
static size_t spell_authority(struct text text, struct text usual, char *out)
{
    const char *user = text.size == 0 ? NULL : memrchr(text.data, '@', text.size);
    if (user != NULL)
        text = (struct text){user + 1, (size_t)(text.data + text.size - user - 1)};
    const char *port = text.size == 0 ? NULL : memrchr(text.data, ':', text.size);
    if (port != NULL && memchr(port, ']', (size_t)(text.data + text.size - port)) != NULL)
        port = NULL;
    struct text host = {text.data, port == NULL ? text.size : (size_t)(port - text.data)};
    struct text number = {port, port == NULL ? 0 : text.size - host.size};
    while (host.size > 0 && host.data[host.size - 1] == '.')
        host.size--;
    if (host.size == 0 || host.size > NAME_BYTES_MAX)
        return 0;
    for (size_t i = 0; i < host.size; i++)
        out[i] = letter_small(host.data[i]);
    if (number.size <= 1 || text_equal((struct text){number.data + 1, number.size - 1}, usual))
        return host.size;
    if (number.size > 6)
        return 0;
    memcpy(out + host.size, number.data, number.size);
    return host.size + number.size;
}

size_t spell_url(struct text text, char *out)
{
    struct text usual;
    struct text rest = scheme_skip(text, &usual);
    const char *fragment = rest.size == 0 ? NULL : memchr(rest.data, '#', rest.size);
    if (fragment != NULL)
        rest.size = (size_t)(fragment - rest.data);
    size_t host = 0;
    while (host < rest.size && rest.data[host] != '/' && rest.data[host] != '?')
        host++;
    size_t size = spell_authority((struct text){rest.data, host}, usual, out);
    if (size == 0 || size + 1 + rest.size - host > INDICATOR_URL_BYTES_MAX)
        return 0;
    if (host == rest.size || rest.data[host] == '?')
        out[size++] = '/';
    memcpy(out + size, rest.data + host, rest.size - host);
    return size + rest.size - host;
}

static int figure_of(char byte)
{
    if (figure_is(byte))
        return byte - '0';
    char small = letter_small(byte);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

enum indicator_kind spell_hash_kind(size_t digits)
{
    return digits == 32   ? INDICATOR_MD5
           : digits == 40 ? INDICATOR_SHA1
           : digits == 64 ? INDICATOR_SHA256
                          : INDICATOR_KINDS;
}

enum indicator_kind spell_hash(struct text text, unsigned char *bytes, size_t *size)
{
    enum indicator_kind kind = spell_hash_kind(text.size);
    if (kind == INDICATOR_KINDS)
        return kind;
    for (size_t i = 0; i < text.size; i += 2) {
        int high = figure_of(text.data[i]);
        int low = figure_of(text.data[i + 1]);
        if (high < 0 || low < 0)
            return INDICATOR_KINDS;
        bytes[i / 2] = (unsigned char)(high * 16 + low);
    }
    *size = text.size / 2;
    return kind;
}
