import json

from odoo import http
from odoo.addons.distribution_member.controllers.form_values import read_number
from odoo.addons.distribution_member.models.distribution_member_user import ORDER_ROLES
from odoo.addons.distribution_member.tabular_files import UnreadableFileError
from odoo.http import request
from werkzeug.datastructures import FileStorage

from ..models.order_line_judge import OrderLineJudge
from ..quick_lines import MOST_LINES, read_file, read_text
from .json_answers import answer, member_data
from .ordering_data import ORDERING, open_goods

LONGEST_TEXT = 50_000
LARGEST_FILE = 2 * 1024 * 1024
LARGEST_QUANTITY = 1e9
UNPROCESSABLE = 422


def read_lines(text):
    """Return {product id: quantity} of the cart's lines as JSON; what is no line is left out."""
    try:
        rows = json.loads(text[:LONGEST_TEXT])
    except ValueError:
        rows = None
    quantities = {}
    for row in rows if isinstance(rows, list) else ():
        pair = (row.get("id"), row.get("quantity")) if isinstance(row, dict) else (None, None)
        product_id = read_number(str(pair[0]))
        is_number = isinstance(pair[1], int | float) and not isinstance(pair[1], bool)
        if product_id and is_number and abs(pair[1]) < LARGEST_QUANTITY:
            quantities[product_id] = float(pair[1])
        if len(quantities) == MOST_LINES:
            break
    return quantities


class OrderingLines(http.Controller):
    """Lines that somebody wants to order, judged without ordering anything."""

    @http.route(f"{ORDERING}/lines", type="http", auth="user", methods=["POST"], readonly=True)
    @member_data(*ORDER_ROLES, keeps_files=True)
    def judge_lines(self, place, text="", lines="", file=None, **kwargs):
        """Judge the lines of the cart, of a text, or of a file: products, prices, reasons."""
        judge = OrderLineJudge(open_goods(place))
        if lines:
            return answer({"lines": judge.judge(read_lines(lines))})
        try:
            if isinstance(file, FileStorage):
                quick = read_file(self._read_upload(file))
            else:
                quick = read_text(text[:LONGEST_TEXT])
        except UnreadableFileError:
            return answer(
                {
                    "error": "unreadable",
                    "reason": request.env._(
                        "The file cannot be read. Use CSV or XLSX with a code and a quantity in"
                        " each line, %(count)s lines at most.",
                        count=MOST_LINES,
                    ),
                },
                status=UNPROCESSABLE,
            )
        return answer({"lines": judge.judge_quick(quick)})

    def _read_upload(self, file):
        """Return the file's bytes, one more than allowed when it is too large."""
        content = file.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise UnreadableFileError("too_large")
        return content
