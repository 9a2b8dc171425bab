"""What arrives of an answer when a fault strikes before or after the work."""

from collections.abc import Callable

from ..faults import Rule
from .answer import HTML_500, HTML_502, TEXT_BODY, WAF, Answer, json_answer, text_answer

Made = Callable[[], Answer]


def before(rule: Rule | None, lost: Made, locked: Made) -> Answer | None:
    """Return the answer of a fault that strikes before anything is done, or None."""
    made: dict[str, Made] = {
        "reset_before": lambda: Answer(breaks="reset"),
        "http_500_html": lambda: text_answer(HTML_500, 500, "text/html"),
        "waf": lambda: json_answer(WAF),
        "text_body": lambda: text_answer(TEXT_BODY),
        "session_lost_before": lost,
        "edit_lock": locked,
    }
    return made[rule.kind]() if rule and rule.kind in made else None


def after(rule: Rule | None, answer: Answer, lost: Made) -> Answer:
    """Return what arrives when the work was done."""
    kind = rule.kind if rule else ""
    if kind == "lost_after_commit":
        answer.breaks, answer.delay = "silence", rule.seconds
    elif kind == "reset_mid_body":
        answer.breaks = "middle"
    elif kind == "http_502_after_commit":
        return text_answer(HTML_502, 502, "text/html")
    elif kind == "truncated_json":
        answer.body = answer.body[: max(1, len(answer.body) // 2)]
    elif kind == "session_lost_after_commit":
        return lost()
    elif kind == "slow":
        answer.delay = rule.seconds or 1.0
    return answer
