"""Routes of K/3 WISE."""

from ..services.context import Context
from ..web.answer import Answer, text_answer


def handle_wise(erp: Context, method: str, path: str, query: str, raw: bytes) -> Answer:
    """Answer one call."""
    return text_answer("not yet", 404)
