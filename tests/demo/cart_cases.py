"""The pure logic of the ordering app's cart, called in its page."""

# What the cart does, without page or server: (call, answer).
PAINT = "{ id: 1, price: 10, min: 25, step: 10, max: 95 }"
CART = f"cart.setQuantity(cart.createCart(), {PAINT}, 30)"
LOGIC = [
    (f"cart.lowestQuantity({PAINT})", 30),
    (f"cart.highestQuantity({PAINT})", 90),
    (f"cart.nextQuantity({PAINT}, 0, 1)", 30),
    (f"cart.nextQuantity({PAINT}, 34, 1)", 40),
    (f"cart.nextQuantity({PAINT}, 90, 1)", 90),
    (f"cart.nextQuantity({PAINT}, 34, -1)", 30),
    (f"cart.nextQuantity({PAINT}, 30, -1)", 0),
    ("cart.nextQuantity({ id: 2, step: 0.1 }, 0.2, 1)", 0.3),
    (f"cart.findFault({PAINT}, 20)", "minimum"),
    (f"cart.findFault({PAINT}, 35)", "multiple"),
    (f"cart.findFault({PAINT}, 100)", "maximum"),
    (f"cart.findFault({PAINT}, 40)", None),
    ("cart.findFault({ id: 2, step: 0.1 }, 0.3)", None),
    ("cart.parseQuantity('１,０００')", 1000),
    ("Number.isNaN(cart.parseQuantity('1e3'))", True),
    (f"cart.sumPrices({CART})", 300),
    (f"cart.changesOf(cart.setQuantity({CART}, {PAINT}, 0))", [{"id": 1, "quantity": 0}]),
    # another device added 2; what was changed here since stays
    (
        f"Object.entries(cart.mergeServer({CART},"
        " { lines: { 1: 50, 2: 5 }, version: 7 }).lines)"
        ".map(([id, line]) => [id, line.quantity])",
        [["1", 30], ["2", 5]],
    ),
    # the server has it: from now on its word counts
    (
        f"cart.mergeServer({CART}, {{ lines: {{ 1: 50 }}, version: 7 }},"
        " [{ id: 1, quantity: 30 }]).lines[1].quantity",
        50,
    ),
    # a price that was shown is not replaced without asking
    (
        f"(() => {{ const row = {{ id: 1, quantity: 30, product: {{ ...{PAINT}, price: 12 }} }};"
        f" const seen = cart.applyJudgement({CART}, [{{ ...row, product: {PAINT} }}]);"
        " const line = cart.applyJudgement(seen, [row]).lines[1];"
        " return [line.price, line.newPrice] })()",
        [10, 12],
    ),
    (f"cart.listLines(cart.removeOrdered({CART}, [{{ id: 1, quantity: 20 }}])).length", 1),
    (f"cart.listLines(cart.removeOrdered({CART}, [{{ id: 1, quantity: 30 }}])).length", 0),
]
