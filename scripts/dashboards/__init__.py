"""make dashboards: the spreadsheets of the reports, written from what they show.

A dashboard of Odoo is a JSON file of a thousand lines; `contents` says what ours mean, `writer`
lays them out. The files are committed; a test fails when they are not what these modules make.
"""
