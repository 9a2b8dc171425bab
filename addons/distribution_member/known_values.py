"""What a query of ours has read need not be fetched again."""


def keep(records, rows, names):
    """Let the ORM know values of stored fields as if it had fetched them; what it knows it keeps.

    :param rows: list of dicts, one for each record, in the same order
    :param names: fields that are keys of the rows
    """
    for name in names:
        records._fields[name]._insert_cache(records, [row[name] for row in rows])
