"""What tests of the demo company ask it."""


def count(session, model, domain=()):
    """Count the records that the user may see."""
    return session.call(model, "search_count", list(domain))


def sums(session, model, groupby, aggregates, domain=()):
    """Return rows of aggregates by the formatted values they are grouped by."""
    return session.call(
        model, "formatted_read_group", list(domain), groupby=groupby, aggregates=aggregates
    )
