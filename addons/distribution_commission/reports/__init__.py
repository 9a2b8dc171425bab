from . import statement_workbook

__all__ = ["statement_workbook"]
