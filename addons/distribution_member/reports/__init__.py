from . import member_workbook
