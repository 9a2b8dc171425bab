"""No transaction is open while the ERP thinks: what was done is committed before each call."""


def let_go(env):
    """Commit: no row stays locked, and no session idles in a transaction, during what follows."""
    env.flush_all()
    env.cr.commit()


def give_up(env):
    """Undo what was done since the last `let_go`."""
    env.cr.rollback()
    env.invalidate_all(flush=False)
