/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The watch: raw logs come in, are kept, and are looked at. A process of its own, outside the
 * house: it holds no key and cannot open the database.
 *
 * Inputs (threads) write lines into batches; worker processes read them into events; the storage
 * thread keeps them and makes them durable; only then is anything acknowledged: an HTTP request
 * answered, a file's position moved on, a TCP connection closed from this side. Every queue is
 * bounded. When they are full a sender is kept waiting where its protocol can (TCP), told to come
 * again (HTTP), and what the kernel threw away of UDP is counted. What was received is always what
 * was stored, plus what is counted as dropped, plus what is still on its way.
 */
#pragma once
#include "base/clock.h"
#include "base/log.h"
#include "base/turn.h"

enum watch_kind {
    WATCH_UDP,
    WATCH_TCP,
    WATCH_HTTP,
    WATCH_FILE,
    WATCH_STDIN,
    WATCH_JOURNAL,
    WATCH_EVTX,
    WATCH_KINDS
};

enum {
    WATCH_INPUTS_MAX = 64,
    WATCH_SOURCES_MAX = 4096, /* that the configuration names */
    WATCH_RANGES_MAX = 256,   /* addresses, or names, of one source; names of one input */
    WATCH_WORKERS_MAX = 64,
    WATCH_RULES_MAX = 32,     /* folders and files of rules */
    WATCH_INDICATORS_MAX = 64 /* lists of indicators */
};

struct watch_input {
    struct text name;
    enum watch_kind kind;
    struct text listen; /* ADDRESS:PORT */
    struct text path;   /* of a file; its last part may be a pattern; of a journal: its folder */
    struct text token;  /* of HTTP: what a sender must present; empty: nothing */
    struct text certificate_file, key_file; /* of TCP and HTTP: TLS; empty: none */
    struct text client_ca_file; /* who may sign a sender's certificate; empty: none is asked for */
    struct text *peers;         /* names of certificates that may send; none: all */
    size_t peers_count;
    uint32_t format;      /* of its lines: its number among event_formats, from 1; 0: found out */
    int64_t sockets;      /* of UDP: so many, a thread each */
    int64_t buffer_bytes; /* of a socket of UDP */
    int64_t connections_max; /* of TCP and HTTP */
    int64_t silent_after_us; /* 0: it may be silent */
    bool gro;                /* of UDP: datagrams of one sender come in trains */
    bool from_end;           /* of a file met for the first time: only what is new */
};

struct watch_source {
    struct text name;
    size_t input;      /* which of the inputs */
    struct text *from; /* addresses and networks; of an input with certificates: their names */
    size_t from_count;
    uint32_t format; /* as of an input */
    int64_t silent_after_us;
};

struct watch_settings {
    struct text name; /* what the house calls this watch */
    /* The socket where it listens for watches, or https://HOST; empty: nobody is told. */
    struct text house;
    struct text house_token;   /* over HTTPS: what the house gave this watch */
    struct text house_ca_file; /* who may sign its certificate; empty: the system's */
    struct text data;          /* the folder of everything that is kept */
    int64_t workers;
    int64_t batches;
    struct watch_input *inputs;
    size_t inputs_count;
    int64_t group_us;    /* hits of one rule about one entity in this time are one alert */
    int64_t lateness_us; /* of events, as correlations wait for them */
    int64_t hunt_rate;   /* lines of history that new rules look at in a second; 0: none */
    struct text *rules;  /* folders and files of detection rules */
    size_t rules_count;
    struct text *indicators; /* files of indicators; a list is called as its file */
    size_t indicators_count;
    struct watch_source *sources;
    size_t sources_count;
    bool confine; /* the process closes itself in: watch_confine */
    const struct log *log;
    struct clock clock;
};

/* Reads a configuration file (docs/watch.yaml.5). Faults: invalid, with file and line. */
MUST bool watch_configure(struct turn *turn, const char *path, struct watch_settings *settings);

/* What one source came to. received is stored + dropped + what is on its way. */
struct watch_count {
    struct text name;
    uint64_t received, parsed, stored, dropped;
    uint64_t cut;      /* lines that were kept in pieces */
    uint64_t bad;      /* lines that a worker died of; parts of event logs that are no records */
    uint64_t repeated; /* lines of HTTP that came again and were stored already */
    uint64_t refused;  /* of an input: connections without a certificate that is good */
    int64_t seen_us;   /* when the last came, or 0 */
};

#define WATCH_FOREMAN_WORD  "watch-foreman"
#define WATCH_FOREMAN_LISTS "--" /* behind the rules; lists of indicators follow it */

/*
 * The process that starts the workers, and, where it returns in them, the workers: main() calls it
 * for the word WATCH_FOREMAN_WORD, with the
 * words after it (the file of exclusions, files and folders of rules, lists of indicators), and
 * ends with what it answers. plant NULL, but in a program made for tests: it is run before a line
 * is read.
 */
int watch_foreman(int count, char **rules, void (*plant)(const char *line, size_t size));

/*
 * Closes this process in, and all that it starts: it reads its configuration's files, rules, lists
 * and logs and what belongs to the system, writes its data alone, and gets at nothing else; not at
 * the database or the keys of a house. Before watch_open; nothing where the settings say so.
 * Faults: broken.
 */
MUST bool watch_confine(struct turn *turn, const struct watch_settings *settings);

struct watch;

/*
 * Opens everything and begins: workers first, then sockets and files. The settings must stay.
 * Faults: invalid, naming the input; busy for an address, clash for a folder that somebody else
 * has.
 */
MUST bool watch_open(struct turn *turn, const struct watch_settings *settings,
                     struct watch **watch);

/* The port that an input listens on: for configurations that say 0. */
uint16_t watch_port(const struct watch *watch, size_t input);

/* How the hunt of history stands: lines that are to be looked at still, and alerts that came of it
 * since the watch began. */
struct watch_history {
    uint64_t lines, found;
};
struct watch_history watch_history(const struct watch *watch);

/* Loads rules and lists again. What is wrong with them is said, and then those of before go on. */
void watch_reload(struct watch *watch);

/* Are there inputs that can still bring something? Standard input ends. */
bool watch_running(const struct watch *watch);

/* The counts of all sources, in the arena. */
size_t watch_counts(const struct watch *watch, struct arena *arena, struct watch_count **counts);

/*
 * Ends: inputs read no more, what was received is stored, what waits for an answer has it. False
 * when something could not be stored (the disk is full): it is counted as dropped.
 */
bool watch_close(struct watch *watch, struct arena *arena, struct watch_count **counts,
                 size_t *count);
