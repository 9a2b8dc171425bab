from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import content_disposition, request


class PayoutBatchController(http.Controller):
    """Finance downloads the file for the bank."""

    @http.route(
        "/distribution/payout-batch/<int:batch_id>", type="http", auth="user", methods=["GET"]
    )
    def download(self, batch_id):
        """Make the file; one that is missing and one that is not shown are the same."""
        batch = request.env["distribution.payout.batch"].browse(batch_id).exists()
        try:
            content = batch._build_file() if batch else None
        except AccessError:
            content = None
        except UserError as error:
            return request.make_response(
                str(error), [("Content-Type", "text/plain; charset=utf-8")], status=409
            )
        if content is None:
            raise request.not_found()
        return request.make_response(
            content,
            [
                ("Content-Type", "text/csv; charset=utf-8"),
                ("Content-Disposition", content_disposition(f"{batch.name}.csv".replace("/", "-"))),
                ("Cache-Control", "no-store, private"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
