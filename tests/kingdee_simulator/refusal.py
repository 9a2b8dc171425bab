"""What the ERP says when it does not do what it was asked to."""


class Refusal(Exception):
    """A business refusal: becomes an error envelope with this MsgCode.

    :param code: MsgCode of the protocol (1 session, 4 exception, 8 parameter, 9 field, 11 rule…).
    :param message: the Chinese text people see.
    :param field: the field key the text is about, or "".
    """

    def __init__(self, code: int, message: str, field: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field


class AdminError(Exception):
    """A mistake of the test that calls the admin API; becomes HTTP 400."""
