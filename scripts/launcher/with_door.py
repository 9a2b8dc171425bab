"""Open a listening socket and become the program that is named after it, as systemd does it.

python with_door.py 127.0.0.1 8069 1024 python odoo-bin -c odoo.conf
"""

import os
import socket
import sys

FIRST = 3  # where programs look for sockets that are handed to them


def main() -> None:
    """Open the door, say so the way of systemd, run the program in our place."""
    interface, port, backlog, *words = sys.argv[1:]
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.bind((interface, int(port)))
    door.listen(int(backlog))
    if door.fileno() == FIRST:
        os.set_inheritable(FIRST, True)
    else:
        os.dup2(door.fileno(), FIRST)
    os.environ |= {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
    os.execv(words[0], words)


if __name__ == "__main__":
    main()
