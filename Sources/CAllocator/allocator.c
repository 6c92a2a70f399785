#include "CAllocator.h"

#include <malloc.h>

void allocator_keep_memory(void) {
    mallopt(M_ARENA_MAX, 2);
    mallopt(M_TRIM_THRESHOLD, 16 << 20);
}
