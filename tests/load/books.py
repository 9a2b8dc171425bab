"""After the visit: is every order there that somebody has an answer for, once and as ordered?"""

QUERY = """
    SELECT ordered.distribution_cart_key, ordered.id, users.login, line.product_id,
           SUM(line.product_uom_qty)
      FROM sale_order ordered
      JOIN distribution_member_user colleague
        ON colleague.member_id = ordered.distribution_member_id
      JOIN res_users users ON users.id = colleague.user_id
 LEFT JOIN sale_order_line line ON line.order_id = ordered.id
     WHERE ordered.id > %s
  GROUP BY 1, 2, 3, 4
"""
LAST = "SELECT COALESCE(MAX(id), 0) FROM sale_order"


def last_order(cursor):
    """Return the id of the newest order."""
    cursor.execute(LAST)
    return cursor.fetchone()[0]


def compare(cursor, visitors, before):
    """Return {kind of wrong: [examples]} of the orders made after the one of id `before`."""
    cursor.execute(QUERY, [before])
    found = {}
    for key, order_id, login, product_id, quantity in cursor.fetchall():
        found.setdefault(key, {}).setdefault((order_id, login), {})[product_id] = float(quantity)
    wrong = {"lost": [], "doubled": [], "other goods": [], "nobody's": []}
    known = {}
    for visitor in visitors:
        for key, taken in visitor.taken.items():
            known[key] = taken
            wrong_kind = _judge(visitor, taken, found.get(key, {}))
            if wrong_kind:
                wrong[wrong_kind].append(f"{visitor.login} {key}")
    wrong["nobody's"] = [
        f"{key} {list(orders)}" for key, orders in found.items() if key not in known
    ]
    return wrong


def _judge(visitor, taken, orders):
    """Return what is wrong with one order; one without an answer may be there or not."""
    if not orders:
        return "lost" if taken["order"] else None
    if len(orders) > 1:
        return "doubled"
    [((order_id, login), lines)] = orders.items()
    right_goods = lines == {product: float(number) for product, number in taken["lines"].items()}
    right_place = login == visitor.login and taken["order"] in (None, order_id)
    return None if right_goods and right_place else "other goods"
