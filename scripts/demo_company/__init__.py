"""The demo company: a building-materials maker in Chongqing, told up to today."""


def generate(env):
    """Fill a fresh database with all addons; runs in an Odoo shell.

    Odoo is imported only here: the logins and the story are read outside of it, too.
    """
    from scripts.demo_company import generator

    generator.generate(env)
