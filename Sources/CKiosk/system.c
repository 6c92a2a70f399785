#include "CKiosk.h"

#include <malloc.h>
#include <sys/timex.h>

void allocator_keep_memory(void) {
    mallopt(M_ARENA_MAX, 2);
    mallopt(M_TRIM_THRESHOLD, 16 << 20);
}

void allocator_give_back(void) {
    malloc_trim(0);
}

int system_clock_is_synchronised(void) {
    struct timex state = {0};
    int found = adjtimex(&state);
    if (found == -1) {
        return -1;
    }
    return found == TIME_ERROR || (state.status & STA_UNSYNC) != 0 ? 0 : 1;
}
