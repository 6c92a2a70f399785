"""Who made what the program is linked with, and under which licence: copyright.py BILL CHECKOUTS COPYRIGHT NOTICE

BILL is what kiosk/sbom prints, CHECKOUTS the folder of the resolved packages; COPYRIGHT and NOTICE are written.
"""
import json
import pathlib
import sys

HEAD = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: kiosk
Comment: The program is linked statically with the Swift packages below and with Swift's runtime, Foundation and ICU.

Files: *
Copyright: the authors of kiosk
License: unstated
 No licence has been stated for the program's own sources: all rights are reserved.
"""
APACHE = """License: Apache-2.0
 On Debian systems the text of this licence stands in /usr/share/common-licenses/Apache-2.0. What the packages give
 notice of stands in /usr/share/doc/kiosk/NOTICE.
"""
RUNTIME = "Apple Inc. and the Swift project authors; ICU: Unicode, Inc. and others"


def indented(text):
    """A text as a field's continuation."""
    return "\n".join(" " + (line.strip() or ".") for line in text.strip().splitlines())


def whose(text, name):
    """The first line of a licence that says so."""
    lines = [line.strip() for line in text.splitlines() if line.strip().startswith("Copyright ")]
    own = [line for line in lines if "[yyyy]" not in line and "(c)" in line.lower() or "©" in line]
    return own[0].removeprefix("Copyright ") if own else f"the {name} project authors"


def main(bill, checkouts, copyright_file, notice_file):
    packages = [item for item in json.loads(pathlib.Path(bill).read_text())["components"]
                if item.get("purl", "").startswith("pkg:swift")]
    parts, notices = [HEAD], []
    for item in packages:
        folder = pathlib.Path(checkouts, item["purl"].rsplit("/", 1)[1].split("@")[0])
        text = sorted(folder.glob("LICENSE*"))[0].read_text()
        licence = item["licenses"][0]["license"]["id"]
        body = "" if licence == "Apache-2.0" else "\n" + indented(text)
        parts.append(f"Files: {item['name']}/*\nCopyright: {whose(text, item['name'])}\nLicense: {licence}{body}\n")
        notices += [f"== {item['name']} {item['version']}\n\n{file.read_text().strip()}\n"
                    for file in sorted(folder.glob("NOTICE*"))]
    parts.append(f"Files: swift/*\nCopyright: {RUNTIME}\nLicense: Apache-2.0\n")
    pathlib.Path(copyright_file).write_text("\n".join([*parts, APACHE]))
    pathlib.Path(notice_file).write_text("\n".join(notices))


main(*sys.argv[1:])
