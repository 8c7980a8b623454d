/* SPDX-License-Identifier: Apache-2.0 */
#include "base/address.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct block {
    uint32_t network;
    int bits;
};

/* RFC 6890 and its successors; 192.0.0.0/24 and 198.18.0.0/15 are of nobody's outside either. */
static const struct block blocks[] = {
    {0x00000000, 8},  {0x0A000000, 8},  {0x64400000, 10}, {0x7F000000, 8},  {0xA9FE0000, 16},
    {0xAC100000, 12}, {0xC0000000, 24}, {0xC0000200, 24}, {0xC0586300, 24}, {0xC0A80000, 16},
    {0xC6120000, 15}, {0xC6336400, 24}, {0xCB007100, 24}, {0xE0000000, 4},  {0xF0000000, 4},
};

static bool private_four(uint32_t address)
{
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
        if ((address ^ blocks[i].network) >> (32 - blocks[i].bits) == 0)
            return true;
    return false;
}

static uint32_t four_at(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* Only 2000::/3 is given out; inside it some parts are not, or hold an IPv4 address. */
static bool private_six(const unsigned char *bytes)
{
    static const unsigned char mapped[12] = {[10] = 0xFF, [11] = 0xFF};
    static const unsigned char translated[12] = {0x00, 0x64, 0xFF, 0x9B};
    if (memcmp(bytes, mapped, sizeof mapped) == 0
        || memcmp(bytes, translated, sizeof translated) == 0)
        return private_four(four_at(bytes + 12));
    if ((bytes[0] & 0xE0) != 0x20)
        return true;
    if (bytes[0] == 0x20 && bytes[1] == 0x02) /* 6to4 */
        return private_four(four_at(bytes + 2));
    if (bytes[0] == 0x20 && bytes[1] == 0x01)
        return (bytes[2] & 0xFE) == 0 || (bytes[2] == 0x0D && bytes[3] == 0xB8);
    return bytes[0] == 0x3F && bytes[1] == 0xFF && (bytes[2] & 0xF0) == 0;
}

bool address_private(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in four;
        memcpy(&four, address, sizeof four);
        return private_four(ntohl(four.sin_addr.s_addr));
    }
    if (address->sa_family != AF_INET6)
        return true;
    struct sockaddr_in6 six;
    memcpy(&six, address, sizeof six);
    return private_six(six.sin6_addr.s6_addr);
}
