# One session on a door's screen, two teachers' browsers, a projector and a student's phone: what is done at one of them
# is on all of them, and how long that takes. Needs what teach.py needs, and tmux.
#   python agree.py PROGRAM ASSETS PICTURES    fails where they do not agree
import contextlib
import pathlib
import re
import subprocess
import sys
import tempfile
import time

from playwright.sync_api import expect, sync_playwright

from phone import STUDENT, office, pair
from teach import Browser, School

ROOM = "5A C317"
# A machine that is busy with other things is waited for; what is measured is printed.
PATIENCE_SECONDS = 20


class Door:
    """The door of the room on a terminal of its own, which serves the pages as well."""

    def __init__(self, school, folder):
        self.tmux = ["tmux", "-S", f"{folder}/tmux"]
        listen = school.base.removeprefix("http://")
        subprocess.run(
            [*self.tmux, "new-session", "-d", "-x", "120", "-y", "40",
             school.program, "run", "--room", ROOM, "--listen", listen], env=school.env, check=True)

    def screen(self):
        return subprocess.run([*self.tmux, "capture-pane", "-p"], capture_output=True, text=True).stdout

    def scan(self, code):
        """As a reader types it: a burst, and Enter."""
        subprocess.run([*self.tmux, "send-keys", "-l", code + "\n"], check=True)

    def shows(self, text):
        wait(lambda: text in self.screen(), f"the door never showed {text!r}")

    def end(self):
        subprocess.run([*self.tmux, "kill-server"], capture_output=True)


def wait(is_so, otherwise):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.02)


@contextlib.contextmanager
def open_door(school, folder):
    door = Door(school, folder)
    try:
        door.shows("present")
        yield door
    finally:
        door.end()


def agree(what, deed, views):
    """Does it, and waits until every view shows it; the seconds until the last one does."""
    began = time.monotonic()
    deed()
    left = dict(views)
    while left:
        for name, shows in list(left.items()):
            if shows():
                del left[name]
        assert time.monotonic() - began < PATIENCE_SECONDS, f"{what}: not on {', '.join(left)}"
    print(f"{what}: on {', '.join(views)} within {time.monotonic() - began:.2f} s")


def main(program, assets, pictures):
    pictures = pathlib.Path(pictures)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        school = School(program, assets, folder)
        occurrence = school.lesson()
        lesson = f"/teach/lessons/{occurrence}"
        school("session", "open", "--occurrence", occurrence)
        link = school("token", "create", "--projector", 1).strip()
        code = re.search(r'"(?:session_)?code":"(\w+)"', school("session", "show", 1, "--json")).group(1)
        with open_door(school, folder) as door:
            chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            phone = pair(chromium, school, office(chromium, school), STUDENT).page
            teachers = []
            for size in ({"width": 390, "height": 844}, {"width": 1280, "height": 900}):
                browser = Browser(chromium, school, viewport=size)
                browser.page.goto(school.link())
                browser.page.get_by_role("button").click()
                browser.go(lesson)
                teachers.append(browser.page)
            screen = Browser(chromium, school).page
            screen.goto(f"{school.base}/show/{code}?token={link}")
            phone.goto(school.base + "/me")
            row = f"#roster li:has-text('{STUDENT}')"

            def status(page, word):
                return lambda: page.locator(f"{row} .state b").inner_text() == word

            def views(word, present):
                return {
                    "the phone of a teacher": status(teachers[0], word), "a desk": status(teachers[1], word),
                    "a projector": lambda: screen.locator(".many strong").inner_text() == str(present),
                    "a student's phone": lambda: word in phone.locator(".cards").inner_text(),
                    "the door": lambda: f"{present} of 4 present" in door.screen(),
                }
            expect(teachers[1].locator(row)).to_be_visible()
            agree("a scan at the door", lambda: door.scan(STUDENT), views("present", 1))
            mark = teachers[0].locator(f"{row} button[value=absent]")
            agree("a mark on a phone", mark.click, views("absent", 0))
            undo = teachers[1].locator(f"{row} button[value=retract]")
            agree("its undoing at a desk", undo.click, views("present", 1))
            screen.screenshot(path=pictures / "agreed.png")
            chromium.close()
    print("door, browsers and projector agree")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: python agree.py PROGRAM ASSETS PICTURES")
    main(*sys.argv[1:])
