"""`POST /admin/<action>` and the three GETs; an unknown action or value is HTTP 400."""

from urllib.parse import parse_qs

from ..refusal import AdminError, Refusal
from ..services.context import Context
from ..web.answer import Answer, json_answer
from . import base_data, control, documents, stock, trade

ACTIONS = control.ACTIONS | stock.ACTIONS | base_data.ACTIONS | trade.ACTIONS


def handle_admin(erp: Context, method: str, action: str, query: str, body: object) -> Answer:
    """Carry out one action; the answer is a JSON object."""
    if method == "GET":
        asked = {key: values[0] for key, values in parse_qs(query).items()}
        return json_answer(_read(erp, action, asked))
    known = ACTIONS.get(action)
    if known is None:
        raise AdminError(f"no action {action}; there are {', '.join(sorted(ACTIONS))}")
    if not isinstance(body, dict):
        raise AdminError("the body is a JSON object")
    try:
        return json_answer(known(erp, **body) or {})
    except TypeError as error:
        raise AdminError(f"{action}: {error}")
    except (KeyError, ValueError) as error:
        raise AdminError(f"{action}: {error!r}")
    except Refusal as refusal:
        raise AdminError(f"{action}: {refusal.message}")


def _read(erp: Context, action: str, asked: dict) -> dict:
    if action == "calls":
        return erp.calls.report(int(asked.get("last", 100)))
    if action == "documents":
        return documents.report(erp, asked.get("form", ""), asked.get("number", ""))
    if action == "state":
        return control.state(erp)
    raise AdminError(f"nothing to read at {action}; there are calls, documents, state")
