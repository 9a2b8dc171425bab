"""Record rules as an earlier version brought them; for the migration scripts of all our addons.

Odoo does not touch the rules of a `noupdate` file at an upgrade. One that is gone is made anew from
the file of today; one that somebody has changed stays.
"""

from collections.abc import Mapping

from odoo.tools import SQL


def forget_rules(module: str, domains: Mapping[str, str | None]) -> SQL:
    """Delete rules that are as they were brought.

    :param domains: the domain of old by XML id, blanks left out; None: whatever it is
    """
    return SQL(
        """
        WITH rules AS (
            DELETE FROM ir_rule rule
             USING ir_model_data data
              JOIN UNNEST(%(names)s::text[], %(domains)s::text[]) AS factory(name, domain)
                ON factory.name = data.name
             WHERE data.module = %(module)s
               AND data.model = 'ir.rule'
               AND data.res_id = rule.id
               AND REGEXP_REPLACE(rule.domain_force, '\\s', '', 'g')
                   = COALESCE(factory.domain, REGEXP_REPLACE(rule.domain_force, '\\s', '', 'g'))
         RETURNING data.id
        )
        DELETE FROM ir_model_data WHERE id IN (SELECT id FROM rules)
        """,
        module=module,
        names=list(domains),
        domains=list(domains.values()),
    )
