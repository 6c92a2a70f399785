# Opens the teacher's pages in a real browser, as a teacher would: on a telephone and on a desk, in the dark and in
# the light, with and without script, by keyboard, with 4, 30 and 500 students. Needs what requirements.txt names,
# Debian's chromium, and a built program.
#   python teach.py PROGRAM ASSETS PICTURES    fails where something is not as it should be
import contextlib
import csv
import datetime
import io
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

SIZES = {"phone": (390, 844), "desk": (1280, 900)}
SCHEMES = ("light", "dark")
# What a page of 30 students weighs at most.
MOST_BYTES = 60_000
# The first that is made has this id.
SESSION = 1
STUDENTS = 4
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


class School:
    """A school of its own, its program and its service."""

    def __init__(self, program, assets, folder):
        self.program = program
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.base = f"http://127.0.0.1:{free.getsockname()[1]}"
        self.env = os.environ | {
            "KIOSK_DATA": f"{folder}/data", "KIOSK_ASSETS": str(assets), "KIOSK_PUBLIC_URL": self.base,
            "KIOSK_RATE_LIMIT": "1000000/s"}
        roster = pathlib.Path(folder, "roster")
        shutil.copytree(f"{assets}/demo-school", roster)
        # Of Calculus its teacher and the first students.
        enrolments = (roster / "enrollments.csv").read_text().splitlines(keepends=True)
        own = [line for line in enrolments if ",C01," in line]
        left = [line for line in enrolments if line not in own[STUDENTS + 1:]]
        (roster / "enrollments.csv").write_text("".join(left))
        self("import", "oneroster", roster, "--grant-roles")

    def __call__(self, *arguments):
        done = subprocess.run([self.program, *map(str, arguments)], env=self.env, stdin=subprocess.DEVNULL, text=True,
                              capture_output=True, timeout=120)
        if done.returncode:
            raise SystemExit(f"kiosk {' '.join(map(str, arguments))}: {done.stderr}")
        return done.stdout

    def lesson(self):
        """A meeting of Calculus that lasts all day; its id."""
        made = self("occurrence", "create", "--course", "MATH101", "--date", datetime.date.today(), "--start", "00:00",
                    "--end", "24:00", "--sections", 98, "--room", "5A C317", "--json")
        return json.loads(made)["id"]

    def enrol(self, first, count):
        """More students of Calculus, as a list brings them."""
        sheet = io.StringIO()
        rows = csv.writer(sheet)
        rows.writerow(["Student number", "Name", "Class"])
        for number in range(first, first + count):
            rows.writerow([f"2025{100_000 + number}", f"Given Family {number}", "CS 2024"])
        with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
            file.write(sheet.getvalue())
            file.flush()
            self("import", "table", file.name, "--course", "MATH101", "--yes")

    @contextlib.contextmanager
    def served(self):
        service = subprocess.Popen([self.program, "serve", "--listen", self.base.removeprefix("http://")],
                                   env=self.env, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            said = []
            for line in service.stderr:
                said.append(line)
                if line.startswith("Serving on"):
                    break
            else:
                raise SystemExit("the service did not start: " + "".join(said))
            yield
        finally:
            service.terminate()
            service.wait(30)

    def scan(self, line):
        """What a door elsewhere sends when somebody presents a card."""
        token = self("token", "create", "--device", "door", "--room", "5A C317").strip()
        request = urllib.request.Request(
            f"{self.base}/api/v1/checkin-records/scan", json.dumps({"scan": line}).encode(),
            {"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=10).read()

    def link(self):
        return re.search(r"http\S+/s/\S+", self("user", "invite", "T1001")).group()


class Browser:
    """A browser that is signed in as the teacher of the demo's Calculus."""

    def __init__(self, chromium, school, state=None, **context):
        self.context = chromium.new_context(storage_state=state, **context)
        self.page = self.context.new_page()
        self.complaints = []
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.base = school.base

    def go(self, path):
        self.page.goto(self.base + path, wait_until="load")

    def check(self, what):
        """Nothing sticks out, nothing was complained of, and axe finds nothing."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{what}: {wide} px stick out on the right"
        assert not self.complaints, f"{what}: {self.complaints}"

    def axe(self, what):
        answer = Axe().run(self.page, options=AXE).response
        assert len(answer["passes"]) > 10, f"{what}: axe looked at nothing"
        found = answer["violations"]
        said = [f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:160]}" for one in found]
        assert not said, f"{what}: " + "; ".join(said)


def sign_in(chromium, school, lesson):
    """By a link, as a teacher is invited; what the browser then keeps. Opens the lesson."""
    browser = Browser(chromium, school)
    page = browser.page
    page.goto(school.link())
    page.get_by_role("button").click()
    expect(page.locator("h1")).to_have_text("Today")
    page.locator(f"li:has(a[href='{lesson}']) button").click()
    expect(page.locator("#state")).to_contain_text("Open")
    browser.check("signing in")
    school.scan("2024123456")
    expect(page.locator("#counts .present b")).to_have_text("1", timeout=10_000)
    return browser.context.storage_state()


def look(chromium, school, state, lesson, count, pictures):
    """Every page in every size and scheme, by axe and by eye."""
    for (size, (width, height)), scheme in ((one, scheme) for one in SIZES.items() for scheme in SCHEMES):
        browser = Browser(chromium, school, state, viewport={"width": width, "height": height}, color_scheme=scheme)
        record = None
        paths = {"day": "/teach", "lesson": lesson, "missing": lesson + "?show=missing", "close": lesson + "/close"}
        for name, path in paths.items():
            browser.go(path)
            for summary in browser.page.locator("summary").all()[:1]:
                summary.click()
            what = f"{name}-{count}-{size}-{scheme}"
            browser.check(what)
            browser.axe(what)
            browser.page.screenshot(path=pictures / f"{what}.png", full_page=True)
            why = browser.page.locator("#roster a").first
            record = record or (why.get_attribute("href") if why.count() else None)
        browser.go(record)
        browser.axe(f"record-{size}-{scheme}")
        browser.page.screenshot(path=pictures / f"record-{size}-{scheme}.png")
        browser.context.close()


def by_keyboard(chromium, school, state, lesson):
    """Every stop is reached by Tab and seen, a mark leaves focus where it was, and so does another's."""
    browser = Browser(chromium, school, state, viewport={"width": 390, "height": 844})
    page = browser.page
    browser.go(lesson)
    stops = page.evaluate("""() => [...document.querySelectorAll(
        'main :is(a[href], button, summary, input:not([type=hidden]), textarea, select)')]
        .filter(one => one.checkVisibility()).length""")
    focus = "document.activeElement.id || document.activeElement.outerHTML"
    reached = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(focus))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", reached[-1]
    assert len(set(reached)) == stops, f"{len(set(reached))} of {stops} stops are reached by Tab"

    mark = page.locator("#roster li:last-child button[value=late]")
    name = mark.get_attribute("id")
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#{name}")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(focus) == name, "focus stays after a mark"
    # What another marks comes by itself, and takes no focus. The late arrivals grow above.
    code = re.search(r"\d{6,}", page.locator("#roster li p span").first.inner_text()).group()
    school("mark", code, "late", "--session", SESSION)
    expect(page.locator("#late li")).to_have_count(2, timeout=10_000)
    assert page.evaluate(focus) == name, "focus stays while another comes late"

    # What is being typed stays, whatever comes.
    row = page.locator("#roster li").nth(1)
    row.get_by_role("link", name="Remark").click()
    row = page.locator("#roster li").nth(1)
    row.locator("textarea").fill("Bus late")
    school("mark", code, "leave", "--session", SESSION)
    expect(page.locator("#late li")).to_have_count(1, timeout=10_000)
    assert row.locator("textarea").input_value() == "Bus late"
    row.locator("select").select_option("leave")
    row.get_by_role("button", name="Save").click()
    expect(row.locator(".remark")).to_have_text("Bus late")

    # Whoever is marked in a filtered list.
    browser.go(lesson + "?show=missing")
    left = page.locator("#roster li")
    first = left.first.get_attribute("id")
    left.first.locator("button[value=present]").focus()
    page.keyboard.press("Enter")
    # It stays for an undo; whoever goes then leaves focus to who comes after.
    undo = page.locator(f"#{first} button[value=retract]")
    expect(undo).to_be_visible()
    expect(page.locator("#said")).to_contain_text("present")
    undo.focus()
    page.keyboard.press("Enter")
    expect(undo).to_have_count(0)
    left.first.locator("button[value=present]").focus()
    page.keyboard.press("Enter")
    expect(undo).to_be_visible()
    assert page.evaluate("document.activeElement.closest('main') !== null"), "focus is not lost"
    browser.check("by keyboard")

    # What is refused is said, and leads back.
    page.locator("#code").fill("0000")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("No student has the number 0000.")
    assert page.locator("#code").input_value() == "0000", "what was typed stays"
    expect(page.locator("#roster")).to_be_attached()
    page.locator("#show").click()
    expect(page.locator("svg.square")).to_be_visible()
    browser.context.close()


def without_script(chromium, school, state, lesson, pictures):
    browser = Browser(chromium, school, state, java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = browser.page
    browser.go(lesson)
    last = page.locator("#roster li").last
    last.locator("button[value=absent]").click()
    expect(last.locator("button[value=absent]")).to_have_attribute("aria-pressed", "true")
    last.get_by_role("button", name="Undo").click()
    expect(last.locator("button[value=late]")).to_have_attribute("aria-pressed", "true")
    page.locator("#code").fill("0000")
    page.locator("#add").click()
    expect(page.locator("main")).to_contain_text("No student has the number 0000.")
    page.screenshot(path=pictures / "refused.png")
    page.get_by_role("link", name="Back").click()
    page.locator("#close").click()
    page.get_by_role("button", name="Close now").click()
    expect(page.locator("#state")).to_have_text("closed")
    page.screenshot(path=pictures / "closed.png", full_page=True)
    page.locator("#reopen").click()
    expect(page.locator("#state")).to_contain_text("Open")
    browser.context.close()


def weigh(school, state, lesson, count):
    """How heavy a page is, and how long it takes."""
    cookie = "; ".join(f"{one['name']}={one['value']}" for one in state["cookies"])
    request = urllib.request.Request(school.base + lesson, headers={"Cookie": cookie})
    took = []
    for _ in range(5):
        began = time.perf_counter()
        body = urllib.request.urlopen(request).read()
        took.append(time.perf_counter() - began)
    print(f"{count} students: {len(body)} bytes, {min(took) * 1000:.0f} ms")
    assert len(body) <= MOST_BYTES, f"{count} students weigh {len(body)} bytes"


def main(program, assets, pictures):
    pictures = pathlib.Path(pictures)
    pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        school = School(program, assets, folder)
        lesson = f"/teach/lessons/{school.lesson()}"
        with school.served():
            chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium")
            state = sign_in(chromium, school, lesson)
            by_keyboard(chromium, school, state, lesson)
            without_script(chromium, school, state, lesson, pictures)
            # Somebody came who was marked absent, and somebody who is on no list here.
            school("mark", "2024123456", "absent", "--session", SESSION)
            school.scan("2024123456")
            school.scan("0024000006")
            count = STUDENTS
            for wanted in (STUDENTS, 30, 500):
                if wanted > count:
                    school.enrol(count, wanted - count)
                count = wanted
                if count != 30:
                    look(chromium, school, state, lesson, count, pictures)
                weigh(school, state, lesson, count)
            chromium.close()
    print("the teacher's pages are as they should be")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: python teach.py PROGRAM ASSETS PICTURES")
    main(*sys.argv[1:])
