/* SPDX-License-Identifier: Apache-2.0 */
/* CRC-32C against the published examples. */
#include "base/crc.h"
#include "tap.h"

int main(void)
{
    char bytes[32];
    memset(bytes, 0, sizeof bytes);
    ok(crc32c(0, (struct text){bytes, 32}) == 0x8a9136aa, "RFC 3720: 32 bytes of zeroes");
    memset(bytes, 0xff, sizeof bytes);
    ok(crc32c(0, (struct text){bytes, 32}) == 0x62a8ab43, "32 bytes of ones");
    for (int i = 0; i < 32; i++)
        bytes[i] = (char)i;
    ok(crc32c(0, (struct text){bytes, 32}) == 0x46dd794e, "32 bytes of counting up");
    ok(crc32c(0, TEXT("123456789")) == 0xe3069283, "the check value");
    ok(crc32c(0, TEXT_NONE) == 0, "nothing");
    bool same = true;
    for (size_t cut = 0; cut <= 32; cut++)
        same = same
               && crc32c(crc32c(0, (struct text){bytes, cut}), (struct text){bytes + cut, 32 - cut})
                      == 0x46dd794e;
    ok(same, "in two pieces, cut anywhere, it is the same");
    return tap_end();
}
