"""Run the simulator: `python -m tests.kingdee_simulator --port 18080`."""

import argparse
import json
import signal
import sys
import tempfile
from pathlib import Path

from .faults import read_specification
from .seed import seed
from .services.context import Context
from .web.server import Server


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="kingdee_simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--state", default="", help="SQLite file that keeps the state")
    parser.add_argument("--faults", default="", help="JSON list, or kind:rate[:Service|…],…")
    parser.add_argument("--switches", default="{}", help="JSON object, see README.md")
    parser.add_argument("--seed", type=int, default=0, help="seed of the trade that is made up")
    parser.add_argument("--materials", type=int, default=100, help="only into an empty state")
    parser.add_argument("--warehouses", type=int, default=2)
    parser.add_argument("--customers", type=int, default=5)
    parser.add_argument("--fragments", type=int, default=0)
    return parser.parse_args()


def main() -> int:
    """Listen until SIGTERM."""
    given = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with tempfile.TemporaryDirectory(prefix="kingdee-") as folder:
        path = Path(given.state) if given.state else Path(folder) / "state.sqlite"
        erp = Context(path, json.loads(given.switches))
        erp.faults.order(read_specification(given.faults) if given.faults else [])
        if given.materials and not erp.has_trade():
            names = ("materials", "warehouses", "customers", "fragments", "seed")
            seed(erp, {name: getattr(given, name) for name in names})
        server = Server(erp, given.host, given.port)
        port = server.server_address[1]
        print(json.dumps({"url": f"http://{given.host}:{port}", "port": port}), flush=True)
        try:
            server.serve_forever(poll_interval=0.1)
        except KeyboardInterrupt:
            pass
        finally:
            server.server_close()
            erp.database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
