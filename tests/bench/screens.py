"""What the web client asks the server for when it opens a form."""

from lxml import etree

NOT_LOADED = ("one2many", "many2many")


def read_form(records, view_xmlid):
    """Read records as the web client does for this form, its lists of lines page by page."""
    view = records.env.ref(view_xmlid)
    arch = etree.fromstring(records.get_view(view.id)["arch"])
    return records.web_read(_specification(records, arch))


def _specification(records, arch):
    """Return the fields of a view; those of a list inside it belong to the list."""
    wanted = {}
    for node in arch.iter("field"):
        if any(above.tag == "field" for above in node.iterancestors()):
            continue
        field = records._fields[node.get("name")]
        if field.type == "many2one":
            wanted[field.name] = {"fields": {"display_name": {}}}
        elif field.type not in NOT_LOADED:
            wanted[field.name] = {}
        elif (inside := node.find("list")) is not None:
            lines = records.env[field.comodel_name]
            limit = int(inside.get("limit", 40))
            wanted[field.name] = {"fields": _specification(lines, inside), "limit": limit}
        else:
            wanted[field.name] = {}
    return wanted
