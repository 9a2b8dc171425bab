"""What a file of members looks like: columns, cells, and the tree its lines make. No Odoo here."""

from .cells import Finding, clean_cell, judge_cells
from .columns import COLUMNS, FIELDS, Column, MissingColumnsError, match_headings
from .tree import Tree, build_tree

__all__ = [
    "COLUMNS",
    "FIELDS",
    "Column",
    "Finding",
    "MissingColumnsError",
    "Tree",
    "build_tree",
    "clean_cell",
    "judge_cells",
    "match_headings",
]
