"""Write a text into a CSV cell so that no spreadsheet runs it, and read it back as it was."""

import re

# What spreadsheets take for the beginning of a formula; blanks before it do not hinder them all.
FORMULA = re.compile(r"\s*['’]*[\s\x00]*[=+\-@\t\r\n\x00＝＋－＠]")
# A phone number, or a figure with its sign: there is nothing in it to run.
FIGURE = re.compile(r"[+-]?[\d(][\d\s().,/-]*")
MARK = "'"


def mark_text(text: str) -> str:
    """Return the text with a mark before it when a spreadsheet would calculate it.

    >>> mark_text("=1+1"), mark_text("@SUM(1)"), mark_text("Ada"), mark_text("'=1")
    ("'=1+1", "'@SUM(1)", 'Ada', "''=1")
    >>> mark_text("+86 138 0000 0000"), mark_text("-12.50"), mark_text("+1+cmd|' /C calc'!A0")
    ('+86 138 0000 0000', '-12.50', "'+1+cmd|' /C calc'!A0")
    """
    return f"{MARK}{text}" if FORMULA.match(text) and not FIGURE.fullmatch(text) else text


def unmark_text(text: str) -> str:
    """Return what `mark_text` was given.

    >>> unmark_text("'=1+1"), unmark_text("''=1"), unmark_text("'Ada'"), unmark_text("+86 138")
    ('=1+1', "'=1", "'Ada'", '+86 138')
    """
    rest = text.removeprefix(MARK)
    return rest if rest != text and mark_text(rest) == text else text
