"""The manual as web pages: every link between them, and every picture, is there."""

import re
from urllib.parse import unquote

from scripts import site

ADDRESS = re.compile(r'(?:href|src)="(?!https?:|mailto:)([^"#]*)(?:#([^"]*))?"')


def test_pages_lead_to_pages(tmp_path, monkeypatch):
    monkeypatch.setattr(site, "OUT", tmp_path)
    assert site.build() > 60
    wrong = []
    for page in tmp_path.rglob("*.html"):
        text = page.read_text()
        for address, place in ADDRESS.findall(text):
            target = (page.parent / unquote(address)).resolve() if address else page
            if target.suffix not in (".html", ".png"):
                continue  # a file of the project, which the site does not hold
            if not target.exists():
                wrong.append(f"{page.name}: {address}")
            elif place and f'id="{unquote(place)}"' not in target.read_text():
                wrong.append(f"{page.name}: {address}#{unquote(place)}")
    assert wrong == []
