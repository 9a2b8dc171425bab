"""Places in our addons where HTML is made or passed on unescaped; each needs a reason."""

import re
from collections.abc import Iterator

from scripts.paths import ADDONS

RAW = re.compile(
    r"\bMarkup\(|\bmarkup\(|t-raw|(inner|outer)HTML|insertAdjacentHTML|document\.write\(|srcdoc"
    r"|sanitize\w*\s*=\s*(False|\"\w)|setHTML|DOMParser|html_sanitize\(|\.format_html|\beval\("
)
OUT = re.compile(r"t-out=\"([^\"]*)\"")
# Names of HTML fields, ours and Odoo's, and of what our controllers prepare as HTML.
HTML_NAMES = re.compile(
    r"\b(body|body_html|comment|commission_clawback|commission_estimate|description|difference"
    r"|duplicate_summary|effects|findings|html|months_chart|note|signature|tier_graph|config"
    r"|qr_code|help|website_description)\b(\)|\s*or\b.*)*$"
)
KINDS = (".py", ".xml", ".js")


def find_places() -> Iterator[tuple[str, str]]:
    """Yield (file, line) of each."""
    for path in sorted(ADDONS.rglob("*")):
        parts = path.relative_to(ADDONS).parts
        if path.suffix not in KINDS or "tests" in parts or "lib" in parts:
            continue
        for line in path.read_text().splitlines():
            if RAW.search(line) or any(HTML_NAMES.search(out) for out in OUT.findall(line)):
                yield "/".join(parts), line.strip()
