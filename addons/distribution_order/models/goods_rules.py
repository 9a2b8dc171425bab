"""Which goods a member may order, and how many: one place for portal, back office and files."""

from dataclasses import dataclass
from decimal import Decimal

from odoo.models import BaseModel

from ..goods_quantities import Fault
from ..goods_quantities.rule import to_decimal
from ..queries import goods
from ..queries.goods import ASSORTMENT, CERTIFICATE

NOT_OFFERED = "not_offered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Why a quantity of a product cannot be ordered.

    `code`     a `Fault`, or "not_offered"
    `quantity` what was asked for, in the product's own unit
    `allowed`  the nearest quantities that can be ordered, in the same unit; none when it is not
               offered at all
    `sentence` for people: names product, quantity and what is allowed
    """

    product: BaseModel
    code: str
    quantity: Decimal
    allowed: tuple
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a member is offered: everything, or categories (with all below) and single products.

    `authorised_ids` narrow it to categories; None: the member's certificates name none.
    """

    is_everything: bool
    categ_ids: frozenset
    product_ids: frozenset
    authorised_ids: frozenset | None

    def covers(self, product_id: int, categ_id: int) -> bool:
        """Return whether a product of a category is offered."""
        if self.authorised_ids is not None and categ_id not in self.authorised_ids:
            return False
        return self.is_everything or categ_id in self.categ_ids or product_id in self.product_ids


class GoodsRules:
    """The rules of the goods for one member on one day; what is loaded once serves many calls."""

    def __init__(self, env, member, date):
        """Take whose order it is, and for which day.

        :param member: `distribution.member`
        :param date: the day of the order in the calendar of the user
        """
        self.env = env
        # sudo: what is offered binds everybody, also those who may not read the rules
        self.member_sudo = member.sudo()
        self.date = date
        self._scope = None

    def judge(self, quantities):
        """Return why quantities cannot be ordered, in the order in which they came.

        :param dict quantities: {product.product: quantity in the product's own unit}
        :rtype: list[Finding]
        """
        products = self.env["product.product"].union(*quantities)
        products_sudo = products.sudo()  # see above
        products_sudo.fetch(["product_tmpl_id", "uom_id", "categ_id", "sale_ok", "active"])
        found = []
        for product, quantity in quantities.items():
            finding = self._judge_one(product, to_decimal(quantity))
            if finding:
                found.append(finding)
        return found

    def get_scope(self):
        """Return what the member is offered.

        :rtype: Scope
        """
        if self._scope is None:
            member_sudo = self.member_sudo
            self._flush()
            self._scope = self._make_scope(
                self.env.execute_query(
                    goods.rules_in_force(member_sudo.id, member_sudo.company_id.id, self.date)
                )
            )
        return self._scope

    # === HELPERS === #

    def _make_scope(self, rules):
        """Return what rules allow: of assortments any one is enough, and without any everything;
        certificates limit it when each of them names categories.

        :param rules: rows of `rules_in_force`
        """
        certificates = [set(categ_ids) for kind, _id, categ_ids in rules if kind == CERTIFICATE]
        assortment_ids = [id_ for kind, id_, _categ_ids in rules if kind == ASSORTMENT]
        own = (
            self.env.execute_query(goods.own_assortments(self.member_sudo.id, assortment_ids))
            if assortment_ids
            else []
        )
        return Scope(
            is_everything=not assortment_ids
            or any(not (categ_ids or product_ids) for categ_ids, product_ids in own),
            categ_ids=self._add_below({one for categ_ids, _ids in own for one in categ_ids}),
            product_ids=frozenset(one for _ids, product_ids in own for one in product_ids),
            authorised_ids=self._add_below(set().union(*certificates))
            if certificates and all(certificates)
            else None,
        )

    def _add_below(self, categ_ids):
        """Return the ids of categories with those of all below them."""
        if not categ_ids:
            return frozenset()
        rows = self.env.execute_query(goods.categories_with_below(categ_ids))
        return frozenset(row[0] for row in rows)

    def _judge_one(self, product, quantity):
        product_sudo = product.sudo()  # see above
        if not self._is_offered(product_sudo):
            return Finding(
                product=product,
                code=NOT_OFFERED,
                quantity=quantity,
                allowed=(),
                sentence=self.env._(
                    "%(product)s is not in the assortment of %(member)s. Leave it out, or ask the"
                    " manufacturer.",
                    product=product_sudo.display_name,
                    member=self.member_sudo.name,
                ),
            )
        rule = product_sudo.product_tmpl_id._get_quantity_rule()
        fault = rule.find_fault(quantity)
        if not fault:
            return None
        nearest = rule.find_nearest(quantity)
        return Finding(
            product=product,
            code=fault.value,
            quantity=quantity,
            allowed=tuple(nearest),
            sentence=self._describe(fault, product_sudo, quantity, nearest),
        )

    def _is_offered(self, product_sudo):
        member_sudo = self.member_sudo
        is_goods = product_sudo.active and product_sudo.sale_ok
        companies = (product_sudo.env["res.company"], member_sudo.company_id)
        if not is_goods or product_sudo.company_id not in companies:
            return False
        return self.get_scope().covers(product_sudo.id, product_sudo.categ_id.id)

    def _describe(self, fault, product_sudo, quantity, nearest):
        """Return the whole sentence about a quantity that cannot be ordered."""
        template_sudo = product_sudo.product_tmpl_id
        values = {
            "product": product_sudo.display_name,
            "quantity": write_quantity(quantity),
            "unit": product_sudo.uom_id.name,
            "allowed": self.env._(" or ").join(write_quantity(number) for number in nearest),
            "multiple": write_quantity(to_decimal(template_sudo.distribution_multiple)),
        }
        sentences = {
            Fault.NOT_POSITIVE: self.env._(
                "%(product)s: %(quantity)s %(unit)s cannot be ordered. Order %(allowed)s %(unit)s"
                " or more.",
                **{**values, "allowed": write_quantity(max(nearest[0], Decimal(1)))},
            ),
            Fault.MINIMUM: self.env._(
                "%(product)s: %(quantity)s %(unit)s is too little. Order at least %(allowed)s"
                " %(unit)s.",
                **values,
            ),
            Fault.MULTIPLE: self.env._(
                "%(product)s: %(quantity)s %(unit)s is not a multiple of %(multiple)s. Order"
                " %(allowed)s %(unit)s.",
                **values,
            ),
            Fault.MAXIMUM: self.env._(
                "%(product)s: %(quantity)s %(unit)s is too much. Order at most %(allowed)s"
                " %(unit)s.",
                **values,
            ),
        }
        return sentences[fault]

    def _flush(self):
        """Write what the query reads."""
        for model in (
            "distribution.assortment",
            "distribution.authorisation",
            "distribution.member",
            "distribution.region",
            "product.category",
        ):
            self.env[model].flush_model()


def write_quantity(number):
    """Return a quantity as people write it.

    >>> write_quantity(Decimal("20.00")), write_quantity(Decimal("2.50"))
    ('20', '2.5')
    """
    return f"{number.normalize():f}"
