/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever comes over the wire, the protocol keeps its limits and answers each recipient once. */
#include "mail/inside.h"
#include "target.h"
#include <stdlib.h>

struct seen {
    size_t delivered;
};

static bool on_deliver(void *context, const struct mail_envelope *envelope, struct text recipient)
{
    struct seen *seen = context;
    insist(envelope->raw.size <= MAIL_KEPT_BYTES_MAX && envelope->raw.size <= envelope->bytes
           && recipient.size > 0 && recipient.size <= LMTP_ADDRESS_BYTES_MAX && text_utf8(recipient)
           && text_utf8(envelope->sender));
    return ++seen->delivered % 2 == 0;
}

static void run(struct lmtp *lmtp, struct text bytes)
{
    lmtp_begin(lmtp);
    for (size_t piece = 1; !text_empty(bytes); piece = piece * 3 % LMTP_TAKE_BYTES_MAX + 1) {
        struct text taken = {bytes.data, bytes.size < piece ? bytes.size : piece};
        lmtp_take(lmtp, taken);
        insist(lmtp->said_bytes <= sizeof lmtp->said
               && lmtp->recipients_count <= MAIL_RECIPIENTS_MAX);
        lmtp->said_bytes = 0;
        bytes = (struct text){bytes.data + taken.size, bytes.size - taken.size};
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct seen seen = {0};
    struct lmtp *lmtp = calloc(1, sizeof *lmtp);
    jmp_buf guard;
    insist(lmtp != NULL);
    *lmtp = (struct lmtp){
        .arena = arena_new(1 << 26), .name = TEXT("x"), .deliver = on_deliver, .context = &seen};
    if (!ARENA_GUARD(lmtp->arena, guard))
        run(lmtp, (struct text){(const char *)data, size});
    arena_guard(lmtp->arena, NULL);
    arena_free(lmtp->arena);
    free(lmtp);
    return 0;
}
