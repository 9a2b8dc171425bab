"""make bench: how fast the product is at the sizes it promises; each bench is a module of
`tests/bench`.
"""
