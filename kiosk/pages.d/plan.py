# Opens the pages of a timetable's exceptions in a real browser: a teacher moves a lesson, cancels it and holds it after
# all, names a substitute who then opens it, adds an extra lesson, and takes the workbook and the register away; with and
# without script, by keyboard, on a telephone and a desk. Needs what teach.py needs, and openpyxl.
#   python plan.py PROGRAM ASSETS PICTURES    fails where something is not as it should be
import datetime
import json
import pathlib
import re
import sys
import tempfile

import openpyxl
from playwright.sync_api import expect, sync_playwright

from teach import SCHEMES, SIZES, Browser, School

SUBSTITUTE = "T9001"


def sign_in(chromium, school, code, **context):
    browser = Browser(chromium, school, **context)
    link = re.search(r"http\S+/s/\S+", school("user", "invite", code)).group()
    browser.page.goto(link)
    browser.page.get_by_role("button").click()
    expect(browser.page.locator("h1")).not_to_have_text("Sign in")
    return browser


def extra(school, date, sections):
    """A meeting of Calculus in the morning of a date; its path."""
    made = school("occurrence", "create", "--course", "MATH101", "--date", date, "--start", "07:00", "--end", "07:40",
                  "--sections", sections, "--room", "5A C317", "--json")
    return f"/teach/lessons/{json.loads(made)['id']}"


def moves(browser, lesson, date, pictures):
    """By keyboard: a slip is said beside the form, what changes is shown, and only then it is moved."""
    page = browser.page
    browser.go(lesson)
    page.locator("#planning").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "change", "the first of what can be planned"
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Move, or change the room")
    assert page.locator("#start").input_value() == "07:00", "it begins with what stands"
    page.locator("#room").fill("Z 99")
    page.locator("#room").press("Enter")
    expect(page.locator("#fault")).to_contain_text("There is no room Z 99.")
    assert page.locator("#room").input_value() == "Z 99", "what was typed stays"
    browser.complaints.clear()
    page.locator("#date").fill(str(date))
    page.locator("#start").fill("06:10")
    page.locator("#end").fill("06:50")
    page.locator("#room").fill("5A C318")
    page.locator("#look").press("Enter")
    expect(page.locator("#will")).to_contain_text(f"{date} 06:10-06:50 · 5A C318")
    browser.axe("what a move changes")
    page.screenshot(path=pictures / "plan-ask.png")
    page.locator("#do").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#state")).to_contain_text("This class was moved.")
    assert "06:10-06:50 · 5A C318" in page.locator("header").inner_text()
    browser.go(f"/teach?date={date}")
    expect(page.locator(f"li:has(a[href='{lesson}']) .state")).to_contain_text("moved")
    browser.check("moving")


def cancels(browser, lesson):
    """It is rehearsed; whoever has the lesson open sees it; one button takes it back."""
    page = browser.page
    other = browser.context.new_page()
    other.goto(browser.base + lesson)
    browser.go(lesson)
    page.locator("#planning").click()
    page.locator("#cancel").click()
    expect(page.locator("h1")).to_have_text("Cancel Calculus?")
    page.get_by_role("link", name="Go back").click()
    expect(page.locator("#state")).not_to_contain_text("cancelled")
    page.locator("#planning").click()
    page.locator("#cancel").click()
    page.get_by_role("button", name="Cancel the class").click()
    expect(page.locator("#state")).to_contain_text("This class is cancelled.")
    expect(other.locator("#state")).to_contain_text("This class is cancelled.", timeout=10_000)
    page.get_by_role("button", name="Hold it after all").click()
    expect(page.locator("#state")).not_to_contain_text("cancelled")
    expect(page.locator("#open")).to_be_visible()
    expect(other.locator("#open")).to_be_visible(timeout=10_000)
    other.close()
    browser.check("cancelling")


def stands_in(browser, substitute, lesson):
    """Who is named finds the lesson in their day, opens it, and does not find the course's files."""
    substitute.go(lesson)
    expect(substitute.page.locator("h1")).to_have_text("There is nothing here")
    substitute.complaints.clear()
    page = browser.page
    browser.go(lesson)
    page.locator("#planning").click()
    page.locator("#teachers").click()
    page.get_by_label("Name or number of a colleague").fill("hale")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name="Name as substitute: Pat Hale").click()
    expect(page.locator("#named")).to_contain_text("Pat Hale")
    browser.axe("teachers")
    substitute.go("/teach")
    row = substitute.page.locator(f"li:has(a[href='{lesson}'])")
    expect(row).to_contain_text("substitute: Pat Hale")
    row.get_by_role("button").click()
    # At another hour it is asked whether that is meant.
    sure = substitute.page.get_by_role("button", name="Yes, open it")
    substitute.page.locator("#state").or_(sure).first.wait_for()
    if sure.count():
        sure.click()
    expect(substitute.page.locator("#state")).to_contain_text("Open")
    assert substitute.page.locator("#xlsx, #extra").count() == 0, "the course is not theirs"
    expect(substitute.page.locator("#csv")).to_be_visible()
    browser.go(lesson + "/teachers")
    page.get_by_role("button", name="Take off: Pat Hale").click()
    expect(page.locator("#nobody")).to_be_visible()
    browser.check("standing in")
    substitute.check("whoever stands in")


def adds(browser, date, pictures):
    """From the day: which course, when and where, what that would be, and there it is."""
    page = browser.page
    browser.go(f"/teach?date={date}")
    page.locator("#extra").click()
    browser.axe("which course")
    page.get_by_role("link", name="Calculus").click()
    assert page.locator("#date").input_value() == str(date)
    page.locator("#start").fill("05:00")
    page.locator("#end").fill("05:45")
    page.locator("#room").fill("5A C317")
    page.locator("#look").click()
    expect(page.locator("h1")).to_contain_text("Add a class of Calculus")
    browser.axe("what an extra lesson is")
    page.screenshot(path=pictures / "extra-ask.png")
    page.get_by_role("button", name="Add the class").click()
    expect(page.locator("header")).to_contain_text("05:00-05:45 · 5A C317")
    browser.check("adding")
    return page.url.removeprefix(browser.base)


def takes_away(browser, lesson, folder, pictures):
    """The workbook as another program reads it, and the register as it would be printed."""
    page = browser.page
    browser.go(lesson)
    with page.expect_download() as taken:
        page.locator("#xlsx").click()
    file = taken.value
    assert re.fullmatch(r"MATH101-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.xlsx", file.suggested_filename), file.suggested_filename
    file.save_as(folder / file.suggested_filename)
    book = openpyxl.load_workbook(folder / file.suggested_filename)
    assert book.sheetnames == ["Summary", "MATH101"], book.sheetnames
    names = [cell.value for cell in book["MATH101"]["A"]]
    assert "John Smith" in names, names
    page.locator("#register").click()
    expect(page.locator("table").first).to_be_visible()
    expect(page.locator("body")).to_contain_text("John Smith")
    page.screenshot(path=pictures / "register.png", full_page=True)
    page.pdf(path=folder / "register.pdf")
    assert (folder / "register.pdf").stat().st_size > 5_000
    browser.check("the register")
    print(f"workbook: {file.suggested_filename}, {book['MATH101'].max_row} rows; the register prints")


def look(chromium, school, state, lesson, date, pictures):
    """Every page in every size and scheme, by axe and by eye."""
    paths = {"planned": lesson, "change": lesson + "/change", "cancel": lesson + "/cancel",
             "change-slip": lesson + "/change?room=Z99", "change-ask": lesson + "/change?start=07:10&room=5A+C318",
             "teachers": lesson + "/teachers?q=e", "extra-course": f"/teach/extra?date={date}"}
    for (size, (width, height)), scheme in ((one, scheme) for one in SIZES.items() for scheme in SCHEMES):
        browser = Browser(chromium, school, state, viewport={"width": width, "height": height}, color_scheme=scheme)
        for name, path in paths.items():
            browser.go(path)
            browser.complaints = [said for said in browser.complaints if "422" not in said]
            for summary in browser.page.locator("#planning").all():
                summary.click()
            what = f"{name}-{size}-{scheme}"
            browser.check(what)
            browser.axe(what)
            browser.page.screenshot(path=pictures / f"{what}.png", full_page=True)
        browser.context.close()
    print(f"planning: {len(paths)} pages in two sizes, dark and light, no violation of axe's")


def without_script(chromium, school, state, lesson, pictures):
    browser = Browser(chromium, school, state, java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = browser.page
    browser.go(lesson + "/change")
    page.locator("#start").fill("07:05")
    page.locator("#look").click()
    page.locator("#do").click()
    expect(page.locator("#state")).to_contain_text("moved")
    page.locator("#planning").click()
    page.locator("#cancel").click()
    page.locator("#do").click()
    page.screenshot(path=pictures / "cancelled.png", full_page=True)
    page.get_by_role("button", name="Hold it after all").click()
    expect(page.locator("#open")).to_be_visible()
    browser.context.close()


def main(program, assets, pictures):
    pictures = pathlib.Path(pictures)
    pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        school = School(program, assets, folder)
        school("user", "add", "--code", SUBSTITUTE, "--name", "Pat Hale", "--role", "teacher")
        today = datetime.date.today()
        tomorrow = today + datetime.timedelta(days=1)
        moved, lesson = (extra(school, today, sections) for sections in (96, 97))
        with school.served():
            chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            teacher = sign_in(chromium, school, "T1001", viewport={"width": 390, "height": 844})
            substitute = sign_in(chromium, school, SUBSTITUTE, viewport={"width": 390, "height": 844})
            state = teacher.context.storage_state()
            moves(teacher, moved, tomorrow, pictures)
            cancels(teacher, lesson)
            look(chromium, school, state, lesson, today, pictures)
            without_script(chromium, school, state, lesson, pictures)
            stands_in(teacher, substitute, lesson)
            added = adds(teacher, tomorrow, pictures)
            school("session", "open", "--occurrence", added.rsplit("/", 1)[1])
            takes_away(teacher, lesson, pathlib.Path(folder), pictures)
            chromium.close()
    print("the pages of a timetable's exceptions are as they should be")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: python plan.py PROGRAM ASSETS PICTURES")
    main(*sys.argv[1:])
