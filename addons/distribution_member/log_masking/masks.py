"""Replace secrets and numbers of people in a text; what a person needs to find a fault stays."""

import re

HIDDEN = "***"
NAMES = (
    r"(?:access_token|token|api_?key|passw(?:or)?d|new_password|confirm_password|pwd|secret"
    r"|app_secret|session_id|csrf_token|authorization|signature)"
)
SECRETS = (
    # Addresses whose last part opens a record to whoever holds it.
    (re.compile(r"(/distribution/(?:application/\d+|certificate)/)[^/\s?\"'&]+"), rf"\1{HIDDEN}"),
    # Addresses, forms and cookies: name=value; dictionaries and JSON: 'name': 'value'.
    (re.compile(rf"(?i)\b({NAMES}=)(?!\*)[^&;\s\"'<>]+"), rf"\1{HIDDEN}"),
    (re.compile(rf"(?i)(['\"]{NAMES}['\"]\s*:\s*['\"])[^'\"]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(?i)\b(bearer\s+)[\w.~+/=-]{8,}"), rf"\1{HIDDEN}"),
)
# What PostgreSQL quotes of the row or the statement that it refused.
REFUSED_ROWS = (
    (re.compile(r"(\bKey \([^)\n]*\)=)\(.*?\)(?= (?:already|is |conflicts|,))"), rf"\1({HIDDEN})"),
    (re.compile(r"(\bFailing row contains )\([^\n]*"), rf"\1({HIDDEN})"),
    (re.compile(r"(?m)^(LINE \d+: ).*(?:\n\s*\^)?"), rf"\1{HIDDEN}"),
    (re.compile(r"(\binvalid (?:input|byte)[^\n:]*: )\"[^\n]*"), rf"\1{HIDDEN}"),
)
# Of bank accounts and identity cards, and of mobile phones in China; the last four signs tell
# which one it was. Not a part of a longer word or of a decimal number.
NUMBER = re.compile(r"(?<![\w:-])(?<!\d\.)(?:\d{8,15}(\d{4})|\d{14}(\d{3}[Xx]))(?![\w.-]*\w)")
PHONE = re.compile(r"(?<![\w-])(?<!\d\.)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?(\d{4})(?!\w)")
LITERAL = re.compile(r"'(?:[^']|'')*'")


def mask(text: str) -> str:
    """Return the text without secrets.

    >>> mask("GET /distribution/application/7/abc.def?lang=zh&access_token=xyz HTTP/1.1")
    'GET /distribution/application/7/***?lang=zh&access_token=*** HTTP/1.1'
    >>> mask("{'login': 'a', 'password': 'hunter2'}")
    "{'login': 'a', 'password': '***'}"
    >>> mask("account 6222021234567890123 of 11010519491231002X, phone 139 1234 5678")
    'account ****0123 of ****002X, phone ****5678'
    >>> mask("order 4711 took 0.123456789012345678 s on 2026-11-30")
    'order 4711 took 0.123456789012345678 s on 2026-11-30'
    >>> mask('DETAIL:  Key (phone)=(139) already exists.')
    'DETAIL:  Key (phone)=(***) already exists.'
    """
    for pattern, replacement in (*SECRETS, *REFUSED_ROWS):
        text = pattern.sub(replacement, text)
    text = PHONE.sub(r"****\1", text)
    return NUMBER.sub(lambda match: f"****{match[1] or match[2]}", text)


def mask_query(text: str) -> str:
    """Return a statement without its values.

    >>> mask_query("UPDATE t SET name = 'O''Neil', n = 1 WHERE id = 7")
    "UPDATE t SET name = '***', n = 1 WHERE id = 7"
    """
    return LITERAL.sub(f"'{HIDDEN}'", text)
