"""Two processes do something at once, each looking before the other has written."""

import multiprocessing
import textwrap

ACT = """
import os, time
from odoo.exceptions import UserError
from odoo.service.model import retrying

def act():
    LOOK  # the snapshot is taken here, in every try
    if not os.path.exists(READY):  # the first try waits for the other process
        open(READY, "w").close()
        while not os.path.exists(OTHER):
            time.sleep(0.01)
        time.sleep(0.3)
WORK

try:
    retrying(act, env)
    print("done")
except UserError as error:
    # a constraint of the database comes as another class: no page of ours would have said it
    print("refused" if type(error) is UserError else f"broken: {error}")
"""
SECONDS = 180


def run_at_once(run_in_odoo, database, folder, look, works):
    """Return what became of each of two pieces of work: "done", or "refused" with a sentence.

    :param folder: where the processes tell each other that they have looked
    :param look: expression that reads something, so that the snapshot is taken
    :param works: two pieces of code
    """
    flags = [str(folder / name) for name in ("one", "two")]
    answers = multiprocessing.Queue()
    processes = [
        multiprocessing.Process(
            target=_act,
            args=(
                run_in_odoo,
                database,
                ACT.replace("LOOK", look)
                .replace("WORK", textwrap.indent(textwrap.dedent(work).strip(), " " * 4))
                .replace("READY", repr(flags[number]))
                .replace("OTHER", repr(flags[1 - number])),
                answers,
            ),
        )
        for number, work in enumerate(works)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(SECONDS)
    return [answers.get(timeout=5) for _process in processes]


def _act(run, database, script, answers):
    answers.put(run(database, script).splitlines()[-1])
