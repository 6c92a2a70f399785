"""Feeds frames to pyte's terminal, and says where that was not as the frame is.

Records come on stdin: a line `KIND COLUMNS ROWS BYTES CELLS`, so many bytes for the terminal, and so
many bytes with the text of each cell, joined by U+001F. KIND is `frame`, or `late`: drawn for another
size than the terminal has, with line wrap off as a door has it; what it shows then is not compared.
"""
import json
import sys

import pyte
from wcwidth import wcwidth

WRAP = pyte.modes.DECAWM


class Terminal(pyte.Screen):
    """Nothing but placing, colouring and drawing is right, and all of it inside."""

    def __init__(self):
        self.faults = []
        self.own = True
        super().__init__(1, 1)
        self.own = False

    def draw(self, data):
        widths = [1] * len(data) if data.isascii() else [wcwidth(c) for c in data]
        if WRAP in self.mode and self.cursor.x + sum(w for w in widths if w > 0) > self.columns:
            self.faults.append(f"overflow: {data!r} at {self.cursor.x} of {self.columns}")
        if min(widths) > 0:
            return super().draw(data)
        # NB: pyte wraps before a mark in the last column, and drops marks it does not know.
        for char, width in zip(data, widths):
            if width > 0:
                super().draw(char)
            elif width == 0 and self.cursor.x > 0:
                self.mark(char)

    def mark(self, char):
        line = self.buffer[self.cursor.y]
        x = self.cursor.x - 1
        if x > 0 and line[x].data == "":
            x -= 1
        line[x] = line[x]._replace(data=line[x].data + char)

    def cursor_position(self, line=None, column=None):
        inside = (line or 1) <= self.lines and (column or 1) <= self.columns
        if not inside and WRAP in self.mode and not self.own:
            self.faults.append(f"outside: {line};{column} of {self.lines};{self.columns}")
        super().cursor_position(line, column)

    def resize(self, lines=None, columns=None):
        self.own = True
        super().resize(lines, columns)
        self.own = False


def forbid(name):
    usual = getattr(pyte.Screen, name)

    def refuse(self, *arguments, **named):
        if not self.own:
            self.faults.append(f"{name}{arguments}")
        return usual(self, *arguments, **named)

    setattr(Terminal, name, refuse)


ALLOWED = {"draw", "cursor_position", "select_graphic_rendition", "set_mode", "reset_mode"}
for event in pyte.Stream.events - ALLOWED:
    forbid(event)


def differences(wanted, seen, found):
    """Columns of a row where the two differ, but for characters whose width is in doubt."""
    doubtful = set()
    for x, text in enumerate(wanted):
        if text == "" or text.isascii():
            continue
        width = 2 if x + 1 < len(wanted) and wanted[x + 1] == "" else 1
        theirs = [wcwidth(c) for c in text]
        ours = [width] + [0] * (len(text) - 1)
        if theirs == ours:
            continue
        # It is drawn wider or narrower than its place, or on the cell before.
        end = x + max(width, sum(max(t, 0) for t in theirs))
        doubtful.update(range(max(0, x - (theirs[0] < 1)), min(end, len(wanted))))
        found["characters"].update(
            "U+%04X" % ord(c) for c, t, o in zip(text, theirs, ours) if t != o)
    found["doubtful"] += len(doubtful)
    return [
        f"column {x}: {seen[x]!r} for {text!r}" for x, text in enumerate(wanted)
        if seen[x] != text and x not in doubtful
    ]


def main():
    terminal = Terminal()
    stream = pyte.ByteStream(terminal)
    found = {"frames": 0, "resizes": 0, "cells": 0, "doubtful": 0, "characters": set(), "faults": []}
    source = sys.stdin.buffer
    while head := source.readline():
        kind, *numbers = head.decode().split()
        columns, rows, length, texts = map(int, numbers)
        if (columns, rows) != (terminal.columns, terminal.lines):
            found["resizes"] += 1
            terminal.resize(rows, columns)
        if kind == "late":
            terminal.mode.discard(WRAP)
        stream.feed(source.read(length))
        wanted = source.read(texts).decode().split("\x1f")
        terminal.mode.add(WRAP)
        faults, terminal.faults = terminal.faults, []
        if kind == "frame":
            found["frames"] += 1
            found["cells"] += columns * rows
            for y in range(rows):
                line = terminal.buffer[y]
                seen = [line[x].data for x in range(columns)]
                row = wanted[y * columns:(y + 1) * columns]
                if seen != row:
                    faults += [f"row {y}, {wrong}" for wrong in differences(row, seen, found)]
        if faults:
            found["faults"].append(f"{columns}x{rows}, record {found['frames']}: " + "; ".join(faults[:3]))
    found["characters"] = sorted(found["characters"])
    json.dump(found, sys.stdout)


main()
