"""Runs in an Odoo shell: a record of every kind that the demo company happens not to have."""

import base64

from odoo.addons.distribution_member.tests.pure.test_safe_files import picture


def plant_seeds(env):
    """Make a record for each model that would otherwise have no text to attack."""
    colleague = env["distribution.member.user"].search([], limit=1)
    member = colleague.member_id
    env["distribution.cart"].create(
        {"member_id": member.id, "user_id": colleague.user_id.id, "note": "Seed"}
    )
    partner = member.partner_id
    partner.category_id = env["res.partner.category"].create({"name": "Seed"})
    if not partner.bank_ids:
        env["res.partner.bank"].create(
            {"partner_id": partner.id, "acc_number": "6222021234567890", "acc_holder_name": "Seed"}
        )
    attribute = env["product.attribute"].create(
        {"name": "Seed", "create_variant": "no_variant", "value_ids": [(0, 0, {"name": "Seed"})]}
    )
    goods = env["product.template"].search([("sale_ok", "=", True)], limit=1)
    goods.attribute_line_ids = [
        (0, 0, {"attribute_id": attribute.id, "value_ids": [(6, 0, attribute.value_ids.ids)]})
    ]
    photo = base64.b64encode(picture())
    for model, parent, target in (
        ("distribution.feedback.file", "feedback_id", "distribution.feedback"),
        ("distribution.return.photo", "rma_id", "rma"),
    ):
        owner = env[target].search([], limit=1)
        env[model].create({parent: owner.id, "file_name": "seed.jpg", "upload": photo})
    env["distribution.link.request"].create({"email": "seed@example.com"})
    env.flush_all()
