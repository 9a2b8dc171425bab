"""What the static rules ask of a file: its tree, its routes, its public methods."""

import ast
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

CHECKS = re.compile(
    r"^(check_access|has_access|has_groups?|_ensure_\w+|_check_\w+|_filtered_access|_can_\w+)$"
)
BY_ODOO = {"init"}  # called at an upgrade, never by clients
REASON = re.compile(r"# safe (?P<rule>[\w-]+): *(?P<reason>\S.*)")
# A block of comments above a statement explains it.
ABOVE = 3


class Source:
    """A file with its tree, and what its lines say about themselves."""

    def __init__(self, path: Path, text: str):
        self.path, self.lines = path, text.splitlines()
        self.tree = ast.parse(text)

    @cached_property
    def constants(self) -> dict[str, ast.expr]:
        """Return {name: value} of what is assigned at the top."""
        return {
            target.id: node.value
            for node in self.tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }

    @cached_property
    def functions(self) -> list[ast.FunctionDef]:
        """Return all functions."""
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)]

    @cached_property
    def classes(self) -> list[ast.ClassDef]:
        """Return all classes."""
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef)]

    def reason_for(self, rule: str, line: int) -> str:
        """Return why a line breaks a rule rightly, '' when it does not say."""
        for text in self.lines[max(0, line - 1 - ABOVE) : line]:
            found = REASON.search(text)
            if found and found["rule"] == rule:
                return found["reason"]
        return ""


def calls(node: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls inside."""
    return (inner for inner in ast.walk(node) if isinstance(inner, ast.Call))


def called(call: ast.Call) -> str:
    """Return the last name of what is called: `write` of `a.b.write(…)`."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def names(node: ast.AST) -> set[str]:
    """Return the names used inside."""
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def is_check(call: ast.Call) -> bool:
    """Tell whether a call looks at rights: by name, or as Odoo's own `super().write(…)` does."""
    owner = getattr(call.func, "value", None)
    return bool(CHECKS.match(called(call))) or (
        isinstance(owner, ast.Call) and called(owner) == "super"
    )


def parameters(function: ast.FunctionDef) -> set[str]:
    """Return the names of the parameters, `self` left out."""
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    every += [extra for extra in (arguments.vararg, arguments.kwarg) if extra]
    return {argument.arg for argument in every} - {"self", "cls"}


def route_of(source: Source, function: ast.FunctionDef) -> dict[str, ast.expr] | None:
    """Return the options of a route, constants and `**OPTIONS` looked up; None: it is none."""
    for decorator in function.decorator_list:
        if not (isinstance(decorator, ast.Call) and called(decorator) == "route"):
            continue
        options = {}
        for keyword in decorator.keywords:
            known = source.constants.get(getattr(keyword.value, "id", ""), keyword.value)
            if keyword.arg:
                options[keyword.arg] = known
            elif isinstance(known, ast.Dict):
                pairs = zip(known.keys, known.values, strict=True)
                options |= {key.value: value for key, value in pairs if key}
        return options
    return None


def routes(source: Source) -> Iterator[tuple[ast.FunctionDef, dict[str, ast.expr]]]:
    """Yield the handlers of routes with their options."""
    for function in source.functions:
        options = route_of(source, function)
        if options is not None:
            yield function, options


def public_methods(source: Source) -> Iterator[ast.FunctionDef]:
    """Yield the methods of models that RPC clients may call."""
    for model in source.classes:
        if not any(getattr(base, "attr", "").endswith("Model") for base in model.bases):
            continue
        for function in model.body:
            is_method = isinstance(function, ast.FunctionDef) and function.name not in BY_ODOO
            if is_method and not function.name.startswith("_"):
                decorators = {getattr(item, "attr", "") for item in function.decorator_list}
                if not decorators & {"private", "model_create_multi", "ondelete"}:
                    yield function
