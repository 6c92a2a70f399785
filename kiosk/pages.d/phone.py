# Opens the phone's, the projector's and the office's pages in a real browser: a student's phone is paired and checks
# in by the QR that zbar reads off the projector's picture; a display whose clock is an hour wrong; two hundred phones
# within one code; hostile names; how heavy the pages are. Needs what teach.py needs, and zbarimg.
#   python phone.py PROGRAM ASSETS PICTURES    fails where something is not as it should be
import concurrent.futures
import csv
import http.client
import io
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse

from playwright.sync_api import expect, sync_playwright

from teach import MOST_BYTES, SCHEMES, SIZES, Browser, School

STUDENT = "2024123456"
PHONES = 200
HOSTILE = ["<img src=x onerror=alert(1)>", "\"><script>alert(1)</script>", "'; alert(1)//", "{{7*7}}", "\u202egnp.exe",
           "</main></body>", "javascript:alert(1)", "&lt;b&gt;", "=HYPERLINK(\"http://x\")"]


def request(school, method, path, cookie="", form=None):
    """Status, Set-Cookie, Location and text of one request, as a browser of that cookie makes it."""
    connection = http.client.HTTPConnection(school.base.removeprefix("http://"), timeout=30)
    fields = {"Cookie": cookie} if cookie else {}
    if method == "POST":
        fields |= {"Origin": school.base, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request(method, path, urllib.parse.urlencode(form or {}), fields)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, (answer.getheader("Set-Cookie") or "").split(";")[0], answer.getheader("Location"), text


def invited(school, code):
    return re.search(r"http\S+(/s/\S+)", school("user", "invite", code)).group(1)


def office(chromium, school):
    school("user", "add", "--code", "OFFICE", "--name", "The Office", "--role", "superadmin")
    browser = Browser(chromium, school, viewport={"width": 1280, "height": 900})
    browser.page.goto(school.base + invited(school, "OFFICE"))
    browser.page.get_by_role("button").click()
    expect(browser.page.locator("h1")).to_have_text("The school today")
    return browser


def pair(chromium, school, office, code):
    """The office finds the student and makes a link; the phone that opens it is theirs."""
    page = office.page
    office.go("/office")
    page.get_by_label("Find somebody").fill(code)
    page.get_by_role("button", name="Find").click()
    page.locator(".cards a").first.click()
    page.get_by_role("button", name="Make a sign-in link").click()
    address = page.locator(".address").inner_text()
    phone = Browser(chromium, school, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    phone.page.goto(address)
    phone.page.get_by_role("button", name="Yes, it is mine").click()
    expect(phone.page.locator("h1")).to_have_text("Today")
    return phone


def read_qr(picture):
    """What zbar reads in a picture; nothing where it reads nothing."""
    done = subprocess.run(["zbarimg", "-q", "--raw", "-"], input=picture, capture_output=True)
    return done.stdout.decode().strip()


def rotates(chromium, school, session, pictures):
    """Two projectors, one of them an hour ahead, for three windows: every picture is read, and both show the same."""
    link = school("token", "create", "--projector", session).strip()
    code = re.search(r'"code":"(\w+)"', school("session", "show", session, "--json")) or re.search(
        r'"session_code":"(\w+)"', school("session", "show", session, "--json"))
    screens = []
    for ahead in (0, 3600):
        screen = Browser(chromium, school, viewport={"width": 1280, "height": 720})
        if ahead:
            screen.page.clock.install(time=time.time() + ahead)
        screen.page.goto(f"{school.base}/show/{code.group(1)}?token={link}")
        assert "token" not in screen.page.url, "the token leaves the address bar"
        screens.append(screen)
    seen = [[], []]
    until = time.monotonic() + 32
    while time.monotonic() < until:
        for place, screen in enumerate(screens):
            read = read_qr(screen.page.screenshot())
            assert read, f"screen {place}: zbar reads nothing"
            if not seen[place] or seen[place][-1] != read:
                seen[place].append(read)
    for place in (0, 1):
        assert 3 <= len(seen[place]) <= 5, f"screen {place} showed {len(seen[place])} codes in 32 s"
    assert set(seen[0]) & set(seen[1]) and seen[0][-1] == seen[1][-1], "both show the same code"
    screens[0].axe("show")
    for name, (width, height) in {"wide": (1920, 1080), "small": (800, 600), "upright": (720, 1280)}.items():
        screens[0].page.set_viewport_size({"width": width, "height": height})
        screens[0].page.screenshot(path=pictures / f"show-{name}.png")
        assert read_qr(screens[0].page.screenshot()), f"show-{name}: zbar reads nothing"
        screens[0].check(f"show-{name}")
    print(f"projector: {len(seen[0])} codes in 32 s, every picture read by zbar, the same on a display an hour ahead")
    return screens[1]


def checks_in(phone, screen, pictures):
    """By the QR on the screen that is an hour ahead; once more, the page says so; an old one is refused."""
    link = read_qr(screen.page.screenshot())
    path = urllib.parse.urlparse(link.lower()).path
    phone.go(path)
    phone.axe("check-in")
    phone.page.screenshot(path=pictures / "check-in.png")
    assert phone.page.locator("button").count() == 1, "one button"
    phone.page.get_by_role("button").click()
    expect(phone.page.locator("h1")).to_contain_text("CHECKED IN")
    phone.page.screenshot(path=pictures / "checked-in.png")
    expect(screen.page.locator(".many strong")).to_have_text("1", timeout=10_000)
    phone.go("/me")
    expect(phone.page.locator(".cards .present")).to_have_count(1)
    phone.go(path[:-6] + "zzzzzz")
    expect(phone.page.locator("h1")).to_have_text("SCAN AGAIN")
    phone.complaints.clear()
    phone.axe("stale")


def look(chromium, school, browser, paths, what, pictures):
    """Every page in every size and scheme, by axe and by eye."""
    state = browser.context.storage_state()
    for (size, (width, height)), scheme in ((one, scheme) for one in SIZES.items() for scheme in SCHEMES):
        other = Browser(chromium, school, state, viewport={"width": width, "height": height}, color_scheme=scheme)
        for name, path in paths.items():
            other.go(path)
            other.check(f"{name}-{size}-{scheme}")
            other.axe(f"{name}-{size}-{scheme}")
            other.page.screenshot(path=pictures / f"{name}-{size}-{scheme}.png", full_page=True)
            body = len(other.page.evaluate("fetch(location.href).then(page => page.text())").encode())
            assert body <= MOST_BYTES, f"{name} weighs {body} bytes"
        other.context.close()
    # One answer shows it: nothing else is needed to see the page.
    bare = Browser(chromium, school, state, viewport={"width": 390, "height": 844})
    bare.page.route("**/*", lambda route: route.continue_() if route.request.is_navigation_request()
                    else route.abort())
    for path in paths.values():
        bare.page.goto(school.base + path, wait_until="domcontentloaded")
        assert bare.page.locator("h1").is_visible() and bare.page.evaluate(
            "getComputedStyle(document.querySelector('main')).maxWidth") != "none", f"{path} needs more than one answer"
    bare.context.close()
    print(f"{what}: {len(paths)} pages in two sizes, dark and light, no violation of axe's")


def load(school, lesson, session):
    """Two hundred paired phones open the QR and press the button while one code stands."""
    sheet = io.StringIO()
    rows = csv.writer(sheet)
    rows.writerow(["Student number", "Name", "Class"])
    codes = [f"2026{100_000 + number}" for number in range(PHONES)]
    for number, code in enumerate(codes):
        rows.writerow([code, f"Given {HOSTILE[number % len(HOSTILE)]}", "CS 2024"])
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
        file.write(sheet.getvalue())
        file.flush()
        school("import", "table", file.name, "--course", "MATH101", "--yes")
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        links = list(pool.map(lambda code: invited(school, code), codes))
        cookies = list(pool.map(lambda link: request(school, "POST", link)[1], links))
    assert all(cookie.startswith("kiosk-phone=") for cookie in cookies)
    staff = school("token", "create", "--user", "OFFICE").strip()
    connection = http.client.HTTPConnection(school.base.removeprefix("http://"), timeout=30)

    def proof():
        connection.request("GET", f"/api/v1/checkin-sessions/{session}/proof",
                           headers={"Authorization": f"Bearer {staff}"})
        text = connection.getresponse().read().decode()
        return urllib.parse.urlparse(re.search(r'"url":"([^"]+)"', text).group(1)).path

    # From the first moment of a code on: it is honoured for twenty seconds.
    known = proof()
    while (path := proof()) == known:
        time.sleep(0.02)
    began = time.perf_counter()

    def check_in(cookie):
        status, _, _, page = request(school, "GET", path, cookie)
        if status != 200:
            return status, page
        ticket = re.search(r'name="ticket" value="([^"]+)"', page).group(1)
        action = re.search(r'action="([^"]+)"', page).group(1)
        status, _, _, page = request(school, "POST", action, cookie, {"ticket": ticket})
        return status, page

    with concurrent.futures.ThreadPoolExecutor(PHONES) as pool:
        answers = list(pool.map(check_in, cookies))
    took = time.perf_counter() - began
    refused = [answer for answer in answers if answer[0] != 200 or "CHECKED IN" not in answer[1]]
    assert not refused, f"{len(refused)} of {PHONES} phones were refused: {refused[0]}"
    print(f"load: {PHONES} phones opened one code and checked in within {took:.1f} s, none refused")


def hostile(chromium, school, office, lesson, pictures):
    """Names that would be script: no dialog, no complaint of the policy, and the text as it is."""
    office.page.on("dialog", lambda dialog: (_ for _ in ()).throw(AssertionError(dialog.message)))
    parts = [f"{lesson}?from={first}" for first in range(0, PHONES, 40)]
    for path in (*parts, lesson + "/close", "/office", "/office/people?q=Given", "/office/tokens"):
        office.go(path)
        office.check(f"hostile names: {path}")
    office.go(lesson + "?find=onerror")
    assert "<img src=x onerror=alert(1)>" in office.page.locator("main").inner_text()
    print("hostile names are text")


def main(program, assets, pictures):
    pictures = pathlib.Path(pictures)
    pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        school = School(program, assets, folder)
        # As it is built in: a lecture hall has one address.
        del school.env["KIOSK_RATE_LIMIT"]
        occurrence = school.lesson()
        lesson = f"/teach/lessons/{occurrence}"
        school("session", "open", "--occurrence", occurrence)
        session = 1
        with school.served():
            chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            desk = office(chromium, school)
            phone = pair(chromium, school, desk, STUDENT)
            screen = rotates(chromium, school, session, pictures)
            checks_in(phone, screen, pictures)
            look(chromium, school, phone, {"me": "/me", "me-empty": "/me?date=2020-01-01"}, "phone", pictures)
            look(chromium, school, desk,
                 {"office": "/office?show=all", "people": "/office/people?q=smith", "tokens": "/office/tokens"},
                 "office", pictures)
            load(school, lesson, session)
            hostile(chromium, school, desk, lesson, pictures)
            chromium.close()
    print("the phone's, the projector's and the office's pages are as they should be")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: python phone.py PROGRAM ASSETS PICTURES")
    main(*sys.argv[1:])
