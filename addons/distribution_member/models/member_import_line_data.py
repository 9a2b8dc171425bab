"""A staged line in memory: light enough for 200,000 of them."""

from dataclasses import dataclass, field

from odoo.exceptions import UserError

from .. import sensitive_cipher
from ..member_files import FIELDS, Finding, judge_cells
from .encrypted_field import load_key_ring
from .member_import_reader import SENSITIVE


@dataclass(slots=True)
class LineData:
    """What a line says, and what was found out about it."""

    id: int
    number: int
    texts: dict[str, str]
    values: dict[str, object]
    finding: Finding | None = None
    state: str = "ok"
    operation: str | None = None
    depth: int = 0
    rank: int | None = None
    level_id: int | None = None
    region_id: int | None = None
    partner_id: int | None = None
    contact_id: int | None = None
    member: dict | None = field(default=None, repr=False)

    @property
    def code(self) -> str:
        """Return the member code, as the line has it."""
        return self.texts.get("code", "")

    def needs_consent(self) -> bool:
        """Say whether the line has sensitive numbers of a natural person."""
        subject_type = self.values.get("subject_type")
        if not subject_type and self.member:
            subject_type = self.member["subject_type"]
        # What an export has masked is on record already.
        given = {name for name in SENSITIVE if not self.is_masked(name) and self.values.get(name)}
        return "id_number" in given or bool(given and (subject_type or "company") != "company")

    def is_masked(self, name: str) -> bool:
        """Say whether a number is only the mask of one."""
        return str(self.values.get(name, "")).startswith(sensitive_cipher.MASK)


def read_lines(member_import, rows) -> list[LineData]:
    """Return the lines of rows of `queries.member_import.read_lines`, their cells judged."""
    env = member_import.env
    lines = []
    for row in rows:
        texts = {name: row[name] for name in FIELDS if row[name]}
        for name in SENSITIVE:
            if name in texts:
                texts[name] = _decrypt(env, name, texts[name], row["sensitive_uid"])
        values, finding = judge_cells(texts)
        lines.append(
            LineData(
                id=row["id"],
                number=row["number"],
                texts=texts,
                values=values,
                finding=finding,
                operation=row["operation"],
                level_id=row["level_id"],
                region_id=row["region_id"],
                partner_id=row["partner_id"],
                contact_id=row["contact_id"],
            )
        )
    return lines


def _decrypt(env, name, token, uid):
    place = env["distribution.member.import.line"]._fields[name].place
    try:
        return sensitive_cipher.decrypt(token, load_key_ring(), place, uid)
    except (sensitive_cipher.CipherError, sensitive_cipher.KeyRingError):
        raise UserError(
            env._(
                "The numbers of this file cannot be decrypted: their key is missing from the key"
                " ring. Ask the administrator, or upload the file again."
            )
        )
