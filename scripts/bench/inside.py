"""One bench, run inside an Odoo shell; its figures go to the file named by BENCH_RESULT."""

import dataclasses
import importlib
import json
import os
import sys
import time
from pathlib import Path

from scripts.bench.figures import Bench

QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True, "mail_notrack": True}


def main(env) -> None:
    """Run the bench named by BENCH_NAME."""
    module = importlib.import_module(f"tests.bench.bench_{os.environ['BENCH_NAME']}")
    start = time.monotonic()

    def say(text: str) -> None:
        print(f"[{time.monotonic() - start:6.1f} s] {text}", file=sys.stderr, flush=True)

    is_short = os.environ.get("BENCH_SHORT") == "1"
    bench = Bench(env(context={**env.context, **QUIET}), is_short=is_short, say=say)
    module.run(bench)
    figures = [{**dataclasses.asdict(figure), "is_met": figure.is_met} for figure in bench.figures]
    Path(os.environ["BENCH_RESULT"]).write_text(json.dumps(figures))
