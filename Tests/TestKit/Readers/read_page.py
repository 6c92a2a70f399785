"""What a parser of HTML reads of a page, as JSON: its tables, and whatever it would load or run."""
import json
import sys
from html.parser import HTMLParser


class Page(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.language, self.tags, self.links, self.handlers = "", [], [], []
        self.tables, self.cell, self.text = [], None, []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append(tag)
        if tag == "html":
            self.language = attributes.get("lang")
        for name, value in attributes.items():
            if name in ("src", "href", "srcset", "action"):
                self.links.append(value)
            if name.startswith("on"):
                self.handlers.append(name)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.cell = {
                "text": "",
                "class": attributes.get("class", ""),
                "isHead": tag == "th",
                "span": int(attributes.get("colspan", 1)),
            }
            self.tables[-1][-1].append(self.cell)
        elif tag == "br" and self.cell is not None:
            self.cell["text"] += "\n"

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.cell["text"] = self.cell["text"].strip()
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell["text"] += data
        else:
            self.text.append(data)


page = Page()
with open(sys.argv[1], encoding="utf-8") as file:
    page.feed(file.read())
page.close()
json.dump(
    {
        "language": page.language,
        "tags": sorted(set(page.tags)),
        "links": page.links,
        "handlers": page.handlers,
        "tables": page.tables,
        "text": "".join(page.text),
    },
    sys.stdout,
)
