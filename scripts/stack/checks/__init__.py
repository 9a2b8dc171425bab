"""What the deployment promises, each promise put to the test.

`transport`, `headers`, `doors` and `files` ask only nginx, so that a stand-in for Odoo will do.
"""
