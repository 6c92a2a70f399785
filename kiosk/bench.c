// What kiosk/bench measures with, and against.
//
//   bench lines N FILE PROGRAM...   feeds the first N lines of FILE one by one, each after the answer
//                                   to the one before; prints p50 and p99 in microseconds
//   bench screen TEXT PROGRAM...    starts PROGRAM in a pseudo-terminal of 120 x 40; prints the
//                                   milliseconds until TEXT was drawn, and its memory in kilobytes
//   bench baseline DATABASE         reads lines; for each writes the rows of a check-in in one FULL
//                                   commit, with prepared statements, and answers with a line

#define _GNU_SOURCE
#include <errno.h>
#include <pty.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

static long memory_kb(pid_t process) {
    char path[64], line[256];
    long kb = 0;
    snprintf(path, sizeof path, "/proc/%d/status", process);
    FILE *status = fopen(path, "r");
    while (status && fgets(line, sizeof line, status)) sscanf(line, "VmRSS: %ld", &kb);
    if (status) fclose(status);
    return kb;
}

static int screen(const char *text, char **program) {
    struct winsize size = {.ws_row = 40, .ws_col = 120};
    int terminal;
    double before = now_us(), drawn = 0;
    pid_t child = forkpty(&terminal, NULL, NULL, &size);
    if (child == 0) {
        execvp(program[0], program);
        die(program[0]);
    }
    static char seen[1 << 20];
    size_t length = 0;
    while (length < sizeof seen - 1) {
        ssize_t n = read(terminal, seen + length, sizeof seen - 1 - length);
        if (n <= 0) break;
        length += n;
        if (memmem(seen, length, text, strlen(text))) {
            drawn = now_us();
            break;
        }
    }
    // A second of rest, so that memory is that of a door at work.
    struct timespec rest = {1, 0};
    nanosleep(&rest, NULL);
    long kb = memory_kb(child);
    kill(child, SIGTERM);
    waitpid(child, NULL, 0);
    if (!drawn) {
        fprintf(stderr, "bench: %s never drew that\n", program[0]);
        return 1;
    }
    printf("%.1f %ld\n", (drawn - before) / 1e3, kb);
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

int main(int count, char **words) {
    if (count > 4 && !strcmp(words[1], "lines")) return lines(atoi(words[2]), words[3], words + 4);
    if (count > 3 && !strcmp(words[1], "screen")) return screen(words[2], words + 3);
    if (count == 3 && !strcmp(words[1], "baseline")) return baseline(words[2]);
    fprintf(stderr, "usage: see the top of kiosk/bench.c\n");
    return 64;
}
