"""Which region an address lies in, where only one can be meant."""

from collections import defaultdict


class RegionGuesser:
    """Knows the regions of a company by the province they lie in."""

    def __init__(self, env, company):
        self.by_state = defaultdict(list)
        self.names = defaultdict(set)
        regions = env["distribution.region"].search(
            [("state_id", "!=", False), ("company_id", "in", [False, company.id])]
        )
        for region in regions:
            self.by_state[region.state_id.id].append(region)
        for lang, _name in env["res.lang"].get_installed():
            for region in regions.with_context(lang=lang):
                self.names[region.id].add(region.name.casefold())

    def guess(self, state_id, city):
        """Return the region of that city, else the one of the whole province, else None."""
        regions = self.by_state.get(state_id, [])
        named = [
            region
            for region in regions
            if city
            and any(_is_same(city.strip().casefold(), name) for name in self.names[region.id])
        ]
        inside = {region.id for region in regions}
        tops = [region for region in regions if region.parent_id.id not in inside]
        for found in (named, tops):
            if len(found) == 1:
                return found[0]
        return None


def _is_same(city, name):
    """Compare names of cities, with and without 市.

    >>> _is_same("成都", "成都市"), _is_same("成都市", "成都"), _is_same("成", "成都")
    (True, True, False)
    """
    return city.removesuffix("市") == name.removesuffix("市")
