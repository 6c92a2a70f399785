#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stdint.h>
#include <sys/eventfd.h>
#include <termios.h>

/// Sets LC_CTYPE to C.UTF-8, without which every East Asian width is unknown. 0, or -1 when the
/// system has no such locale.
int terminal_use_utf8(void);

/// The columns a Unicode scalar takes: 0, 1 or 2, or -1 when it is a control or not assigned.
int terminal_column_width(uint32_t scalar);

/// The size of the terminal behind a descriptor, in cells. 0, or -1 with errno set.
int terminal_window_size(int descriptor, uint16_t *columns, uint16_t *rows);

/// Whether the font of the console behind a descriptor has a glyph for a Unicode scalar: 1 or 0, or
/// -1 where it is no Linux console.
int terminal_font_has(int descriptor, uint32_t scalar);

/// Makes settings for a door out of those found: no echo, no lines, no signals from keys, no flow
/// control, no carriage returns translated; a read returns as soon as one byte is there.
void terminal_make_raw(struct termios *settings);

/// From now on a crash of the program (a trap, a bad address, an abort) first gives the terminal back
/// as these settings were, with its cursor and its first screen.
void terminal_restore_on_crash(int input, int output, const struct termios *settings);

/// The terminal has been given back; a crash leaves it alone.
void terminal_is_restored(void);

#endif
