/* SPDX-License-Identifier: Apache-2.0 */
#include "base/address.h"
#include "tap.h"
#include <arpa/inet.h>
#include <string.h>
#include <sys/un.h>

static bool kept_inside(const char *written)
{
    struct sockaddr_storage address = {0};
    struct sockaddr_in four = {.sin_family = AF_INET};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, written, &four.sin_addr) == 1)
        memcpy(&address, &four, sizeof four);
    else if (inet_pton(AF_INET6, written, &six.sin6_addr) == 1)
        memcpy(&address, &six, sizeof six);
    else
        return !ok(false, "%s is an address", written);
    return address_private((const struct sockaddr *)&address);
}

int main(void)
{
    static const char *const inside[] = {
        "127.0.0.1",    "127.255.255.255", "10.0.0.1",         "172.16.0.1",      "172.31.255.255",
        "192.168.1.1",  "169.254.169.254", "100.64.0.1",       "100.127.255.255", "0.0.0.0",
        "0.1.2.3",      "192.0.0.9",       "192.0.2.1",        "198.18.0.1",      "198.19.255.255",
        "198.51.100.7", "203.0.113.7",     "224.0.0.1",        "255.255.255.255", "::",
        "::1",          "fe80::1",         "fc00::1",          "fdff::1",         "ff02::1",
        "2001:db8::1",  "2001::1",         "::ffff:127.0.0.1", "::ffff:10.1.2.3", "64:ff9b::a00:1",
        "2002:a00:1::", "3fff::1",         "::7f00:1",         "4000::1"};
    static const char *const outside[] = {
        "1.1.1.1",          "9.255.255.255",   "11.0.0.0",       "172.15.255.255",
        "172.32.0.0",       "192.167.255.255", "192.169.0.0",    "100.63.255.255",
        "100.128.0.0",      "169.253.255.255", "198.17.255.255", "198.20.0.0",
        "223.255.255.255",  "2606:4700::1111", "2a00:1450::1",   "::ffff:8.8.8.8",
        "64:ff9b::808:808", "2002:808:808::",  "2001:4860::1"};
    const struct sockaddr_un local = {.sun_family = AF_UNIX};
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
        ok(kept_inside(inside[i]), "%s is nobody's outside", inside[i]);
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
        ok(!kept_inside(outside[i]), "%s is in the world", outside[i]);
    ok(address_private((const struct sockaddr *)&local), "a file of this machine is not");
    return tap_end();
}
