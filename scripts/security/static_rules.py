"""Flaws that neither bandit nor pylint-odoo sees, found in the syntax tree of the addons.

A line that is right all the same says why: `# safe <rule>: reason`, on it or above it.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.security.syntax import (
    Source,
    called,
    calls,
    is_check,
    names,
    parameters,
    public_methods,
    routes,
)

SECRET_NAME = re.compile(r"passw|secret|token|api_?key|private_key|app_key", re.IGNORECASE)
LOGGED = re.compile(r"passw|secret|token|^vals$|^post$|^kwargs?$|bank_account|id_number")
HTTP_MODULES = {"requests", "urllib", "urllib3", "httpx", "http"}
HTTP_HOME = "/clients/"  # the one place that talks with other computers


@dataclass(frozen=True, slots=True)
class Finding:
    """A flaw at a place."""

    rule: str
    path: Path
    line: int
    text: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.rule}: {self.text}"


Rule = Callable[[Source], Iterator[tuple[int, str]]]


# === THE RULES === #


def sudo_by_route_id(source: Source):
    """A record named by the address is fetched as superuser."""
    for function, _options in routes(source):
        for call in calls(function):
            if called(call) == "browse" and names(call) & parameters(function):
                inside = {called(inner) for inner in calls(call.func)}
                if "sudo" in inside:
                    yield call.lineno, "the visitor chooses the record, and sudo() gives it"


def open_route(source: Source):
    """A page that asks for no login."""
    for function, options in routes(source):
        auth = getattr(options.get("auth"), "value", "user")
        if auth in ("public", "none"):
            yield function.lineno, f"auth={auth!r}: say why everybody may come"


def no_csrf(source: Source):
    """A form that other sites can send."""
    for function, options in routes(source):
        if getattr(options.get("csrf"), "value", True) is False:
            yield function.lineno, "csrf=False"


def mass_assignment(source: Source):
    """What a visitor sends is written as it comes."""
    for function, _options in routes(source):
        extra = function.args.kwarg and function.args.kwarg.arg
        for call in calls(function):
            if called(call) in ("create", "write", "update") and extra:
                given = [*call.args, *(keyword.value for keyword in call.keywords)]
                if any(getattr(value, "id", "") == extra for value in given):
                    yield call.lineno, f"{called(call)}({extra}): name the fields"


def unchecked_sudo(source: Source):
    """A method that RPC clients call acts as superuser before it has looked who asks."""
    for function in public_methods(source):
        checked = min(
            (call.lineno for call in calls(function) if is_check(call)),
            default=10**9,
        )
        for call in calls(function):
            is_sql = called(call) == "execute" and "cr" in ast.unparse(call.func)
            if (called(call) == "sudo" or is_sql) and call.lineno < checked:
                yield call.lineno, f"{function.name} is public: check rights first"


def built_sql(source: Source):
    """SQL is put together from texts."""
    for call in calls(source.tree):
        if called(call) in ("execute", "executemany") and call.args:
            query = call.args[0]
            is_built = isinstance(query, ast.JoinedStr | ast.BinOp)
            is_built |= isinstance(query, ast.Call) and called(query) == "format"
            if is_built:
                yield call.lineno, "build it with odoo.tools.SQL"


def evaluation(source: Source):
    """Text is run as code, or a caller chooses the attribute."""
    for call in calls(source.tree):
        if called(call) in ("safe_eval", "eval", "exec") and not (
            call.args and isinstance(call.args[0], ast.Constant)
        ):
            yield call.lineno, f"{called(call)} of what is stored or sent"
    chosen = [*public_methods(source), *(function for function, _options in routes(source))]
    for function in chosen:
        for call in calls(function):
            name = call.args[1] if called(call) == "getattr" and len(call.args) > 1 else None
            if name is not None and names(name) & parameters(function):
                yield call.lineno, "the caller chooses the attribute"


def open_redirect(source: Source):
    """A visitor is sent to where the address says."""
    for function, _options in routes(source):
        for call in calls(function):
            if called(call) not in ("redirect", "redirect_query"):
                continue
            is_foreign = any(
                keyword.arg == "local" and getattr(keyword.value, "value", True) is False
                for keyword in call.keywords
            )
            target = call.args[0] if call.args else None
            is_given = isinstance(target, ast.Name) and target.id in parameters(function)
            if is_foreign or is_given:
                yield call.lineno, "to another site"


def foreign_computers(source: Source):
    """Another computer is asked from anywhere but the clients, or carelessly."""
    for node in ast.walk(source.tree):
        modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        modules += (
            [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
        )
        for module in modules:
            is_client = module.partition(".")[0] in HTTP_MODULES and "parse" not in module
            if is_client and HTTP_HOME not in str(source.path):
                yield node.lineno, f"{module}: belongs into clients/"
    for call in calls(source.tree):
        for keyword in call.keywords:
            if keyword.arg == "verify" and getattr(keyword.value, "value", True) is False:
                yield call.lineno, "verify=False"


def guessable(source: Source):
    """Chance that can be computed."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import) and any(alias.name == "random" for alias in node.names):
            yield node.lineno, "random: for tokens it is `secrets`"


def open_secret(source: Source):
    """A field that is named like a secret and may be read by everybody who reads the record."""
    for model in source.classes:
        for node in model.body:
            is_field = isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
            if not is_field or called(node.value) not in ("Char", "Text", "Html", "Binary"):
                continue
            name = getattr(node.targets[0], "id", "")
            if SECRET_NAME.search(name) and not any(
                keyword.arg == "groups" for keyword in node.value.keywords
            ):
                yield node.lineno, f"{name}: groups=, or a Secret"


def logged_secret(source: Source):
    """A secret, or everything that was sent, goes to the log."""
    for call in calls(source.tree):
        if "_logger" not in ast.unparse(call.func):
            continue
        for argument in call.args[1:]:
            used = {*names(argument), *(getattr(n, "attr", "") for n in ast.walk(argument))}
            if any(LOGGED.search(name) for name in used):
                yield call.lineno, "this does not belong into a log"


def lone_commit(source: Source):
    """Half of what was asked is kept."""
    for call in calls(source.tree):
        if called(call) == "commit" and "cr" in ast.unparse(call.func):
            yield call.lineno, "commit: say why half may be kept"


RULES: tuple[Rule, ...] = (
    sudo_by_route_id,
    open_route,
    no_csrf,
    mass_assignment,
    unchecked_sudo,
    built_sql,
    evaluation,
    open_redirect,
    foreign_computers,
    guessable,
    open_secret,
    logged_secret,
    lone_commit,
)


def find(path: Path, text: str) -> Iterator[tuple[Finding, str]]:
    """Yield every finding in a file, with the reason that the file gives for it."""
    source = Source(path, text)
    for rule in RULES:
        name = rule.__name__.replace("_", "-")
        for line, words in rule(source):
            yield Finding(name, path, line, words), source.reason_for(name, line)
