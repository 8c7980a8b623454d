/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of this room share: batches of lines and the ring they go round, sources and their
 * counts, and the pens that inputs write with.
 *
 * A batch is filled by one input, posted into the ring, read by a worker, kept by the storage
 * thread in the order of the posting, and free again. What an input must know (that a batch is
 * durable) it learns from the number of the last batch stored: see ring_low.
 */
#pragma once
#include "base/log.h"
#include "base/tls.h"
#include "event/segment.h"
#include "watch/batch.h"
#include "watch/join.h"
#include "watch/seen.h"
#include "watch/tuning.h"
#include "watch/watch.h"
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/queue.h>

enum {
    LINE_BYTES_MAX = 512 * 1024, /* a longer one is kept in pieces */
    RING_BATCHES_MAX = 256,
    RING_SPARES = 2, /* that go no round */
    RING_LISTENERS_MAX = 64,
    RING_REST_MS = 1000,
    GROUP_BATCHES_MAX = 16, /* made durable together */
    SOURCE_NONE = UINT32_MAX
};

/* ---- ring.c: where batches go round ---- */

struct ring {
    pthread_mutex_t mutex;
    pthread_cond_t freed, posted, worked, through;
    unsigned waiting;  /* for those that were posted before to be through */
    struct batch *all; /* shared with the workers */
    int memory;        /* what it is shared by: a file without a name */
    size_t count;
    uint32_t free[RING_BATCHES_MAX];
    size_t free_count;
    uint32_t ticketed[RING_BATCHES_MAX];              /* of ticket % count: the slot */
    uint64_t tickets[RING_BATCHES_MAX + RING_SPARES]; /* by slot; the last are of the spare ones */
    bool done[RING_BATCHES_MAX];       /* of ticket % count: a worker is through with it */
    uint64_t next, given, low;         /* the next ticket; the next for a worker, for storage */
    _Atomic uint64_t durable;          /* every ticket below is durable */
    int listeners[RING_LISTENERS_MAX]; /* eventfds that are told so */
    size_t listeners_count;
    bool closed, abandoned;
};

/* Makes count batches in memory that can be shared. */
MUST bool ring_open(struct turn *turn, struct ring *ring, size_t count);

/* In a foreman: the same memory, only to be read, and how many batches it holds. NULL: it is none.
 */
const struct batch *ring_map(int memory, size_t *count);

/* Memory for what one worker answers, and the file without a name by which it comes to it; NULL:
 * there is none. And the same in the worker. */
struct answer *answer_make(int *memory);
struct answer *answer_map(int memory);
void answer_free(struct answer *answer);
void ring_free(struct ring *ring);

/* The eventfd is written to whenever more is durable. Before any thread. */
void ring_listen(struct ring *ring, int event);

/* An empty batch; NULL when there is none and wait is false, or when the ring is abandoned. */
struct batch *ring_take(struct ring *ring, bool wait);

/* Several at once, or none. */
bool ring_take_many(struct ring *ring, struct batch **batches, size_t count);

/* The one that goes no round, for whoever hunts history: empty. */
struct batch *ring_spare(struct ring *ring);

/* Gives one back that was not used. */
void ring_return(struct ring *ring, struct batch *batch);

/* Posts a filled batch; its ticket. */
uint64_t ring_post(struct ring *ring, struct batch *batch);

/* The same, where the ring is not closed yet. False: it is, and the batch is still the caller's. */
bool ring_offer(struct ring *ring, struct batch *batch);

/* Waits until all that were posted before it have been read. */
void ring_through(struct ring *ring, const struct batch *batch);

/* The next for a worker; NULL when the ring is closed and nothing is left. */
struct batch *ring_work(struct ring *ring);
void ring_worked(struct ring *ring, struct batch *batch);

/* The next for the storage, in the order of posting. 0: none came for RING_REST_MS; or, *closed,
 * the ring is closed and all is stored. */
size_t ring_ready(struct ring *ring, struct batch **batches, size_t most, bool *closed);

/* Which of the ring's batches it is. */
uint32_t ring_slot(const struct ring *ring, const struct batch *batch);

/* They are durable (or, abandoned, given up) and free again. */
void ring_stored(struct ring *ring, size_t count);

/* Everything with a ticket below this is durable. */
uint64_t ring_low(const struct ring *ring);

/* No more will be posted. */
void ring_close(struct ring *ring);

/* Nothing more can be stored: nobody waits for a batch any longer. */
void ring_abandon(struct ring *ring);

/* ---- source.c ---- */

struct source {
    struct text name;
    uint32_t input;
    uint32_t format;         /* its number among all, from 1; 0: found out */
    int64_t silent_after_us; /* 0: it may be silent */
    _Atomic uint64_t taken, parsed, stored, dropped, cut, bad, refused, repeated;
    _Atomic int64_t seen_us; /* when its last line came */
    bool silent, told;       /* of the thread that looks: how it stands, and that it was said */
};

/* Lines from these addresses are one source. */
struct source_range {
    unsigned char address[16]; /* IPv4 as ::ffff:a.b.c.d */
    unsigned bits;
    uint32_t input;
    uint32_t source;
};

/* Senders whose certificate has this name are one source. */
struct source_peer {
    struct text name; /* "*.example.org" is any one name before the first dot */
    uint32_t input;
    uint32_t source;
};

struct sources {
    pthread_mutex_t mutex; /* of adding one */
    struct arena *arena;
    struct source *all; /* SOURCES_MAX of them, never moved */
    _Atomic uint32_t count;
    uint32_t *table;            /* of addresses met: the source, by hash */
    struct in6_addr *addresses; /* of a source that is one address */
    struct source_range *ranges;
    size_t ranges_count;
    struct source_peer *peers;
    size_t peers_count, peers_capacity;
    struct arena *scratch; /* under the mutex */
};

/* What one thread remembers of whom it met, so that no lock is taken for a line. */
enum { SOURCE_MEMORY = 256 };
struct source_memory {
    struct in6_addr address[SOURCE_MEMORY];
    uint32_t source[SOURCE_MEMORY]; /* SOURCE_NONE: nothing yet */
    uint32_t input[SOURCE_MEMORY];
};

/* The sources that the configuration names: first one an input, of the same number, then those of
 * its own. */
MUST bool sources_open(struct turn *turn, const struct watch_settings *settings,
                       struct sources *sources);
void sources_free(struct sources *sources);
void source_forget(struct source_memory *memory);

/* The source of an address: the range that holds it, else a source of its own; when there are too
 * many, the input's. */
uint32_t source_of(struct sources *sources, struct source_memory *memory, uint32_t input,
                   const struct sockaddr_storage *address);

/* The source of a certificate's name: the one that the configuration gives it, else a source of its
 * own; when there are too many, the input's. */
uint32_t source_named(struct sources *sources, uint32_t input, struct text name);

/* Is it the name, or one that the pattern holds? In small letters both, but for the pattern. */
bool source_name_holds(struct text pattern, struct text name);

/* What a batch holds is counted, once for each run of lines of one source. */
enum tally { TALLY_TAKEN, TALLY_STORED, TALLY_LOST };
void sources_tally(struct sources *sources, const struct batch *batch, enum tally what);

/* ---- spool.c: what the house is to be told ---- */

enum { SPOOL_PATH_BYTES = 4096 + 64, SPOOL_BYTES_MAX = 1024 * 1024, SPOOL_MAX = 100000 };

struct spool {
    pthread_mutex_t mutex;
    pthread_cond_t synced;
    const char *folder;
    uint64_t first, next; /* numbers: of the oldest, of the next to be put */
    bool fresh;           /* something became durable since spool_rest was asked last */
};

/* Makes the folder, and finds what is in it from before. */
MUST bool spool_open(struct turn *turn, struct spool *spool, const char *folder);

/* Keeps {"action", "key", "input"}. False: why, as errno has it. Durable after spool_sync. */
bool spool_put(struct spool *spool, struct text order);
bool spool_sync(struct spool *spool);

/* The oldest; false when there is none, or with a fault. One thread asks, and says when the house
 * has it. */
bool spool_first(struct spool *spool, struct turn *turn, uint64_t *number, struct text *order);
void spool_done(struct spool *spool, uint64_t number);

/* Waits until something more is durable (true), but not past an instant of clock_elapsed_us. */
bool spool_rest(struct spool *spool, int64_t until_us);

/* ---- sealed.c ---- */

/* Spools the reports of segments that the store left for the ledger. */
void sealed_round(struct watch *watch, struct arena *arena);

/* ---- house.c, remote.c ---- */

enum told { TOLD_TAKEN, TOLD_REFUSED, TOLD_AWAY };

/* Is the house on another machine? */
bool remote_is(const struct watch_settings *settings);

/*
 * Says an order to it once, as order_tell does over the socket: *answer is what the house answers
 * when it is taken. *said: which answer was complained of last, 0 when none was.
 */
enum told remote_tell(const struct watch *watch, struct turn *turn, struct text order, int *said,
                      struct value **answer);

void *house_run(void *context);

/* ---- pen.c: how inputs write ---- */

enum { PEN_SPARES_MAX = 32 };

struct pen {
    struct ring *ring;
    struct sources *sources;
    struct clock clock;
    struct batch *batch; /* being filled, or NULL */
    struct batch *spares[PEN_SPARES_MAX];
    size_t spares_count;
    uint64_t need; /* when ring_low reaches it, all that was posted is durable */
    bool wait;     /* for a free batch; else a line is refused */
};

/* Would the line, and a mark of so many bytes, go into the batch in hand? */
bool pen_fits(const struct pen *pen, size_t bytes, size_t mark_bytes);

/* Writes a line of at most LINE_BYTES_MAX bytes. False: there is no batch to be had, and nothing
 * was written. */
bool pen_write(struct pen *pen, uint32_t source, struct text line, uint32_t flags);

/* Lines that are to be read before the next, and are kept already. False: there is no room in the
 * batch in hand, or none to be had. */
bool pen_context(struct pen *pen, uint32_t source, struct text lines);

/* A line of any length, in pieces where it must be. False: see pen_write; *line is what is left. */
bool pen_write_long(struct pen *pen, uint32_t source, struct text *line);

/* "KEY\tVALUE" becomes durable with what was written before it since the last post. */
bool pen_mark(struct pen *pen, struct text key, struct text value);

/* Takes what so many lines of so many bytes in all need; false: there is not so much. */
bool pen_reserve(struct pen *pen, size_t lines, size_t bytes);

/* Posts what was written, and gives back what was reserved and not used. */
void pen_post(struct pen *pen);

/* How many bytes a batch in hand has been filled with; and since when. */
bool pen_empty(const struct pen *pen);

/* ---- frame.c: lines out of a stream ---- */

enum framing { FRAMING_UNKNOWN, FRAMING_LINES, FRAMING_COUNTED };

enum frame_found {
    FRAME_LINE, /* a whole line */
    FRAME_CUT,  /* so much of a line that is longer than may be */
    FRAME_MORE  /* what there is begins a line that has not ended */
};

struct frame {
    enum framing framing;
    size_t left; /* of a counted frame that is longer than may be: what is still to come */
    bool broken; /* a counted stream lost its count, and is read by lines from there on */
};

/*
 * The next line of a syslog stream (RFC 6587: octets counted, or ended by LF; which of them the
 * first bytes tell). *taken: how many bytes of it are done with. ended: no more will come, and what
 * is left is a line.
 */
enum frame_found frame_next(struct frame *frame, struct text bytes, bool ended, struct text *line,
                            size_t *taken);

/* ---- the watch as its threads see it ---- */

struct workers;
struct keep;

struct watch {
    const struct watch_settings *settings;
    struct arena *arena;
    const struct log *log;
    struct clock clock;
    struct ring ring;
    struct sources sources;
    struct workers *workers;
    struct keep *keep;
    struct joins *joins;
    struct spool spool;
    struct suppress *suppress;
    struct rulesets rulesets;
    struct finds *finds; /* NULL: nothing is looked for */
    struct cover *cover;
    struct progress *progress;
    struct hits hits[RING_BATCHES_MAX + RING_SPARES]; /* by the slot of the batch */
    struct raised raised;
    pthread_t hunting;
    bool hunts;                     /* the thread that hunts history was started */
    _Atomic bool unseen;            /* lines were kept that the rules of now have not seen */
    _Atomic uint64_t history_lines; /* that are still to be hunted */
    _Atomic uint64_t history_found; /* alerts that came of it */
    struct arena *scratch;          /* of the storage thread */
    pthread_t telling;
    bool tells;          /* the thread that tells the house was started */
    _Atomic bool reload; /* the rules are to be loaded again */
    _Atomic bool ended;  /* nothing more will be found */
    int64_t began_us;
    struct input *inputs;
    size_t inputs_count;
    pthread_t storage;
    bool storing;            /* the storage thread was started */
    _Atomic bool closing;    /* inputs read no more */
    _Atomic int inputs_open; /* those that can still bring something */
    _Atomic bool abandoned;  /* what waits is given up: nothing can be stored */
    _Atomic bool full;       /* nothing can be written to the disk */
    _Atomic uint64_t bodies; /* bytes of HTTP bodies in memory */
};

struct follow;
struct evtx;
struct journald;
struct repeats;

/* What one input is made of: its sockets are opened before privileges are given up. */
struct input {
    struct watch *watch;
    const struct watch_input *settings;
    uint32_t index;
    int socket; /* or a file descriptor; -1: none */
    pthread_t thread;
    bool started;
    int event; /* eventfd: more is durable, or the watch closes */
    struct follow *follow;
    struct evtx *evtx;
    struct repeats *repeats;
    struct journald *journald;
    struct tls_server *tls; /* NULL: connections are plain */
};

/* ---- door.c: connections ---- */

enum {
    CONNECTION_BYTES = 64 * 1024,             /* the buffer a connection begins with */
    HTTP_HEAD_BYTES_MAX = 32 * 1024,          /* of a request */
    HTTP_BODY_BYTES_MAX = 8 * 1024 * 1024,    /* of a request, as sent and as unpacked */
    HTTP_BODIES_BYTES_MAX = 256 * 1024 * 1024 /* of all requests in memory */
};

/* What the head of a request said. The texts lie in the connection's bytes. */
struct request {
    struct text method, target; /* "POST", "/_bulk?x=y" */
    struct text authorization, encoding;
    struct text key; /* what the sender calls the request, and calls it again when it repeats it */
    size_t head_bytes;
    size_t length; /* of the body; of a chunked one, what is known so far */
    bool chunked, keep, expects;
};

/* What is known of the request on a connection; kept between its bytes. */
struct http {
    struct request request;
    bool headed;     /* the head has been read */
    size_t chunk_at; /* of a chunked body: where the next chunk begins in the bytes */
    size_t counted;  /* bytes of the buffer that are counted in watch->bodies */
};

struct connection {
    TAILQ_ENTRY(connection) link;
    struct connection *left; /* the next of those that have left */
    int socket;
    uint32_t source;
    char *in;
    size_t in_used, in_size;
    char *out;
    size_t out_used, out_sent, out_size;
    uint64_t need;     /* what it waits for is durable when ring_low reaches this */
    bool pending;      /* it waits: on the list of those that do */
    bool touched;      /* lines of it are in the pen */
    bool ended;        /* the other side sends no more */
    bool over;         /* nothing more is read: it closes when all is durable and said */
    bool wants_out;    /* epoll is asked for room to write */
    int64_t linger_us; /* all is said, and what still comes is forgotten until then; 0: not yet */
    struct tls *tls;   /* NULL: plain */
    bool greeted;      /* who it is is known, as far as it must be */
    int64_t greet_until_us; /* by when it must be */
    struct frame frame;
    struct http http;
    struct repeat *repeat; /* what is known of the request that is answered, or NULL */
    bool gone;             /* the other side was gone before its answer */
};

TAILQ_HEAD(connections, connection);

struct door {
    struct input *input;
    struct pen pen;
    struct source_memory memory;
    struct connections open, pending;
    struct connection *left;
    size_t count;
    int64_t refusal_said_us; /* when it was said last that one is refused */
    int epoll;
    bool accepting, knocked; /* new ones are taken; one is there */
    /* Takes what it can of a connection's bytes: see connection_taken. */
    void (*take)(struct door *door, struct connection *connection);
};

/* Opens a door on the input's socket, and runs it until the watch closes and everything on it is
 * done; without memory for it the input is closed at once. wait: when no batch is free its thread
 * waits, and so do the senders; else what there is no room for is refused by take. */
void door_serve(struct input *input, void (*take)(struct door *door, struct connection *connection),
                bool wait);

/* The first bytes are done with. */
void connection_taken(struct connection *connection, size_t bytes);

/* Adds to what is said to the other side, once everything before it is durable. */
bool connection_say(struct connection *connection, struct text bytes);

/* ---- secure.c: connections by TLS ---- */

/* Reads the input's files of TLS, before privileges are given up. */
MUST bool secure_open(struct turn *turn, struct input *input);

/* A connection that was accepted: it has so long to say who it is. False: no memory. */
bool secure_begin(const struct input *input, struct connection *connection);

enum greeting { GREETING_DONE, GREETING_GOES_ON, GREETING_REFUSED };

/* Goes on with the greeting; at its end the connection's source is the certificate's. *why: it is
 * refused. */
enum greeting secure_greet(struct door *door, struct connection *connection, const char **why);

/* It is counted that one is refused, and said, but not more than once a second. */
void secure_refuse(struct door *door, const char *why);

/* As recv and send without waiting: through TLS, or plain. */
ssize_t connection_receive(struct connection *connection, char *bytes, size_t size);
ssize_t connection_send(struct connection *connection, const char *bytes, size_t size);

/* ---- repeat.c: requests that are sent again ---- */

/* Reads the marks of what was stored before, and perhaps not heard; before anything is kept. */
MUST bool repeats_open(struct turn *turn, struct input *input);
void repeats_free(struct repeats *repeats);

/* Was the body stored already, without the sender knowing? Then this connection waits for that. */
bool repeat_found(struct door *door, struct connection *connection, struct text body);

/* The body has been written, and is not acknowledged yet. */
void repeat_note(struct door *door, struct connection *connection, struct text body);

/* The next request on the connection: the answer before was heard. */
void repeat_next(struct connection *connection);

/* The answer is about to be said; the connection is about to be closed. */
void repeat_answer(struct connection *connection);
void repeat_left(struct connection *connection);

/* The door closes: what was heard is marked so. */
void repeats_end(struct door *door);

/* ---- request.c, bulk.c: HTTP ---- */

enum request_found { REQUEST_WHOLE, REQUEST_MORE, REQUEST_BAD };

/* Reads the head of a request (RFC 9112) from the first bytes of a connection. */
enum request_found request_read(struct text bytes, struct request *request);

/* Undoes the chunks that are there, in place: the body is request->length bytes behind the head
 * when all of it is. *used: how many bytes the request takes. */
enum request_found request_unchunk(struct http *http, char *bytes, size_t size, size_t *used);

enum bulk_kind {
    BULK_LINES,  /* NDJSON */
    BULK_LIST,   /* one JSON list, an event each member */
    BULK_ACTIONS /* Elasticsearch: a line that says what to do, then the event */
};

enum bulk_found { BULK_ITEM, BULK_REFUSED, BULK_END, BULK_BAD };

struct bulk {
    enum bulk_kind kind;
    struct text rest;
};

/* Which of the first two a body is. */
enum bulk_kind bulk_kind_of(struct text body);

/* The next event of a body; verb is of an action ("create"). BULK_REFUSED: an action that is no
 * event (a deletion). BULK_BAD: the body is not what it should be from there on. */
enum bulk_found bulk_next(struct bulk *bulk, struct text *line, struct text *verb);

/* ---- keep.c: where events are kept ---- */

/* Opens the event store in the folder; what was not acknowledged is cut off. Faults: as
 * segment_open. */
MUST bool keep_open(struct turn *turn, struct arena *arena, const char *folder,
                    const struct log *log, struct keep **keep);
void keep_close(struct keep *keep);

/* Where the next line will be. Before the first keep_take. */
struct segment_position keep_place(const struct keep *keep);

/* Takes a group of batches, in their order; *first is where its first line is, and the others
 * follow in the same segment. False: keep_why says why; asked again for the same group it goes on
 * where it was. */
bool keep_take(struct keep *keep, const struct sources *sources, struct batch *const *batches,
               size_t count, int64_t now_us, struct segment_position *first);

/* Makes the group that was taken durable, its marks with it, what covers it and which of its lines
 * wait, all of it or nothing. False: as keep_take, which is to be asked again before. */
bool keep_sync(struct keep *keep, struct batch *const *batches, size_t count, struct text coverage,
               struct text waits, int64_t now_us);

/* Nothing came for a while: a segment that is old enough is sealed. False: keep_why says why. */
bool keep_rest(struct keep *keep, int64_t now_us);

/* Why the last of these did not work. */
const char *keep_why(const struct keep *keep);

/* The marks that are durable: an empty value is one that was taken back. False past the last.
 * Before the first keep_take, or in its thread. */
bool keep_mark(const struct keep *keep, size_t index, struct text *key, struct text *value);

/* ---- descriptor.c ---- */

/* So many bytes, and a descriptor beside them; and back, -1 where none came. False: not all of it.
 */
bool descriptor_send(int socket, const void *bytes, size_t size, int descriptor);
bool descriptor_receive(int socket, void *bytes, size_t size, int *descriptor);

/* ---- worker.c ---- */

/* Makes what is needed to drive workers, of whichever foreman. */
MUST bool workers_open(struct turn *turn, struct watch *watch, struct workers **workers);

/* Starts the threads, one a worker, that hand batches to them. */
MUST bool workers_start(struct turn *turn, struct workers *workers);

/* The spare batch is read, by a worker of the rules of now; what was found in it. And that worker
 * is let go. */
struct hits *worker_history(struct workers *workers, struct batch *batch);
void worker_rest(struct workers *workers);

/* There are no hits any more, and no rules are held for them. */
void hits_empty(struct hits *hits);

/* When the ring is closed: waits until it is empty, and ends them all. */
void workers_close(struct workers *workers);

/* ---- inputs ---- */

/* Opens the socket of an input, of a kind that has one. */
MUST bool socket_open(struct turn *turn, struct input *input);

/* Reads the marks of the files that an input follows; before anything is kept. */
MUST bool follow_open(struct turn *turn, struct input *input);

/* Opens the socket, and reads what may come again. */
MUST bool http_open(struct turn *turn, struct input *input);

void *udp_run(void *context);    /* udp.c */
void *tcp_run(void *context);    /* tcp.c */
void *http_run(void *context);   /* http.c */
void *follow_run(void *context); /* follow.c */
void *pipe_run(void *context);   /* pipe.c */

/* Reads the mark of the journal's last entry; before anything is kept. */
MUST bool journald_open(struct turn *turn, struct input *input);
void journald_free(struct journald *journal);
void *journald_run(void *context); /* journald.c */
