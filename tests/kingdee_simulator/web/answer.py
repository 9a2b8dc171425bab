"""One HTTP answer in the making."""

import json
from dataclasses import dataclass, field

HTML_500 = (
    "<!DOCTYPE html><html><head><title>Runtime Error</title></head><body><h1>“/K3Cloud”应用程序中的"
    "服务器错误。</h1></body></html>"
)
HTML_502 = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway"
    "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)
WAF = [
    {
        "actionname": "showConfirm",
        "params": [
            {
                "title": "",
                "msg": "请求参数存在可疑数据,当前请求已经被拦截规则"
                "[caller_in_less_Point_Bracket]阻止!",
                "option": 0,
                "msgType": 0,
            }
        ],
    }
]
TEXT_BODY = "401 Forbidden ByRspRetStatusCode -- N001: Unexpectable request."


@dataclass(slots=True)
class Answer:
    """Status, body, headers; `breaks` says how the connection misbehaves ("" = it does not)."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json; charset=utf-8"
    headers: list[tuple[str, str]] = field(default_factory=list)
    breaks: str = ""
    delay: float = 0.0


def json_answer(value: object, status: int = 200) -> Answer:
    """Return a JSON answer as .NET writes it: UTF-8, not escaped, no blanks."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Answer(status, text.encode("utf-8"))


def text_answer(text: str, status: int = 200, kind: str = "text/plain") -> Answer:
    """Return a plain text or HTML answer."""
    return Answer(status, text.encode("utf-8"), f"{kind}; charset=utf-8")
