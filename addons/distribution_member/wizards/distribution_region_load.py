from collections import defaultdict
from itertools import chain
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import file_path

from ..chinese_regions import STATE_PREFIX, read_chongqing, read_odoo_cities

LANGUAGE = "zh_CN"
ODOO_CITIES = "l10n_cn_city/data/res_city_data.xml"
CHONGQING = "distribution_member/data/regions/chongqing.csv"
CHONGQING_ENGLISH = "Chongqing"


class DistributionRegionLoad(models.TransientModel):
    """Make regions of Chinese provinces, cities and districts; what exists stays as it is.

    A region is known by its code, or by its Chinese name anywhere inside the region it belongs to,
    so that districts which were put into sales areas are not made again.
    """

    _name = "distribution.region.load"
    _description = "Load Chinese Regions"

    state_ids = fields.Many2many(
        "res.country.state",
        string="Provinces",
        domain=[("country_id.code", "=", "CN")],
        help="Empty: all provinces.",
    )
    depth = fields.Selection(
        [("province", "Provinces"), ("city", "Cities"), ("district", "Districts and Counties")],
        "Down to",
        required=True,
        default="city",
    )
    company_id = fields.Many2one("res.company", help="Empty: shared by all companies.")
    is_without_cities = fields.Boolean(compute="_compute_is_without_cities")

    def _compute_is_without_cities(self):
        self.is_without_cities = not self._find_odoo_cities()

    def action_load(self):
        """Make the regions that are missing, and open what there is now."""
        self.ensure_one()
        self.env["distribution.region"].check_access("create")
        states = self.state_ids or self.env["res.country.state"].search(
            [("country_id.code", "=", "CN")]
        )
        if foreign := states.filtered(lambda state: state.country_id.code != "CN"):
            raise UserError(self.env._("%(state)s is not in China.", state=foreign[0].display_name))
        codes = self._get_codes(states)
        provinces = self._ensure_provinces(codes)
        if self.depth != "province":
            self._load_places(codes, provinces)
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_member.distribution_region_action"
        )
        return {**action, "domain": [("id", "child_of", list(provinces.values()))]}

    # === HELPERS === #

    @api.model
    def _find_odoo_cities(self):
        """Return Odoo's list of Chinese cities, whose addon need not be installed."""
        try:
            return Path(file_path(ODOO_CITIES))
        except FileNotFoundError:
            return None

    def _read_places(self, codes):
        """Return the districts of some provinces; Chongqing's are those of today."""
        cities = self._find_odoo_cities()
        old = read_odoo_cities(cities) if cities else ()
        places = chain(
            read_chongqing(Path(file_path(CHONGQING))),
            (place for place in old if place.province != "CQ"),
        )
        return [place for place in places if place.province in codes]

    @api.model
    def _get_codes(self, states):
        """Return {province code: province}: the letters of its external id, as in the lists."""
        names = states.get_external_id()
        return {
            names[state.id].removeprefix(STATE_PREFIX): state
            for state in states
            if names[state.id].startswith(STATE_PREFIX)
        }

    def _ensure_provinces(self, states):
        """Return {province code: region id}, making regions for those that have none."""
        names = {state.name: code for code, state in states.items()}
        found = {}
        for region in self._regions().search(
            [("parent_id", "=", False), ("company_id", "=", self.company_id.id)]
        ):
            if code := names.get(region.name) or self._code_of(region):
                found.setdefault(code, region.id)
        made = self._create_regions(
            [
                {"name": state.name, "code": f"CN-{code}", "kind": "province", "state_id": state.id}
                for code, state in states.items()
                if code not in found
            ]
        )
        self._name_in_english(made, {"CN-CQ": CHONGQING_ENGLISH})
        found |= {self._code_of(region): region.id for region in made}
        return {code: found[code] for code in states}

    @api.model
    def _code_of(self, region):
        return region.code.removeprefix("CN-") if region.code.startswith("CN-") else None

    def _load_places(self, states, provinces):
        places = self._read_places(set(provinces))
        state_ids = {code: state.id for code, state in states.items()}
        known = self._find_known(provinces)
        cities = self._ensure_cities(places, provinces, state_ids, known)
        missing = [
            place
            for place in places
            # A municipality's districts are what a city is elsewhere: right below the province.
            if place.district
            and (self.depth == "district" or not place.city)
            and (place.province, place.district) not in known[place.city]
        ]
        made = self._create_regions(
            [
                {
                    "name": place.district,
                    "code": f"CN-{place.code}",
                    "kind": "district",
                    "state_id": state_ids[place.province],
                    "parent_id": cities.get((place.province, place.city))
                    or provinces[place.province],
                }
                for place in missing
            ]
        )
        self._name_in_english(made, {f"CN-{place.code}": place.english for place in missing})

    def _ensure_cities(self, places, provinces, state_ids, known):
        """Return {(province code, city): region id}, making the cities that are missing."""
        codes = {}
        for place in places:
            if place.city:
                key = (place.province, place.city)
                codes[key] = min(codes.get(key, place.code), place.code)
        found = {key: known[""][key] for key in codes if key in known[""]}
        made = self._create_regions(
            [
                {
                    "name": city,
                    "code": f"CN-{province}-{codes[province, city]}",
                    "kind": "city",
                    "state_id": state_ids[province],
                    "parent_id": provinces[province],
                }
                for province, city in codes
                if (province, city) not in found
            ]
        )
        names = {state_id: code for code, state_id in state_ids.items()}
        return found | {(names[city.state_id.id], city.name): city.id for city in made}

    def _find_known(self, provinces):
        """Return what lies in the provinces: {name of an upper region: {(province, name): id}}.

        Under "" stands everything in the province, however deep.
        """
        by_path = {str(region_id): code for code, region_id in provinces.items()}
        known = defaultdict(dict)
        regions = self._regions().search([("id", "child_of", list(provinces.values()))])
        for region in regions:
            code = by_path[next(part for part in region.parent_path.split("/") if part in by_path)]
            known[""][code, region.name] = region.id
            known[region.parent_id.name][code, region.name] = region.id
        return known

    def _regions(self):
        """Regions as they are called in Chinese."""
        return self.env["distribution.region"].with_context(lang=self._language())

    def _language(self):
        is_there = self.env["res.lang"]._get_data(code=LANGUAGE)
        return LANGUAGE if is_there else None

    def _create_regions(self, vals_list):
        """Create regions, but for those whose code is taken: somebody has renamed them."""
        codes = [vals["code"] for vals in vals_list]
        taken = (
            self._regions()
            .with_context(active_test=False)
            .search([("code", "in", codes), ("company_id", "=", self.company_id.id)])
        )
        known = set(taken.mapped("code"))
        return taken | self._regions().create(
            [
                {**vals, "company_id": self.company_id.id}
                for vals in vals_list
                if vals["code"] not in known
            ]
        )

    def _name_in_english(self, regions, names):
        """Give regions made in Chinese their English names, by code."""
        if self._language():
            for region in regions.with_context(lang="en_US"):
                if english := names.get(region.code):
                    region.name = english
