#define _GNU_SOURCE
#include "CTerminal.h"

#include <linux/kd.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

int terminal_use_utf8(void) {
    return setlocale(LC_CTYPE, "C.UTF-8") == NULL ? -1 : 0;
}

int terminal_column_width(uint32_t scalar) {
    return wcwidth((wchar_t)scalar);
}

int terminal_window_size(int descriptor, uint16_t *columns, uint16_t *rows) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) {
        return -1;
    }
    *columns = size.ws_col;
    *rows = size.ws_row;
    return 0;
}

int terminal_font_has(int descriptor, uint32_t scalar) {
    struct unimapdesc map = {0, NULL};
    // Asked with room for none, the kernel says how many there are.
    if (ioctl(descriptor, GIO_UNIMAP, &map) != 0 && map.entry_ct == 0) {
        return -1;
    }
    struct unipair *pairs = calloc(map.entry_ct + 1u, sizeof *pairs);
    if (pairs == NULL) {
        return -1;
    }
    map.entries = pairs;
    int found = -1;
    if (ioctl(descriptor, GIO_UNIMAP, &map) == 0) {
        found = 0;
        for (unsigned i = 0; i < map.entry_ct; i++) {
            if (pairs[i].unicode == scalar) {
                found = 1;
            }
        }
    }
    free(pairs);
    return found;
}

void terminal_make_raw(struct termios *settings) {
    settings->c_iflag &= ~(tcflag_t)(IXON | IXOFF | ICRNL | INLCR | IGNCR | ISTRIP | BRKINT);
    settings->c_lflag &= ~(tcflag_t)(ISIG | ICANON | IEXTEN | ECHO | ECHONL);
    settings->c_cc[VMIN] = 1;
    settings->c_cc[VTIME] = 0;
}

static struct termios settings_before;
static int crash_input = -1;
static int crash_output = -1;

// Only what may be called in a signal handler.
static void restore_and_die(int number) {
    static const char restore[] = "\033[0m\033[?7h\033[?25h\033[?1049l";
    if (crash_output >= 0) {
        ssize_t ignored = write(crash_output, restore, sizeof restore - 1);
        (void)ignored;
        tcsetattr(crash_input, TCSANOW, &settings_before);
    }
    signal(number, SIG_DFL);
    raise(number);
}

void terminal_restore_on_crash(int input, int output, const struct termios *settings) {
    static const int crashes[] = {SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV};
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = restore_and_die;
    settings_before = *settings;
    crash_input = input;
    crash_output = output;
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) {
        sigaction(crashes[i], &action, NULL);
    }
}

void terminal_is_restored(void) {
    crash_output = -1;
}
