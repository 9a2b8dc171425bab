"""A parsed filter turned into SQL with parameters."""

import sqlite3

from ..refusal import Refusal
from ..store.clock import read_moment
from .columns import Column, Columns
from .filter_tree import Among, Between, Compare, Like, Literal, Logic, Name, Negation, Null

Clause = tuple[str, list]
NUMERIC = {"number", "int", "id", "bool"}
MANY = 2000  # more records than this of base data are joined, not listed


class FilterCompiler:
    """Compiles filters over the columns of one query."""

    def __init__(self, columns: Columns, tx: sqlite3.Connection) -> None:
        self.columns = columns
        self.tx = tx

    def compile(self, tree: object | None) -> Clause:
        """Return the condition and its parameters."""
        if tree is None:
            return "1", []
        if isinstance(tree, Logic):
            parts = [self.compile(part) for part in tree.parts]
            return self._join(f" {tree.word.upper()} ", parts)
        if isinstance(tree, Negation):
            sql, values = self.compile(tree.part)
            return f"NOT ({sql})", values
        return self._condition(tree)

    @staticmethod
    def _join(word: str, parts: list[Clause]) -> Clause:
        sql = word.join(part[0] for part in parts)
        return f"({sql})", [value for part in parts for value in part[1]]

    def _condition(self, tree: object) -> Clause:
        if isinstance(tree, Compare):
            return self._compare(tree)
        if isinstance(tree, Among):
            return self._among(tree)
        word = "NOT " if tree.negated else ""
        column = self._column(tree.left)
        sql = column.sql if column else "?"
        start = [] if column else [tree.left.value]
        if isinstance(tree, Null):
            return f"{sql} IS {word}NULL", start
        if isinstance(tree, Like):
            return f"{sql} {word}LIKE ?", [*start, tree.pattern.value]
        assert isinstance(tree, Between)
        sql, low = self._typed(column, tree.low)
        _sql, high = self._typed(column, tree.high)
        return f"{sql} {word}BETWEEN ? AND ?", [*start, low, high]

    def _column(self, operand: Name | Literal) -> Column | None:
        return self.columns.resolve(operand.key) if isinstance(operand, Name) else None

    def _compare(self, tree: Compare) -> Clause:
        left, right = self._column(tree.left), self._column(tree.right)
        if left and right:
            return f"{left.sql} {tree.operator} {right.sql}", []
        if right:
            turned = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
            operator = turned.get(tree.operator, tree.operator)
            return self._compare(Compare(operator, tree.right, tree.left))
        if not left:
            return f"? {tree.operator} ?", [_constant(tree.left), _constant(tree.right)]
        if tree.operator == "=":
            found = self._listed(left, (tree.right,))
            if found:
                return found
        sql, value = self._typed(left, tree.right)
        return f"{sql} {tree.operator} ?", [value]

    def _among(self, tree: Among) -> Clause:
        column = self._column(tree.left)
        word = "NOT IN" if tree.negated else "IN"
        marks = ", ".join("?" * len(tree.values))
        if not column:
            values = [_constant(item) for item in tree.values]
            return f"? {word} ({marks})", [_constant(tree.left), *values]
        if not tree.negated:
            found = self._listed(column, tree.values)
            if found:
                return found
        typed = [self._typed(column, item) for item in tree.values]
        return f"{typed[0][0]} {word} ({marks})", [value for _sql, value in typed]

    def _listed(self, column: Column, literals: tuple[Literal, ...]) -> Clause | None:
        """Look base data up first: a condition on the reference itself can use its index."""
        if not column.target or column.kind != "text" or "." in column.key.split(".", 1)[1]:
            return None
        if any(not item.value.strip() for item in literals):
            return None
        marks = ", ".join("?" * len(literals))
        rows = self.tx.execute(
            f"SELECT DISTINCT {column.target_key} FROM {column.target.table} "
            f"WHERE {column.target_field} IN ({marks})",
            [item.value for item in literals],
        ).fetchall()
        if len(rows) > MANY:
            return None
        if len(rows) == 1:
            return f"{column.through} = ?", [rows[0][0]]
        return f"{column.through} IN ({', '.join('?' * len(rows))})", [row[0] for row in rows]

    def _typed(self, column: Column | None, literal: Literal) -> tuple[str, object]:
        """Return the column's SQL and the literal as the database would compare them."""
        if column is None:
            return "?", _constant(literal)
        if column.kind == "date":
            return column.sql, read_moment(literal.value)
        if column.kind not in NUMERIC:
            blank = not literal.value.strip()
            return (f"TRIM({column.sql})", "") if blank else (column.sql, literal.value)
        wrong = literal.kind == "text" and column.kind == "number"
        if wrong and self.columns.switches["quoted_numbers_wrong"]:
            return f"CAST({column.sql} AS TEXT)", literal.value
        return column.sql, _number(literal.value)


def _constant(operand: Name | Literal) -> object:
    assert isinstance(operand, Literal)
    return float(operand.value) if operand.kind == "number" else operand.value


def _number(text: str) -> float | int:
    """Return the number; other text is what SQL Server could not convert."""
    words = text.strip().lower()
    if words in ("true", "false"):
        return int(words == "true")
    try:
        whole = int(words)
        return whole if abs(whole) < 2**63 else float(whole)
    except (ValueError, OverflowError):
        pass
    try:
        return float(words)
    except ValueError:
        raise Refusal(6, "数据库执行异常，请联系系统管理员")
