"""All screens, in a browser: run by `make screen-attacks` in the virtual environment."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from scripts.problem import Problem, say
from scripts.screenshots.browser import Browser

from .attack import Attack

OPENED = 3  # every so many pages is opened in a window as well as read


def look_at_all(attack: Attack, facts: dict) -> None:
    """Read all that the server writes, open all that the web client draws."""
    for page in facts["pages"]:
        attack.read_page(page["login"], page["path"])
    for path in facts["reports"]:
        attack.read_page("admin", path, "report")
    for mail in facts["mails"]:
        attack.result.count("mail", mail["name"], attack.read(mail["body"]))
    say(f"  {attack.result.screens} pages, papers and mails read")
    attack.enter_back_office()
    for number, action in enumerate(facts["actions"]):
        _show_views(attack, action)
        if number % 10 == 0:
            say(f"  {number} of {len(facts['actions'])} actions, {attack.result.screens} screens")
    for page in facts["pages"][::OPENED]:
        attack.log_in(page["login"])
        attack.open_page(page["login"], page["path"])


def _show_views(attack: Attack, action: dict) -> None:
    for view in action["views"]:
        for record in (action["records"] or [None]) if view == "form" else [None]:
            try:
                attack.show(action, view, record)
            except Problem as problem:
                attack.result.not_shown.append(f"{view} {action['name']}: {problem}")
                attack.enter_back_office()


def main() -> None:
    """Attack the server whose address, database and facts are named."""
    url, database, facts, out = sys.argv[1:]
    with Browser() as browser:
        attack = Attack(browser, url, database)
        look_at_all(attack, json.loads(Path(facts).read_text()))
        told = asdict(attack.result) | {"complaints": browser.complaints}
    Path(out).write_text(json.dumps(told))


if __name__ == "__main__":
    main()
