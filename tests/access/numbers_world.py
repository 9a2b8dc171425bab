"""Runs in an Odoo shell: a number in every encrypted field of every record of the tables."""

import itertools

from odoo.addons.distribution_member import identity_numbers

_counter = itertools.count(1)


def write_numbers(world, records):
    """Fill the encrypted fields of the records of one key.

    :param dict records: {relation: record}
    :return: {relation: {field: clear value}}, empty when the model has no encrypted field
    """
    written = {}
    for relation, record in records.items():
        if names := getattr(record, "_sensitive_names", set)():
            written[relation] = {name: _choose_number(name) for name in sorted(names)}
            if record._name == "distribution.member":
                world._give_consent(record)
            record._write_first_numbers({record.id: written[relation]})
    return written


def _choose_number(name):
    number = next(_counter)
    if name != "id_number":
        return f"62220213{number:08d}"
    body = f"50011219900307{number:03d}"
    return body + identity_numbers.id_card_check_sign(body)
