"""Turn the bytes of a file into staged lines of an import."""

import uuid
from itertools import islice

from odoo.exceptions import UserError

from .. import sensitive_cipher
from ..member_files import COLUMNS, clean_cell, match_headings
from ..queries import member_import as queries
from ..tabular_files import read_rows

MOST_LINES = 200_000
CHUNK = 5000
# A cell that is too long is reported, not kept.
LONGEST_KEPT = 300
SENSITIVE = ("bank_account", "id_number")


class MemberImportReader:
    """Reads the file of one import."""

    def __init__(self, member_import):
        self.env = member_import.env
        self.member_import = member_import
        self.line_model = self.env["distribution.member.import.line"]
        self.ring = None  # most files have no number that needs one

    def stage(self, content):
        """Stage the lines of the file; return the headings that are none of ours.

        :raise UnreadableFileError, MissingColumnsError: when the file is no table of members
        """
        rows = read_rows(content, MOST_LINES)
        first = next(rows, None)
        if first is None:
            raise UserError(self.env._("The file has no line below its headings."))
        headings, unread = match_headings(first.cells)
        chunk = [first, *islice(rows, CHUNK - 1)]
        while chunk:
            prepared = [self._prepare_row(row, headings) for row in chunk]
            self.env.cr.execute(queries.insert_lines(self.member_import.id, prepared))
            chunk = list(islice(rows, CHUNK))
        self.line_model.invalidate_model()
        return unread

    def _prepare_row(self, row, headings):
        uid = str(uuid.uuid4())
        prepared = {"number": row.number, "sensitive_uid": uid}
        for column in COLUMNS:
            text = row.cells[headings[column.field]] if column.field in headings else ""
            # The look of a huge cell is enough to tell that it is one.
            text = clean_cell(text[: LONGEST_KEPT * 2], is_name=column.is_name)[:LONGEST_KEPT]
            if text and column.field in SENSITIVE:
                text = self._encrypt(column.field, text, uid)
            prepared[column.field] = text or None
        return prepared

    def _encrypt(self, name, text, uid):
        if not self.ring:
            self.ring = self.line_model._load_usable_ring([{name: text}])
        return sensitive_cipher.encrypt(text, self.ring, self.line_model._fields[name].place, uid)
