"""A job killed by `kill -9` at one database statement after the other, run inside an Odoo shell.

Each round is a process of its own, killed before or after one statement more than the last one;
when a round has got something through, the next one begins with the first statements again.
"""

import os
import signal
import traceback

from odoo import api, sql_db

ENOUGH = 400


def kill_rounds(env, run, look, *, stride=11):
    """Run a job until it gets through, killed at ever later moments.

    :param run: what to do, given an environment of its own
    :param look: what can be seen of it afterwards, comparable and fit for JSON
    :return: (number of kills, what was seen before the first, after each, and at the end)
    """
    looks, kills, moment, first = [look()], 0, 1, 1
    while kills < ENOUGH and _is_killed_at(env, run, moment):
        kills += 1
        looks.append(look())
        if looks[-1] == looks[-2]:
            moment += stride
        else:
            first += 1
            moment = first
    return kills, [*looks, look()]


def _is_killed_at(env, run, moment):
    """Run the job in a child that dies at a moment; tell whether it came that far."""
    registry, database = env.registry, env.cr.dbname
    child = os.fork()
    if not child:
        try:
            # The connections are the parent's; referenced on, so that they are not closed here.
            kept = sql_db._Pool, registry._db
            sql_db._Pool = None
            registry._db = sql_db.db_connect(database)
            with registry.cursor() as cursor:
                _die_at(moment)
                run(api.Environment(cursor, 1, {}))
            os._exit(0 if kept else 1)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or not status, "the job failed"
    return os.WIFSIGNALED(status)


def _die_at(moment):
    passed = []

    def wrap(name):
        function = getattr(sql_db.Cursor, name)

        def call(cursor, *args, **kwargs):
            for act in (lambda: None, lambda: function(cursor, *args, **kwargs)):
                result = act()
                passed.append(name)
                if len(passed) == moment:
                    os.kill(os.getpid(), signal.SIGKILL)
            return result

        setattr(sql_db.Cursor, name, call)

    wrap("execute")
    wrap("commit")
