#ifndef CKIOSK_H
#define CKIOSK_H

#include <sys/types.h>

/// Lets the C library keep up to 16 MiB of freed memory, in at most two arenas: what a commit needs,
/// the next one needs again, and giving it back in between costs a tenth of a check-in.
void allocator_keep_memory(void);

/// Gives all memory that nobody uses back to the system, from any thread: what is freed, and the code
/// and constants of the program and its libraries. Those that are needed again come from the page
/// cache, as at first; what only the start ran, some 25 MB, does not.
void memory_give_back(void);

/// Whether somebody keeps the system's clock right: 1 or 0, or -1 where it cannot be known.
int system_clock_is_synchronised(void);

/// Starts a program, found on the search path, with these three as its standard streams and no other
/// descriptor of ours, and with every signal as a program expects it. Both lists end with a null;
/// without `variables` it has ours. Gives its process number; -1, and errno says why, where it
/// cannot be started.
pid_t program_start(
    const char *path, char *const words[], char *const variables[], const int streams[3]);

#endif
