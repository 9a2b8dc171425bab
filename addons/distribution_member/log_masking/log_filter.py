"""Mask every line on its way into a log: Odoo's own, the web server's, tracebacks."""

import contextlib
import logging

from .masks import mask, mask_query

QUERIES = "odoo.sql_db"
_formatter = logging.Formatter()


class MaskingFilter(logging.Filter):
    """Lets every record pass, with its text masked."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the message and the traceback; a handler further on gets them as they are now."""
        with contextlib.suppress(Exception):  # a line that cannot be built: its handler says so
            self._mask(record)
        return True

    def _mask(self, record):
        if record.name == QUERIES:
            self._decode_query(record)
        text = record.getMessage()
        masked = mask(mask_query(text) if record.name == QUERIES else text)
        if masked != text:
            record.msg, record.args = masked, None
        if record.exc_info and not record.exc_text:
            record.exc_text = mask(_formatter.formatException(record.exc_info))

    def _decode_query(self, record):
        """Turn what the driver sent into text: in `b'…'` quotation marks are escaped anew."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                value.decode(errors="replace") if isinstance(value, bytes) else value
                for value in record.args
            )


def install(logger: logging.Logger | None = None) -> None:
    """Put the filter before every handler of a logger (the root, when none is given), once."""
    for handler in (logger or logging.getLogger()).handlers:
        if not any(isinstance(known, MaskingFilter) for known in handler.filters):
            handler.addFilter(MaskingFilter())
