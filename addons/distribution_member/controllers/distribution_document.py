from odoo import http
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request


def make_file_response(document, content):
    """Return a file of a stranger such that no browser runs anything in it."""
    return request.make_response(
        content,
        [
            ("Content-Type", document.mimetype),
            ("Content-Length", str(len(content))),
            ("Content-Disposition", content_disposition(document._get_download_name())),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", "default-src 'none'; sandbox"),
            ("Cache-Control", "no-store, private"),
            ("Referrer-Policy", "no-referrer"),
        ],
    )


class DistributionDocumentController(http.Controller):
    @http.route(
        "/distribution/document/<int:document_id>", type="http", auth="user", methods=["GET"]
    )
    def open_document(self, document_id):
        """Download a document; one that is missing and one that is not shown are the same."""
        document = request.env["distribution.document"].browse(document_id).exists()
        try:
            content = document._read_file() if document else None
        except AccessError:
            content = None
        if not content:
            raise request.not_found()
        return make_file_response(document.sudo(), content)  # the right was asked for above
