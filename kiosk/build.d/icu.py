"""ICU's data without what is of one language alone: icu.py LIBRARY.a OBJECT.o

Two thirds of the 34 MB that Foundation links are how each language names zones, currencies, units and regions, sorts and
breaks lines. The program has words of its own: what is left out is as ICU's root has it. Time zones, characters, encodings,
English and the root stay. OBJECT has the rest under a name of its own; printed is what tells the linker to take that.
"""
import pathlib
import re
import struct
import subprocess
import sys

MEMBER = "icu_packaged_data.cpp.o"
OURS = "kiosk_icu_data"
# Folders of what languages say, and bundles named after a language: af, zh_Hant_HK.
OF_LANGUAGES = re.compile(r"(?:(?:brkitr|coll|curr|lang|rbnf|region|unit|zone)/)?[a-z]{2,3}(?:_\w+)?\.res"
                          r"|brkitr/.*(?:dict|_cj\.brk)")
KEPT = re.compile(r"(?:\w+/)?(?:en(?:_US|_US_POSIX|_001)?|res_index)\.res")


def items(data):
    """Header, and name and bytes of each item, of a file in ICU's common format."""
    start, = struct.unpack_from("<H", data)
    if data[12:16] != b"CmnD":
        raise SystemExit("ICU's data is not in its common format: link without it")
    count, = struct.unpack_from("<I", data, start)
    places = [struct.unpack_from("<II", data, start + 4 + 8 * number) for number in range(count)]
    names = [data[start + place:data.index(0, start + place)] for place, _ in places]
    ends = [place for _, place in places[1:]] + [len(data) - start]
    return data[:start], [(name, data[start + place:start + end]) for name, (_, place), end in zip(names, places, ends)]


def packed(header, kept):
    """The same format again: a table sorted by name, the names, each item at a multiple of 16."""
    names = b"".join(name + b"\0" for name, _ in kept)
    first = 4 + 8 * len(kept)
    start, at, table = -(-(first + len(names)) // 16) * 16, first, struct.pack("<I", len(kept))
    chunks = []
    for name, content in kept:
        table += struct.pack("<II", at, start + sum(map(len, chunks)))
        at += len(name) + 1
        chunks.append(content + bytes(-len(content) % 16))
    return header + (table + names).ljust(start, b"\0") + b"".join(chunks)


def main(library, made):
    made = pathlib.Path(made)
    whole, data = made.with_suffix(".whole"), made.with_suffix(".data")
    whole.write_bytes(subprocess.run(["ar", "p", library, MEMBER], check=True, capture_output=True).stdout)
    symbol = re.search(r"icudt\d+_dat", subprocess.run(["nm", whole], check=True, capture_output=True, text=True).stdout)[0]
    subprocess.run(["objcopy", "-O", "binary", "-j", ".rodata", whole, data], check=True)
    header, all_of_it = items(data.read_bytes())
    kept = [(name, content) for name, content in all_of_it
            if not OF_LANGUAGES.fullmatch(own := name.decode().split("/", 1)[1]) or KEPT.fullmatch(own)]
    data.write_bytes(packed(header, kept))
    source = f'.globl {OURS}\n.type {OURS}, @object\n.section .rodata\n.balign 16\n{OURS}:\n.incbin "{data}"\n' \
             f'.size {OURS}, . - {OURS}\n.section .note.GNU-stack,"",@progbits\n'
    subprocess.run(["cc", "-c", "-x", "assembler", "-o", made, "-"], input=source, text=True, check=True)
    print(f"ICU: {len(kept)} of {len(all_of_it)} items, {data.stat().st_size / 1e6:.1f} MB", file=sys.stderr)
    whole.unlink()
    print(f"--defsym={symbol}={OURS}")


main(*sys.argv[1:])
