"""Whether an address lies where its member may sell."""

from collections import defaultdict

from odoo.tools import SQL

# Endings of Chinese place names that people leave out.
ENDINGS = ("特别行政区", "自治区", "自治州", "自治县", "省", "市", "区", "县")


def shorten(name: str) -> str:
    """Return a place's name without what kind of place it is.

    >>> shorten("渝北区"), shorten("重庆市"), shorten("市")
    ('渝北', '重庆', '市')
    """
    for ending in ENDINGS:
        # What is left must still be a name.
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name[: -len(ending)]
    return name


class DeliveryArea:
    """The areas of some members on a day: where they are authorised, else their own region."""

    def __init__(self, members, day):
        self.env = members.env
        # sudo: the map and the authorisations bind everybody who orders
        self.regions_sudo = self.env["distribution.region"].sudo()
        self.areas = self._read_areas(members.sudo(), day)
        self.regions_by_state = None
        self.names = {}

    def find_objection(self, member, address_sudo):
        """Return the figures that say why the address lies outside; None when it does not.

        Nothing is said of an address that the map does not know well enough.
        """
        areas = self.areas[member.id]
        state = address_sudo.state_id
        if not state or not areas:
            return None
        region = self._find_region(address_sudo)
        if region:
            is_outside = self._is_outside(region, areas)
        else:
            is_outside = all(area.state_id and area.state_id != state for area in areas)
        if not is_outside:
            return None
        return {
            "place": region.complete_name or state.name,
            "area": ", ".join(areas.mapped("complete_name")),
        }

    def find_place(self, address_sudo):
        """Return the smallest region that an address names; none when the map is empty there."""
        return self._find_region(address_sudo) if address_sudo.state_id else self.regions_sudo

    def _is_outside(self, region, areas):
        paths = [area.parent_path for area in areas]
        inside = any(region.parent_path.startswith(path) for path in paths)
        # A place as wide as the province around the area is no evidence against it.
        around = any(path.startswith(region.parent_path) for path in paths)
        return not inside and not around

    def _read_areas(self, members_sudo, day):
        """Return {member id: regions}."""
        areas = defaultdict(self.regions_sudo.browse)
        rows = (
            self.env["distribution.authorisation"]
            .sudo()
            ._read_group(  # as above
                [
                    ("member_id", "in", members_sudo.ids),
                    ("state", "=", "issued"),
                    ("date_from", "<=", day),
                    "|",
                    ("date_to", "=", False),
                    ("date_to", ">=", day),
                ],
                ["member_id", "region_id"],
            )
        )
        for member, region in rows:
            areas[member.id] |= region
        for member in members_sudo:
            areas[member.id] = areas[member.id] or member.region_id
        return areas

    def _find_region(self, address_sudo):
        """Return the smallest region that the address names; none when the map is empty there."""
        if self.regions_by_state is None:
            self._read_map()
        text = " ".join(
            filter(None, (address_sudo.city, address_sudo.street, address_sudo.street2))
        )
        known = self.regions_by_state.get(address_sudo.state_id, self.regions_sudo)
        named = known.filtered(
            lambda region: (
                region.kind == "province" or any(name in text for name in self.names[region.id])
            )
        )
        return named.sorted(lambda region: region.parent_path.count("/"))[-1:]

    def _read_map(self):
        """Read the regions of all provinces once, with their names in every language."""
        regions = self.regions_sudo.search([("state_id", "!=", False)])
        self.regions_by_state = regions.grouped("state_id")
        rows = self.env.execute_query(
            SQL("SELECT id, name FROM distribution_region WHERE id = ANY(%s)", regions.ids)
        )
        self.names = {
            region_id: {shorten(name) for name in names.values()} for region_id, names in rows
        }
