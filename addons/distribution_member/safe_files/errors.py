"""Why a file is refused."""


class UnsafeFileError(Exception):
    """A file is refused; `code` says why.

    `empty`, `size`, `kind` (not an allowed kind), `name` (its name says another kind), `damaged`,
    `large` (too many pixels), `locked` (encrypted), `active` (script, attachment, form, action).
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code
