from .queries import sales_facts, sales_triggers


def uninstall_hook(env):
    """Stop watching the tables of other addons, and forget what was kept."""
    env.cr.execute(sales_triggers.drop_triggers())
    env.cr.execute(sales_facts.drop_tables())
