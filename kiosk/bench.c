// What kiosk/bench measures with, and against.
//
//   bench lines N FILE PROGRAM...   feeds the first N lines of FILE one by one, each after the
//                                   answer to the one before; prints p50 and p99 in microseconds
//   bench baseline DATABASE         reads lines; for each writes the rows of a check-in in one FULL
//                                   commit, with prepared statements, and answers with a line
//   bench hello FILE                prints a port, and answers every request there with FILE
//   bench watch DATABASE            asks each second whether the database has changed

#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

static void die(const char *what) {
    fprintf(stderr, "bench: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int lines(int count, const char *file, char **program) {
    int to[2], from[2];
    if (pipe(to) || pipe(from)) die("pipe");
    pid_t child = fork();
    if (child == 0) {
        dup2(to[0], 0);
        dup2(from[1], 1);
        close(to[1]);
        close(from[0]);
        execvp(program[0], program);
        die(program[0]);
    }
    close(to[0]);
    close(from[1]);
    FILE *codes = fopen(file, "r");
    FILE *answers = fdopen(from[0], "r");
    if (!codes || !answers) die(file);
    double *times = malloc(sizeof(double) * count);
    char line[256], answer[65536];
    int measured = 0, asked = 0, warm = count / 10;
    while (asked < count && fgets(line, sizeof line, codes)) {
        double before = now_us();
        if (write(to[1], line, strlen(line)) < 0) die("write");
        if (!fgets(answer, sizeof answer, answers)) break;
        if (asked++ >= warm) times[measured++] = now_us() - before;
    }
    close(to[1]);
    int status;
    waitpid(child, &status, 0);
    if (measured == 0 || status != 0) {
        fprintf(stderr, "bench: %s gave no answers\n", program[0]);
        return 1;
    }
    qsort(times, measured, sizeof(double), by_size);
    printf("%.0f %.0f\n", times[measured / 2], times[measured * 99 / 100]);
    return 0;
}

static sqlite3 *database;

static sqlite3_stmt *prepared(const char *sql) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK) {
        fprintf(stderr, "bench: %s\n", sqlite3_errmsg(database));
        exit(1);
    }
    return statement;
}

static void step(sqlite3_stmt *statement) {
    int result = sqlite3_step(statement);
    if (result != SQLITE_DONE && result != SQLITE_ROW) {
        fprintf(stderr, "bench: %s\n", sqlite3_errmsg(database));
        exit(1);
    }
    sqlite3_reset(statement);
}

// The same tables and indexes, in a copy of the school's own file: the same rows of the same size.
static int baseline(const char *path) {
    if (sqlite3_open(path, &database) != SQLITE_OK) die(path);
    sqlite3_exec(database,
                 "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                 "PRAGMA foreign_keys = ON",
                 NULL, NULL, NULL);
    sqlite3_stmt *begin = prepared("BEGIN IMMEDIATE"), *commit = prepared("COMMIT");
    sqlite3_stmt *find = prepared("SELECT id FROM user WHERE code_key = ?");
    sqlite3_stmt *session = prepared(
        "SELECT id, occurrence_id FROM checkin_session WHERE status = 'open'");
    sqlite3_stmt *evidence = prepared(
        "INSERT INTO evidence (id, occurrence_id, user_id, device_id, seq, revision, seen, moment,"
        " kind, method, origin) VALUES (randomblob(16), ?1, ?2, 1, ?3, ?3, ?3, ?4, 'scan', 'card',"
        " 'door:1')");
    sqlite3_stmt *revision = prepared("UPDATE occurrence SET revision = revision + 1 WHERE id = ?");
    sqlite3_stmt *record = prepared(
        "INSERT INTO record (occurrence_id, user_id, number, checkin_time, method, settled_row,"
        " created_at, updated_at) VALUES (?1, ?2, 1, ?4, 'card', 3, ?4, ?4)");
    sqlite3_stmt *audit = prepared(
        "INSERT INTO audit (moment, origin, action, object, object_id, after) VALUES"
        " (?4, 'door:1', 'settle', 'record', ?3, 'number=1 checkin_time=1773014700000')");
    sqlite3_stmt *attempt = prepared(
        "INSERT INTO attempt (id, device_id, classroom_id, moment, kind, byte_count, from_reader,"
        " outcome, number, checkin_time, user_id, session_id, record_id) SELECT randomblob(16), 1,"
        " classroom_id, ?4, 'token', 10, 0, 'accepted', 1, ?4, ?2, ?5, ?6 FROM occurrence"
        " WHERE id = ?1");
    char line[256];
    long count = 0;
    while (fgets(line, sizeof line, stdin)) {
        struct timespec t;
        clock_gettime(CLOCK_REALTIME, &t);
        long long moment = t.tv_sec * 1000LL + t.tv_nsec / 1000000;
        count++;
        step(begin);
        sqlite3_bind_text(find, 1, line, strcspn(line, "\n"), SQLITE_STATIC);
        if (sqlite3_step(find) != SQLITE_ROW || sqlite3_step(session) != SQLITE_ROW) die(line);
        long long user = sqlite3_column_int64(find, 0);
        long long id = sqlite3_column_int64(session, 0);
        long long occurrence = sqlite3_column_int64(session, 1);
        sqlite3_reset(find);
        sqlite3_reset(session);
        long long record_id = 0;
        sqlite3_stmt *writes[] = {evidence, revision, record, audit, attempt};
        for (int i = 0; i < 5; i++) {
            sqlite3_bind_int64(writes[i], 1, occurrence);
            sqlite3_bind_int64(writes[i], 2, user);
            sqlite3_bind_int64(writes[i], 3, 1000000 + count);
            sqlite3_bind_int64(writes[i], 4, moment);
            sqlite3_bind_int64(writes[i], 5, id);
            sqlite3_bind_int64(writes[i], 6, record_id);
            step(writes[i]);
            if (writes[i] == record) record_id = sqlite3_last_insert_rowid(database);
        }
        step(commit);
        printf("{\"outcome\":\"accepted\",\"record_id\":%lld}\n", record_id);
        fflush(stdout);
    }
    sqlite3_close(database);
    return 0;
}

// The head and the body that answer whatever is asked.
static char *fixed_answer(const char *path, size_t *length) {
    FILE *file = fopen(path, "r");
    if (!file) die(path);
    char *bytes = malloc(1 << 22);
    size_t most = (1 << 22) - 256;
    size_t size = fread(bytes + 256, 1, most, file);
    if (size == most || ferror(file)) die(path);
    fclose(file);
    int head = sprintf(bytes,
                       "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
                       "Content-Length: %zu\r\n\r\n",
                       size);
    memmove(bytes + head, bytes + 256, size);
    *length = head + size;
    return bytes;
}

static int listening(void) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    int door = socket(AF_INET, SOCK_STREAM, 0);
    if (door < 0 || bind(door, (struct sockaddr *)&at, size) || listen(door, 1024)) die("listen");
    getsockname(door, (struct sockaddr *)&at, &size);
    printf("%d\n", ntohs(at.sin_port));
    fflush(stdout);
    return door;
}

// How many heads end in what came; `matched` is how much of an end the bytes before it were.
static int heads(const char *bytes, ssize_t count, char *matched) {
    int found = 0;
    for (ssize_t i = 0; i < count; i++) {
        *matched = bytes[i] == "\r\n\r\n"[(int)*matched] ? *matched + 1 : bytes[i] == '\r';
        if (*matched == 4) found++, *matched = 0;
    }
    return found;
}

// One thread, connections kept, nothing read of a request but where it ends: what any answer costs.
static _Noreturn void hello(const char *path) {
    size_t length;
    char *answer = fixed_answer(path, &length), bytes[1 << 16];
    static char matched[1 << 16];
    int door = listening(), poll = epoll_create1(0), yes = 1;
    struct epoll_event event = {.events = EPOLLIN, .data.fd = door}, ready[256];
    epoll_ctl(poll, EPOLL_CTL_ADD, door, &event);
    for (;;) {
        int count = epoll_wait(poll, ready, 256, -1);
        for (int i = 0; i < count; i++) {
            int caller = ready[i].data.fd;
            if (caller == door) {
                event.data.fd = accept(door, NULL, NULL);
                if (event.data.fd < 0 || event.data.fd >= 1 << 16) die("accept");
                matched[event.data.fd] = 0;
                setsockopt(event.data.fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
                epoll_ctl(poll, EPOLL_CTL_ADD, event.data.fd, &event);
                continue;
            }
            ssize_t size = read(caller, bytes, sizeof bytes);
            int asked = size > 0 ? heads(bytes, size, &matched[caller]) : 0;
            // The socket blocks: whoever asks reads.
            while (asked-- > 0)
                if (send(caller, answer, length, MSG_NOSIGNAL) != (ssize_t)length) size = 0;
            if (size <= 0) close(caller);
        }
    }
}

// What a program that shows a school must at least do while nothing happens.
static _Noreturn void watch(const char *path) {
    if (sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) die(path);
    sqlite3_stmt *version = prepared("PRAGMA data_version");
    sqlite3_stmt *people = prepared("SELECT count(*) FROM user");
    step(people);
    for (;;) {
        step(version);
        struct timespec second = {1, 0};
        nanosleep(&second, NULL);
    }
}

int main(int count, char **words) {
    if (count > 4 && !strcmp(words[1], "lines")) return lines(atoi(words[2]), words[3], words + 4);
    if (count == 3 && !strcmp(words[1], "baseline")) return baseline(words[2]);
    if (count == 3 && !strcmp(words[1], "hello")) hello(words[2]);
    if (count == 3 && !strcmp(words[1], "watch")) watch(words[2]);
    fprintf(stderr, "usage: see the top of kiosk/bench.c\n");
    return 64;
}
