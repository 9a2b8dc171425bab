"""Which models of the product have rights, and rules where their rows belong to somebody."""

from odoo.tools import SQL

# Columns that say whose a row is: such a model needs a record rule beside its rights.
OWNERS = ("company_id", "member_id", "distribution_member_id")


def permissions() -> SQL:
    """Return the rows of `distribution.kpi.permission`: one per model that only our addons made."""
    return SQL(
        """
        SELECT model.id, model.id AS model_id, model.model AS name,
               COALESCE(rights.count, 0) AS right_count,
               COALESCE(rules.count, 0) AS rule_count,
               owned.is_owned AS needs_rule,
               COALESCE(rights.count, 0) > 0
                   AND (NOT owned.is_owned OR COALESCE(rules.count, 0) > 0) AS is_covered,
               CASE WHEN COALESCE(rights.count, 0) > 0
                         AND (NOT owned.is_owned OR COALESCE(rules.count, 0) > 0)
                    THEN 100.0 ELSE 0.0 END AS coverage
          FROM ir_model model
          JOIN (
               SELECT res_id
                 FROM ir_model_data
                WHERE model = 'ir.model'
                GROUP BY res_id
               HAVING BOOL_AND(module LIKE 'distribution\\_%%')
               ) ours ON ours.res_id = model.id
          JOIN LATERAL (
               SELECT EXISTS (
                      SELECT FROM ir_model_fields field
                       WHERE field.model_id = model.id AND field.name = ANY(%(owners)s)
                      ) AS is_owned
               ) owned ON TRUE
     LEFT JOIN (
               SELECT model_id, COUNT(*) AS count
                 FROM ir_model_access
                WHERE active AND group_id IS NOT NULL
                GROUP BY model_id
               ) rights ON rights.model_id = model.id
     LEFT JOIN (
               SELECT model_id, COUNT(*) AS count FROM ir_rule WHERE active GROUP BY model_id
               ) rules ON rules.model_id = model.id
         WHERE NOT COALESCE(model.abstract, FALSE)
        """,
        owners=list(OWNERS),
    )
