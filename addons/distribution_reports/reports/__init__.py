from . import report_table, report_workbook
