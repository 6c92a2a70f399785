"""The manual page kiosk(1), of what the program says of itself and its settings: man.py PROGRAM kiosk.yaml > kiosk.1"""
import json
import pathlib
import re
import subprocess
import sys

FILES = [
    ("/etc/kiosk/kiosk.yaml", "The settings. $XDG_CONFIG_HOME/kiosk/kiosk.yaml of an account comes before it, "
     "KIOSK_CONFIG names another."),
    ("/etc/kiosk/hub.env", "KIOSK_DATABASE of the hub's unit, where kiosk.yaml does not say it."),
    ("/var/lib/kiosk", "The school of the units, and the home of their account, kiosk."),
    ("~/.local/share/kiosk", "The school of any other account."),
    ("/usr/share/kiosk/assets", "Pages, words, tones, documents of the APIs and the school of the demo."),
]
UNITS = [
    ("kiosk.service", "Both APIs and the pages, without a door."),
    ("kiosk-door@tty1.service", "The door on a console, with the APIs beside it."),
    ("kiosk-hub.service", "The hub of many doors, over PostgreSQL."),
]
STATUS = [
    (0, "done"), (1, "failure"), (3, "done in part, or with warnings under --strict"), (4, "input invalid, nothing applied"),
    (5, "not found"), (6, "database locked, away, broken or newer"), (64, "usage"), (69, "a part is missing"),
    (77, "no permission"),
]


def said(program, *arguments):
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=True).stdout


def roff(text):
    """A text as groff sets it, word for word."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    return re.sub(r"^\.", r"\\&.", text, flags=re.M)


def paragraphs(text):
    return "\n.PP\n".join(roff(part) for part in (text or "").split("\n\n") if part)


def spelled(name):
    return ("-" if name["kind"] == "short" else "--") + name["name"]


def own(command):
    """What a command takes that not every command does."""
    return [item for item in command.get("arguments", [])
            if item["shouldDisplay"] and item.get("preferredName", {}).get("name") not in ("help", "version")]


def usage(item):
    """An argument as the synopsis has it."""
    value = f"\\fI{roff(item.get('valueName', ''))}\\fR"
    text = value if item["kind"] == "positional" else f"\\fB{roff(spelled(item['preferredName']))}\\fR"
    if item["kind"] == "option":
        text += " " + value
    if item["isRepeating"]:
        text += " ..."
    return f"[{text}]" if item["isOptional"] else text


def described(item):
    names = ", ".join(f"\\fB{roff(spelled(name))}\\fR" for name in item.get("names", []))
    value = f"\\fI{roff(item.get('valueName', ''))}\\fR"
    default = f" (default: {item['defaultValue']})" if item.get("defaultValue") else ""
    head = value if item["kind"] == "positional" else names + (f" {value}" if item["kind"] == "option" else "")
    return f".TP\n{head}\n{roff(item.get('abstract', '') + default)}"


def leaves(command, path=()):
    """Every command that does something, with its whole name."""
    path = (*path, command["commandName"])
    below = [part for part in command.get("subcommands", []) if part["shouldDisplay"] and part["commandName"] != "help"]
    for part in below:
        yield from leaves(part, path)
    if not below:
        yield " ".join(path), command


def section(name, command):
    yield f".SS {roff(name)}"
    yield "\n".join([f".B {roff(name)}", *map(usage, own(command))])
    yield ".PP\n" + roff(command.get("abstract", ""))
    if command.get("discussion"):
        yield ".PP\n" + paragraphs(command["discussion"])
    yield from map(described, own(command))


def tagged(pairs):
    return [f".TP\n\\fB{roff(str(head))}\\fR\n{roff(text)}" for head, text in pairs]


def setting(what, name, value):
    """What a setting is; what it is when nothing is said, where its own words do not have that."""
    return name, what if value == '""' or what.endswith(")") else f"{what}; {value} where nothing is said"


def page(program, settings):
    command = json.loads(said(program, "--experimental-dump-help"))["command"]
    yield f'.TH KIOSK 1 "" "kiosk {said(program, "--version").strip()}" "User Commands"'
    yield f".SH NAME\nkiosk \\- {roff(command['abstract'].rstrip('.').lower())}"
    yield ".SH SYNOPSIS\n.B kiosk\n.I command\n[\\fIoptions\\fR]\n.PP\n.B kiosk\n\\fIcommand\\fR \\fB\\-\\-help\\fR"
    yield f".SH DESCRIPTION\n{paragraphs(command['discussion'])}"
    yield ".SH COMMANDS"
    for name, leaf in leaves(command):
        yield from section(name, leaf)
    yield ".SH SETTINGS\nIn kiosk.yaml by these names, in the environment as KIOSK_ and the name in capitals."
    found = re.findall(r"^# (.*)\n#(\w+): (.*)$", pathlib.Path(settings).read_text(), re.M)
    yield from tagged(setting(*item) for item in found)
    yield ".SH UNITS\nA machine is one of these three; none begins by itself."
    yield from tagged(UNITS)
    yield ".SH FILES"
    yield from tagged(FILES)
    yield ".SH EXIT STATUS"
    yield from tagged(STATUS)
    yield ".SH SEE ALSO\n.BR systemctl (1),\n.BR journalctl (1),\n.BR setfont (8)"


print("\n".join(page(*sys.argv[1:])))
