"""Customers who are to become members, staged as lines of a member import."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from odoo.tools import SQL


def contacts_made(company_id: int) -> SQL:
    """Return (partner_id, first_day, last_day) of all companies and persons, by when they were
    made: nothing is known of their purchases.
    """
    return SQL(
        """
        SELECT id AS partner_id, create_date::date AS first_day, create_date::date AS last_day
          FROM res_partner
         WHERE id = commercial_partner_id AND COALESCE(company_id, %(company)s) = %(company)s
        """,
        company=company_id,
    )


def customers(sales: SQL, chosen: SQL, company_id: int, since: date | None) -> SQL:
    """Return the contacts to look at: their id, first day, address.

    :param sales: as `contacts_made`
    :param chosen: ids of the contacts that the filters let through
    """
    return SQL(
        """
        SELECT partner.id, sales.first_day, partner.state_id, partner.city
          FROM (%(sales)s) sales
          JOIN res_partner partner ON partner.id = sales.partner_id
         WHERE partner.id IN (%(chosen)s)
           AND COALESCE(partner.company_id, %(company)s) = %(company)s
           AND sales.last_day >= COALESCE(%(since)s::date, sales.last_day)
           AND NOT EXISTS (SELECT 1 FROM res_company WHERE partner_id = partner.id)
           AND NOT EXISTS (SELECT 1 FROM res_users
                            WHERE partner_id = partner.id AND share IS NOT TRUE)
        """,
        sales=sales,
        chosen=chosen,
        company=company_id,
        since=since,
    )


def addresses(found: SQL) -> SQL:
    """Return each different province and city of the `customers`."""
    return SQL("SELECT DISTINCT state_id, city FROM (%s) customer", found)


def insert_lines(
    import_id: int, found: SQL, company_id: int, places: Sequence[Mapping], level: str
) -> SQL:
    """Stage a line for each of the `customers`.

    The code is the contact's own reference where no other contact has the same, else made of its
    id; so it is the same each time.

    :param places: the code of the region of each different address: state_id, city, region
    """
    return SQL(
        """
        INSERT INTO distribution_member_import_line (
            import_id, number, state, is_imported, sensitive_uid, contact_id, code, name, level,
            region, subject_type, date_start, member_state
        )
        SELECT %(import_id)s, ROW_NUMBER() OVER (ORDER BY customer.first_day, customer.id),
               'unchecked', FALSE, gen_random_uuid()::text, partner.id,
               COALESCE(
                   (SELECT code FROM distribution_member
                     WHERE partner_id = partner.id AND company_id = %(company)s),
                   CASE WHEN COUNT(*) OVER (PARTITION BY TRIM(partner.ref)) = 1
                        THEN NULLIF(TRIM(partner.ref), '') END,
                   'C' || LPAD(partner.id::text, 6, '0')
               ),
               partner.name, %(level)s, place.region,
               CASE WHEN partner.is_company THEN 'company' ELSE 'person' END,
               customer.first_day::text, 'active'
          FROM (%(found)s) customer
          JOIN res_partner partner ON partner.id = customer.id
     LEFT JOIN jsonb_to_recordset(%(places)s::jsonb) AS place(state_id int, city text, region text)
            ON place.state_id IS NOT DISTINCT FROM customer.state_id
           AND place.city IS NOT DISTINCT FROM customer.city
        """,
        import_id=import_id,
        found=found,
        company=company_id,
        level=level,
        places=json.dumps(list(places)),
    )


def members_of_contacts(contact_ids: Sequence[int], company_id: int) -> SQL:
    """Return (contact id, member code) of the contacts that are members already."""
    return SQL(
        "SELECT partner_id, code FROM distribution_member"
        " WHERE partner_id = ANY(%s) AND company_id = %s",
        list(contact_ids),
        company_id,
    )
