"""What can go wrong with an ERP, in classes that say what to do next.

An error tells the ERP's own words in `messages`; it never contains a password, token or session.
"""

DETAIL_SIGNS = 500


class ErpError(Exception):
    """Base of all: `code` is Kingdee's MsgCode or None, `messages` are the ERP's own words.

    `detail` holds the first 500 signs of an answer that could not be read, secrets masked.
    """

    def __init__(
        self,
        text: str = "",
        *,
        code: int | None = None,
        messages: tuple[str, ...] = (),
        detail: str = "",
    ):
        self.text = text
        self.code = code
        self.messages = tuple(messages)
        self.detail = detail[:DETAIL_SIGNS]
        super().__init__(text)

    def __str__(self) -> str:
        """Return one line for logs and technicians.

        >>> str(RefusedError("refused", code=11, messages=("closed", "locked")))
        'refused (11): closed; locked'
        """
        words = self.text or type(self).__name__
        if self.code is not None:
            words += f" ({self.code})"
        said = "; ".join(self.messages) or self.detail
        return f"{words}: {said}" if said else words


class TransportError(ErpError):
    """No readable answer: time-out, reset, 5xx, HTML, request filter, torn JSON, plain text.

    Of a write the outcome is unknown, so look before sending again; only when `is_sent` is False
    did nothing reach the ERP. `status` is the HTTP status when there was one.
    """

    def __init__(self, text: str = "", *, is_sent: bool = True, status: int | None = None, **more):
        super().__init__(text, **more)
        self.is_sent = is_sent
        self.status = status


class AuthenticationError(ErpError):
    """The ERP does not accept who we say we are; nothing gets better by trying again."""


class BusyError(ErpError):
    """Somebody edits the same record in the ERP (MsgCode 13); try again in minutes."""


class MappingError(ErpError):
    """The ERP does not know a form or field; `key` names it when the ERP's text does."""

    def __init__(self, text: str = "", *, key: str = "", **more):
        super().__init__(text, **more)
        self.key = key


class RefusedError(ErpError):
    """The ERP understood and said no; a person has to change something.

    `fields` are the ERP's field names, in its order; `is_duplicate` tells that the number exists.
    """

    def __init__(
        self, text: str = "", *, fields: tuple[str, ...] = (), is_duplicate: bool = False, **more
    ):
        super().__init__(text, **more)
        self.fields = tuple(fields)
        self.is_duplicate = is_duplicate


class UnsupportedError(RefusedError):
    """This product has no confirmed service for what was asked; nothing was sent.

    `deed` is the method of the adapter: a word for code that explains it to people.
    """

    def __init__(self, text: str = "no confirmed service", *, deed: str, **more):
        super().__init__(text, **more)
        self.deed = deed
