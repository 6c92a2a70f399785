"""Makes labels with zint and says what two decoders read on them, each with the identifier (AIM) that
a reader sends before it. Labels come on stdin as JSON; readings go to stdout as JSON."""
import io
import json
import subprocess
import sys

import numpy
import zbar
import zxingcpp
from PIL import Image

# ZBar names symbologies; a reader sends these.
IDENTIFIERS = {
    "CODE39": "]A0", "CODE128": "]C0", "I25": "]I0", "CODABAR": "]F0", "EAN13": "]E0", "UPCA": "]E0",
    "QRCODE": "]Q1",
}


def picture(label):
    made = subprocess.run(
        ["zint", "-b", label["type"], "-d", label["content"], "--scale=2", "--direct",
         "--filetype=PNG", *label["options"]], check=True, capture_output=True)
    pixels = numpy.asarray(Image.open(io.BytesIO(made.stdout)).convert("L"))
    return numpy.pad(pixels, 40, constant_values=255)


def by_zbar(pixels):
    scanner = zbar.ImageScanner()
    scanner.parse_config("enable")
    image = zbar.Image(pixels.shape[1], pixels.shape[0], "Y800", pixels.tobytes())
    scanner.scan(image)
    for symbol in image:
        is_gs1 = "GS1" in [str(modifier) for modifier in symbol.modifiers]
        yield "]C1" if is_gs1 else IDENTIFIERS.get(str(symbol.type), ""), symbol.data


def by_zxing(pixels):
    for result in zxingcpp.read_barcodes(pixels):
        yield result.symbology_identifier, result.text


def main():
    readings = []
    for number, label in enumerate(json.load(sys.stdin)):
        pixels = picture(label)
        for decoder, read in [("zbar", by_zbar), ("zxing", by_zxing)]:
            for identifier, text in read(pixels):
                readings.append(
                    {"label": number, "decoder": decoder, "identifier": identifier, "text": text})
    json.dump(readings, sys.stdout)


main()
