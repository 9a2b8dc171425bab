"""The manufacturer: languages, company data, chart of accounts, features switched on."""

import base64

from scripts.demo_company import names
from scripts.demo_company.logo import draw_logo


def set_up_company(env):
    """Turn the database's only company into the one of the story."""
    env["res.lang"]._activate_lang(names.SECOND_LANGUAGE)
    company = env.company
    china = env.ref("base.cn")
    currency = env.ref("base.CNY")
    currency.active = True
    company.write(
        {
            **names.COMPANY,
            "country_id": china.id,
            "state_id": env["res.country.state"]
            .search([("country_id", "=", china.id), ("code", "=", names.STATE_CODE)])
            .id,
            "currency_id": currency.id,
            "distribution_tz": names.TIME_ZONE,
            "logo": base64.b64encode(draw_logo()),
            "primary_color": "#B5482E",
            "secondary_color": "#2F4B5F",
            "external_report_layout_id": env.ref("web.external_layout_standard").id,
            "paperformat_id": env.ref("base.paperformat_euro").id,
        }
    )
    if "iap_enrich_auto_done" in company._fields:
        company.iap_enrich_auto_done = True  # nobody on the internet knows an invented company
    company.partner_id.write({"lang": names.LANGUAGE, "tz": names.TIME_ZONE})
    company.resource_calendar_id.tz = names.TIME_ZONE  # office hours are those of the office
    env["account.chart.template"].try_loading("cn", company, install_demo=False)
    # Distributors are invited, nobody signs up unasked.
    env["ir.config_parameter"].set_param("auth_signup.invitation_scope", "b2b")
    for feature in ("product.group_product_pricelist", "uom.group_uom"):
        env.ref("base.group_user")._apply_group(env.ref(feature))
