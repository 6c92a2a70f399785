#define _GNU_SOURCE
#include "CKiosk.h"

#include <errno.h>
#include <link.h>
#include <malloc.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/timex.h>
#include <unistd.h>

void allocator_keep_memory(void) {
    mallopt(M_ARENA_MAX, 2);
    mallopt(M_TRIM_THRESHOLD, 16 << 20);
}

// Of one object that is loaded, the segments that nobody can have written to.
static int let_go(struct dl_phdr_info *object, size_t size, void *unused) {
    (void)size, (void)unused;
    ElfW(Addr) page = (ElfW(Addr))sysconf(_SC_PAGESIZE);
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[i];
        if (part->p_type == PT_LOAD && (part->p_flags & PF_W) == 0) {
            ElfW(Addr) start = object->dlpi_addr + part->p_vaddr;
            ElfW(Addr) end = start + part->p_memsz;
            start &= ~(page - 1);
            // What is not let go stays mapped; nothing else comes of it.
            madvise((void *)start, (end - start) & ~(page - 1), MADV_DONTNEED);
        }
    }
    return 0;
}

void memory_give_back(void) {
    malloc_trim(0);
    dl_iterate_phdr(let_go, NULL);
}

int system_clock_is_synchronised(void) {
    struct timex state = {0};
    int found = adjtimex(&state);
    if (found == -1) {
        return -1;
    }
    return found == TIME_ERROR || (state.status & STA_UNSYNC) != 0 ? 0 : 1;
}

pid_t program_start(
    const char *path, char *const words[], char *const variables[], const int streams[3]) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (int number = 0; number < 3; number++) {
        posix_spawn_file_actions_adddup2(&actions, streams[number], number);
    }
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    // Threads of a pool run with signals blocked, and a program would inherit that.
    sigset_t signals;
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes, &signals);
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(&attributes, &signals);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    pid_t id = -1;
    int failure = posix_spawnp(
        &id, path, &actions, &attributes, words, variables != NULL ? variables : environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    errno = failure;
    return failure == 0 ? id : -1;
}
