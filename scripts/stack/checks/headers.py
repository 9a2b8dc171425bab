"""Headers and cookies of what nginx passes on, serves itself, and refuses."""

import re

from scripts.stack.checks.finding import Finding, equal, none_of
from scripts.stack.nginx import Site
from scripts.stack.visitor import Answer, Visitor

PAGE = "/web/login"
SWITCH = "/zh_CN/web/login"  # sets the cookie of the language
STATIC = "/web/static/img/favicon.ico"
REFUSED = "/web/database/manager"
POLICY_WORDS = (
    "default-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'self'",
)
ONCE = (
    "Strict-Transport-Security",
    "Content-Security-Policy",
    "X-Frame-Options",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Server",
)
YEAR = 365 * 24 * 3600


def check(site: Site) -> list[Finding]:
    """Return the findings."""
    answers = {path: Visitor(site).ask(path) for path in (PAGE, STATIC, REFUSED)}
    page = answers[PAGE]
    policy = page.one("Content-Security-Policy")
    return [
        equal("the three kinds of pages", [a.status for a in answers.values()], [200, 200, 404]),
        _hsts(page),
        none_of("headers missing or sent twice", _counts(answers)),
        none_of("policy without", [word for word in POLICY_WORDS if word not in policy]),
        none_of("other sites named in the policy", re.findall(r"https?:[^\s;]*|\*", policy)),
        equal("nosniff", page.one("X-Content-Type-Options"), "nosniff"),
        equal("frames of other sites", page.one("X-Frame-Options"), "SAMEORIGIN"),
        equal("referrer to other sites", page.one("Referrer-Policy"), "same-origin"),
        equal("camera for scanning", "camera=(self)" in page.one("Permissions-Policy"), True),
        none_of("versions told by Server", _versions(answers)),
        *_cookies(page.all("Set-Cookie") + Visitor(site).ask(SWITCH).all("Set-Cookie")),
    ]


def _hsts(page: Answer) -> Finding:
    found = re.match(r"max-age=(\d+)", page.one("Strict-Transport-Security"))
    seconds = int(found[1]) if found else 0
    return Finding("HSTS", f"{seconds} s", f"≥ {YEAR} s", seconds >= YEAR)


def _counts(answers: dict[str, Answer]) -> list[str]:
    return [
        f"{name} × {len(answer.all(name))} at {path}"
        for path, answer in answers.items()
        for name in ONCE
        if len(answer.all(name)) != 1
    ]


def _versions(answers: dict[str, Answer]) -> list[str]:
    servers = {answer.one("Server") for answer in answers.values()}
    return sorted(name for name in servers if re.search(r"\d", name))


def _cookies(cookies: list[str]) -> list[Finding]:
    session = next((text for text in cookies if text.startswith("session_id=")), "")
    flags = {part.strip().lower() for part in session.split(";")[1:]}
    wanted = {"secure", "httponly", "samesite=lax"}
    others = [text for text in cookies if not text.startswith("session_id=")]
    lax = [text.split("=")[0] for text in others if "secure" not in text.lower()]
    lax += [text.split("=")[0] for text in others if "samesite=lax" not in text.lower()]
    names = ", ".join(sorted({text.split("=")[0] for text in others})) or "NONE SEEN"
    return [
        equal("session cookie", " ".join(sorted(flags & wanted)), " ".join(sorted(wanted))),
        none_of(f"of {names} without Secure and SameSite", lax if others else ["no cookie seen"]),
    ]
