from .queries import sales_facts, sales_triggers


def post_init_hook(env):
    """Have the facts made of all that was sold before; until then reports ask the documents."""
    env.flush_all()
    env.cr.execute(sales_facts.note_all())
    env.ref("distribution_reports.ir_cron_keep_facts")._trigger()


def uninstall_hook(env):
    """Stop watching the tables of other addons, and forget what was kept."""
    env.cr.execute(sales_triggers.drop_triggers())
    env.cr.execute(sales_facts.drop_tables())
