# Files of a school spoilt as disks spoil them, by chance.
import subprocess

PAGE = 4096


def flipped(dice, data):
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)


def garbled(dice, data):
    start = dice.randrange(len(data))
    for place in range(start, min(len(data), start + dice.choice((4, 16, 64)))):
        data[place] = dice.randrange(256)


def zeroed(dice, data):
    start = dice.randrange(len(data)) // 512 * 512
    size = min(dice.choice((512, 4096, 16384)), len(data) - start)
    data[start:start + size] = bytes(size)


def torn(dice, data):
    """Half a page is that of another."""
    pages = max(1, len(data) // PAGE)
    into, of = (dice.randrange(pages) * PAGE for _ in range(2))
    half = dice.choice((0, PAGE // 2))
    part = data[of + half:of + half + PAGE // 2]
    data[into + half:into + half + len(part)] = part


def truncated(dice, data):
    del data[dice.choice((dice.randrange(len(data)), dice.randrange(len(data)) // PAGE * PAGE)):]


WAYS = flipped, garbled, zeroed, torn, truncated


def spoil(dice, school):
    """Spoils the database or its WAL; how, and which."""
    files = [school.database]
    wal = school.database.with_name("kiosk.sqlite-wal")
    if wal.exists() and wal.stat().st_size:
        files.append(wal)
    while True:
        file, way = dice.choice(files), dice.choice(WAYS)
        before = file.read_bytes()
        data = bytearray(before)
        way(dice, data)
        if data != before:
            file.write_bytes(data)
            return f"{file.name[12:] or 'database'} {way.__name__}"


def dump(school):
    """All that a database holds, told by sqlite3."""
    return sorted(subprocess.run(["sqlite3", str(school.database), ".dump"], capture_output=True).stdout.splitlines())


def readable(database):
    """The records that sqlite3 can still read in a damaged file, as it tells them."""
    told = subprocess.run(["sqlite3", str(database), ".dump record"], capture_output=True).stdout
    return {line for line in told.splitlines() if line.startswith(b"INSERT INTO record ")}
