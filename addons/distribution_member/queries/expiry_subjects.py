"""What of the members can end: memberships, authorisations and documents without successor."""

from odoo.tools import SQL

MODELS = {
    "membership": "distribution.member",
    "authorisation": "distribution.authorisation",
    "document": "distribution.document",
}


def subjects(kind: str) -> SQL:
    """Return rows (id, member_id, date_end, is_required, is_handed_in) of what has no successor.

    `is_required`: without it there are no orders; `is_handed_in`: a successor waits for us.
    """
    return {
        "membership": _memberships,
        "authorisation": _authorisations,
        "document": _documents,
    }[kind]()


def _memberships() -> SQL:
    return SQL(
        """
        SELECT id, id AS member_id, date_end, TRUE AS is_required, FALSE AS is_handed_in
          FROM distribution_member
         WHERE date_end IS NOT NULL
        """
    )


def _authorisations() -> SQL:
    return SQL(
        """
        SELECT id, member_id, date_to AS date_end, FALSE AS is_required, FALSE AS is_handed_in
          FROM distribution_authorisation ending
         WHERE state = 'issued'
           AND date_to IS NOT NULL
           AND NOT EXISTS (
               SELECT FROM distribution_authorisation renewal
                WHERE renewal.renewed_id = ending.id AND renewal.state = 'issued'
               )
        """
    )


def _documents() -> SQL:
    """A document is followed by a later one of its type; a level need not ask for it any more."""
    return SQL(
        """
        SELECT ending.id,
               ending.member_id,
               ending.date_end,
               EXISTS (
               SELECT
                 FROM distribution_document_type_required_rel required
                 JOIN distribution_member holder ON holder.level_id = required.level_id
                WHERE required.type_id = ending.type_id AND holder.id = ending.member_id
               ) AS is_required,
               EXISTS (
               SELECT FROM distribution_document newer
                WHERE newer.member_id = ending.member_id AND newer.type_id = ending.type_id
                  AND newer.id > ending.id AND newer.state = 'submitted'
               ) AS is_handed_in
          FROM distribution_document ending
         WHERE ending.state IN ('accepted', 'expired')
           AND ending.date_end IS NOT NULL
           AND ending.member_id IS NOT NULL
           AND NOT EXISTS (
               SELECT FROM distribution_document newer
                WHERE newer.member_id = ending.member_id AND newer.type_id = ending.type_id
                  AND newer.state IN ('accepted', 'expired')
                  AND (COALESCE(newer.date_end, 'infinity'), newer.id)
                    > (ending.date_end, ending.id)
               )
        """
    )
