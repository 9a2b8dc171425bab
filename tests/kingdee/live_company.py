"""Inside Odoo: a company with a member who orders, beside an ERP that is connected and read."""

from tests.bench import erp_world
from tests.portal_people import make_buyer

LOGIN = "erp_buyer"


def build(env, cloud: str, buyers: int = 1) -> int:
    """Make it, and commit; return the id of a product that lies in the first buyer's cart.

    :param cloud: address of the ERP
    :param buyers: so many portal users has the member: `LOGIN`, `LOGIN` and a number
    """
    env.company.country_id = env.ref("base.cn")
    member = erp_world.make_member(env, "LIVE")
    users = [make_buyer(env, member, login, login) for login in logins(buyers)]
    backend = erp_world.connect(env, cloud, 1, sends_members=False)
    for kind in ("products", "stock"):
        run = backend._run_stream(kind)
        assert run.state == "done", run.log
    product = env["product.product"].search([("default_code", "=", "M0001")])
    env["distribution.cart"].create(
        {"user_id": users[0].id, "member_id": member.id, "lines": {str(product.id): 1}}
    )
    env.cr.commit()
    return product.id


def logins(count: int) -> list[str]:
    """Return the logins of so many buyers, each of them the password, too."""
    return [LOGIN, *(f"{LOGIN}_{place}" for place in range(1, count))]
