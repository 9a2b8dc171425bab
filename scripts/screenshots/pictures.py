"""Which pictures the manual shows: who looks at what, on which screen."""

from dataclasses import dataclass

DESKTOP = (1440, 900)
PHONE = (390, 844)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture: `{id}` in the path is the first record that `record` (model, domain) finds.

    `clicks` are CSS selectors of what is clicked before the picture is taken; of a document that
    `is_pdf` the first page is shown.
    """

    name: str
    path: str
    login: str | None = None
    record: tuple[str, list] | None = None
    size: tuple[int, int] = DESKTOP
    language: str = "zh_CN"
    clicks: tuple[str, ...] = ()
    is_whole_page: bool = False
    is_pdf: bool = False

    @property
    def is_phone(self) -> bool:
        """Return whether it is taken on a phone."""
        return self.size == PHONE
