"""make demo [PORT=8069]: everything needed on a fresh machine, then the running demo company."""

import runpy
import sys
import time

from scripts import arguments, bootstrap, databases, erp, odoo_process, server, template_contents
from scripts.cluster import MAIN
from scripts.lock import locked
from scripts.paths import addon_names
from scripts.problem import command, say
from scripts.progress import shown
from scripts.template_contents import GENERATOR

DATABASE = "demo"
PLAIN_LOGINS = [("Administrator", "系统管理员", "admin", "admin")]


@command
def main() -> None:
    """Prepare, start, and say where it is and how to log in."""
    started = time.monotonic()
    already = [found for found in server.running() if found.database == DATABASE]
    if already:
        _start_erp(_erp_port())
        print(_banner(already[0], "The demo is already running", "演示系统已在运行"))
        return
    port, erp_port = arguments.port(), _erp_port()
    server.check_port(port)  # before minutes of work, not after them
    erp.check_port(erp_port)
    bootstrap.prepare()
    _ensure_database()
    _start_erp(erp_port)
    with shown("Starting Odoo"):
        running = server.start(DATABASE, port, interface=arguments.value("HOST", "127.0.0.1"))
    seconds = time.monotonic() - started
    print(_banner(running, f"The demo is running (ready after {seconds:.0f} s)", "演示系统已启动"))


def _ensure_database() -> None:
    """Make the demo database once; later only bring it up to the addons' present state, keeping
    what was done in it.
    """
    with locked():
        stamp = template_contents.addons_digest()
        if DATABASE not in databases.names(MAIN):
            databases.create(DATABASE, "tpl_demo")
        elif databases.stamp_of(DATABASE) != stamp and addon_names():
            with shown("The addons changed since: updating the demo database"):
                odoo_process.run(
                    *(
                        "-d",
                        DATABASE,
                        "-u",
                        ",".join(addon_names()),
                        "--stop-after-init",
                        "--no-http",
                    ),
                    log="update-demo",
                    what="updating the demo database",
                    remedy=(
                        "the log names the file and line. `make clean` and `make demo` make "
                        "it anew."
                    ),
                )
        databases.write_stamp(DATABASE, stamp)


def _erp_port() -> int:
    return arguments.port(erp.PORT, "ERP_PORT")


def _start_erp(port: int) -> None:
    """Start the demo company's Kingdee; a demo of before there was one goes without."""
    if not erp.state_of(DATABASE).exists():
        say("This demo is older than its Kingdee; `make clean` and `make demo` make it anew.")
        return
    with shown("Starting the Kingdee simulator"):
        erp.start(DATABASE, port)


def _banner(running: server.Server, english: str, chinese: str) -> str:
    rows = [(f"{role} {role_zh}", login, password) for role, role_zh, login, password in logins()]
    lines = [f"  {role:<44} {login:<28} {password}" for role, login, password in rows]
    return "\n".join(
        [
            "",
            f"{english} · {chinese}",
            f"  {running.url}",
            "",
            "Who 角色 / login 登录名 / password 密码",
            *lines,
            *_tell_erp(),
            "",
            f"Stop it: make stop · 停止：make stop        Log · 日志: {running.log}",
        ]
    )


def _tell_erp() -> list[str]:
    found = erp.running()
    if not found:
        return []
    order = '{"number": "ODOO-S00000", "tracking": "SF1390"}'
    return [
        "",
        f"Its Kingdee (a simulator) 金蝶模拟器: {found.url} (tests/kingdee_simulator/README.md)",
        f"  curl {found.url}/admin/order_deliver -d '{order}'",
    ]


def logins() -> list[tuple[str, str, str, str]]:
    """Return (role, role in Chinese, login, password) of the demo company's people."""
    path = GENERATOR / "logins.py"  # by its path: the package beside it needs Odoo
    if path.exists():
        return runpy.run_path(str(path))["LOGINS"]
    return PLAIN_LOGINS


if __name__ == "__main__":
    sys.exit(main())
