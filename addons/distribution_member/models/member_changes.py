"""What a line changes about a member that exists; empty cells change nothing."""

from ..member_files import COLUMNS, Finding, clean_cell
from ..member_files.cells import MASK
from .member_import_reader import SENSITIVE

# field of the file -> field of the contact
PARTNER_FIELDS = {
    "name": "name",
    "credit_code": "vat",
    "phone": "phone",
    "email": "email",
    "street": "street",
}
NAMES = {column.field for column in COLUMNS if column.is_name}
MEMBER_FIELDS = ("subject_type", "date_end")


def find_changes(member, line):
    """Return (changes by kind, finding); without changes there is nothing to do.

    :param member: the member, as the user sees it
    :param line: a `LineData` whose level and region are found
    """
    values = line.values
    member_sudo = member.sudo()  # a manager may read the members of its regions, not all contacts
    if values.get("member_state", member_sudo.state) != member_sudo.state:
        return {}, Finding("state_differs", "member_state")
    if values.get("date_start", member_sudo.date_start) != member_sudo.date_start:
        return {}, Finding("start_differs", "date_start")
    numbers, finding = _find_numbers(member_sudo, values)
    if finding:
        return {}, finding
    found = {
        "partner": _find_partner_changes(member_sudo.partner_id, values),
        "member": _find_member_changes(member_sudo, line),
        "numbers": numbers,
    }
    if values.get("upline", member_sudo.upline_id.code) != member_sudo.upline_id.code:
        found["upline"] = values["upline"]
    if line.level_id != member_sudo.level_id.id:
        found["level"] = line.level_id
    contact = values.get("contact")
    if contact and contact not in member_sudo.partner_id.child_ids.mapped("name"):
        found["contact"] = contact
    return {kind: change for kind, change in found.items() if change}, None


def _find_partner_changes(partner_sudo, values):
    return {
        name: values[field]
        for field, name in PARTNER_FIELDS.items()
        if field in values
        and values[field] != clean_cell(partner_sudo[name] or "", is_name=field in NAMES)
    }


def _find_member_changes(member_sudo, line):
    changes = {
        name: line.values[name]
        for name in MEMBER_FIELDS
        if name in line.values and line.values[name] != member_sudo[name]
    }
    if line.region_id != member_sudo.region_id.id:
        changes["region_id"] = line.region_id
    return changes


def _find_numbers(member_sudo, values):
    """Return the numbers to write; the mask of a number is that number, and no other."""
    numbers = {}
    for name in SENSITIVE:
        value = values.get(name)
        if not value:
            continue
        if value.startswith(MASK):
            if value != member_sudo[name]:
                return {}, Finding("masked", name)
        elif not member_sudo.filtered_domain([(name, "=", value)]):
            numbers[name] = value
    return numbers, None
