"""Paints codes as terminals show them, spoils the pictures, and counts which of them decoders read.

The request comes on stdin as JSON: places with the bytes of our code, themes, gaps, strengths. On a
terminal of the same size qrencode's output is painted by the same painter. Answers JSON rows.
"""
import functools
import json
import multiprocessing
import subprocess
import sys

import numpy
import pyte
import zbar
import zxingcpp
from PIL import Image, ImageFilter

WIDTH, HEIGHT, BEZEL = 8, 16, 24
NAMES = ["black", "red", "green", "brown", "blue", "magenta", "cyan", "white"]
# Foreground, background, and the eight colours as grey: of the Linux console, and of Solarized (dark).
CONSOLE = [0, 51, 100, 101, 19, 70, 119, 170]
THEMES = {
    "dark": (208, 16, CONSOLE),
    "light": (26, 255, CONSOLE),
    "solarized": (145, 36, [47, 100, 132, 133, 118, 95, 143, 232]),
}


def grey(colour, default, palette):
    if colour == "default":
        return default
    name = colour.removeprefix("bright")
    if name in NAMES:
        return palette[NAMES.index(name)]
    red, green, blue = bytes.fromhex(colour)
    return round(0.299 * red + 0.587 * green + 0.114 * blue)


@functools.lru_cache(maxsize=64)
def screen(columns, rows, output):
    terminal = pyte.Screen(columns, rows)
    pyte.ByteStream(terminal).feed(output)
    return terminal


def paint(columns, rows, output, theme, gap):
    """The terminal's picture. Letters are bars; a gap is in a cell's background."""
    foreground, background, palette = THEMES[theme]
    terminal = screen(columns, rows, output)
    picture = numpy.zeros((rows * (HEIGHT + gap), columns * WIDTH), numpy.uint8)
    for y in range(rows):
        line = terminal.buffer[y]
        top = y * (HEIGHT + gap)
        for x in range(columns):
            char = line[x]
            ink = grey(char.fg, foreground, palette)
            paper = grey(char.bg, background, palette)
            if char.reverse:
                ink, paper = paper, ink
            cell = picture[top:top + HEIGHT + gap, x * WIDTH:(x + 1) * WIDTH]
            cell[:] = paper
            if char.data in "█▀":
                cell[:HEIGHT // 2] = ink
            if char.data in "█▄":
                cell[HEIGHT // 2:HEIGHT] = ink
            if char.data not in " █▀▄":
                cell[4:12, 1:7:2] = ink
    return picture


def moved(picture, seed):
    """In a black bezel, a little elsewhere each time, so that no grid of pixels favours anybody."""
    dice = numpy.random.default_rng(seed)
    top, left = dice.integers(0, 16, 2)
    return Image.fromarray(
        numpy.pad(picture, ((BEZEL + top, BEZEL + 16 - top), (BEZEL + left, BEZEL + 16 - left))))


def qrencode(form, payload):
    text = subprocess.run(
        ["qrencode", "-t", form, "-l", "M", "-o", "-", payload], check=True, capture_output=True)
    return text.stdout.rstrip(b"\n").replace(b"\n", b"\r\n")


def corners(size, strength):
    """Where a picture's corners come from, when it is turned away and a little to the side. All of
    it stays in view: nobody loses by where a code stands."""
    width, height = size
    far, near, turn = 0.1 + 0.06 * strength, 0.02, 0.03 * (strength + 1)
    return numpy.array([
        (-turn * width, -far * height), (width * (1 + near), -turn * height),
        (width * (1 + turn), height * (1 + near)), (-near * width, height * (1 + far))])


def tilted(image, strength):
    """Seen at an angle: the left side is farther away than the right."""
    width, height = image.size
    target = [(0, 0), (width, 0), (width, height), (0, height)]
    matrix, right = [], []
    for (x, y), (u, v) in zip(target, corners(image.size, strength)):
        matrix += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    factors = numpy.linalg.solve(numpy.array(matrix), numpy.array(right))
    return image.transform(image.size, Image.PERSPECTIVE, factors.tolist(), Image.BILINEAR)


def noisy(image, sigma, seed):
    dice = numpy.random.default_rng(seed)
    pixels = numpy.asarray(image, numpy.float32)
    return clipped(pixels + dice.normal(0, sigma, pixels.shape).astype(numpy.float32))


def clipped(pixels):
    return Image.fromarray(numpy.clip(pixels, 0, 255).astype(numpy.uint8))


def faint(image, strength):
    contrast = [0.5, 0.3, 0.2, 0.12, 0.08, 0.05][strength]
    return noisy(clipped((numpy.asarray(image, numpy.float32) - 128) * contrast + 128), 2, strength)


def far(image, strength):
    part = [0.6, 0.45, 0.36, 0.3, 0.25, 0.2][strength]
    return image.resize([max(1, round(side * part)) for side in image.size], Image.BOX)


def grainy(image, strength):
    """Noise as a camera has it, whose pixels see one colour each: in grains of two."""
    width, height = image.size
    dice = numpy.random.default_rng(strength)
    grain = dice.normal(0, 14 + 16 * strength, (height // 2 + 1, width // 2 + 1))
    grain = grain.repeat(2, 0).repeat(2, 1)[:height, :width].astype(numpy.float32)
    return clipped(numpy.asarray(image, numpy.float32) + grain)


def glare(image, strength):
    """Lamps in the glass: veils of light, as wide everywhere, so that no place is spared."""
    pixels = numpy.asarray(image, numpy.float32)
    most = [0.5, 0.7, 0.8, 0.88, 0.93, 0.96][strength]
    veil = most * (0.5 + 0.5 * numpy.cos(numpy.arange(pixels.shape[1]) * 2 * numpy.pi / 200))
    return noisy(clipped(pixels * (1 - veil) + 255 * veil), 2, strength)


SPOILINGS = {
    "none": lambda image, strength: image,
    "blur": lambda image, strength: image.filter(ImageFilter.GaussianBlur(1.5 + 1.2 * strength)),
    "tilt": tilted,
    "faint": faint,
    "noise": grainy,
    "far": far,
    "glare": glare,
}


def read_by_zbar(image):
    scanner = zbar.ImageScanner()
    scanner.parse_config("disable")
    scanner.parse_config("qrcode.enable")
    picture = zbar.Image(*image.size, "Y800", image.tobytes())
    scanner.scan(picture)
    return [symbol.data for symbol in picture]


def read_by_zxing(image):
    found = zxingcpp.read_barcodes(numpy.asarray(image), formats=zxingcpp.BarcodeFormat.QRCode)
    return [result.text for result in found]


DECODERS = {"zbar": read_by_zbar, "zxing": read_by_zxing}


def is_read(payload, image, look):
    """At once, or from two or four times as far: a phone is moved until it reads. Of noise, zbar sees
    more edges the larger a module is, and zxing compares a pixel with the 40 around it, which is less
    than a large code's finder."""
    return any(payload in look(image.reduce(part)) for part in (1, 2, 4))


def readings(job):
    """What is read of one terminal: for each row and picture, by which makers' codes."""
    place, theme, gap, strengths, tries = job
    size = (place["columns"], place["rows"])
    outputs = {"ours": bytes(place["bytes"])}
    for form in ["UTF8", "ANSIUTF8"]:
        outputs[form] = qrencode(form, place["payload"])
    clean = {maker: paint(*size, output, theme, gap) for maker, output in outputs.items()}
    found = []
    for spoiling, spoil in SPOILINGS.items():
        for step in range(1 if spoiling == "none" else strengths):
            for seed in range(tries):
                read = {decoder: set() for decoder in DECODERS}
                for maker, picture in clean.items():
                    image = spoil(moved(picture, seed), step * 5 // max(1, strengths - 1))
                    for decoder, look in DECODERS.items():
                        if is_read(place["payload"], image, look):
                            read[decoder].add(maker)
                for decoder, makers in read.items():
                    found.append(((place["name"], theme, gap, spoiling, decoder), makers))
    return found


def main():
    request = json.load(sys.stdin)
    jobs = [
        (place, theme, gap, request["strengths"], request["tries"])
        for place in request["places"] for theme in request["themes"] for gap in request["gaps"]]
    rows = {}
    with multiprocessing.Pool(2) as pool:
        for found in pool.imap(readings, jobs):
            for row, makers in found:
                rows.setdefault(row, []).append(makers)
    names = ("place", "theme", "gap", "spoiling", "decoder")
    json.dump([
        dict(zip(names, row), of=len(pictures), makers={
            maker: {
                "read": sum(maker in makers for makers in pictures),
                # Read of theirs and not of ours, and the other way round.
                "alone": sum(maker in makers and "ours" not in makers for makers in pictures),
                "missed": sum(maker not in makers and "ours" in makers for makers in pictures),
            } for maker in ("ours", "UTF8", "ANSIUTF8")})
        for row, pictures in rows.items()], sys.stdout)


main()
