"""No file that we write holds a formula of somebody's, whatever is stored; figures stay figures."""

import csv
import io
import json
import urllib.error
import urllib.parse
import urllib.request
import zipfile

import openpyxl
import pytest

from scripts.web_session import SECONDS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = {XLSX, "text/csv", "application/zip"}
# What a spreadsheet calculates; as in `tabular_files/plain_text.py`, written again on purpose.
SIGNS = "=+-@\t\r\n＝＋－＠"
FIGURES = set("0123456789 .,()/-+")
# Models of ours whose lists people export.
EXPORTED = ("distribution.member", "sale.order", "distribution.statement", "product.template")


def find_live(content: bytes, name: str) -> list[str]:
    """Return the cells of a file that a spreadsheet would run."""
    if content.startswith(b"PK") and name.endswith("zip"):
        parts = zipfile.ZipFile(io.BytesIO(content))
        return [
            cell
            for part in parts.namelist()
            if part.endswith((".csv", ".xlsx"))
            for cell in find_live(parts.read(part), part)
        ]
    if content.startswith(b"PK"):
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
        return [
            f"{name} {cell.coordinate}: {cell.value}"
            for cell in cells
            if cell.data_type == "f" or cell.hyperlink
        ]
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [
        f"{name}: {cell}"
        for row in rows
        for cell in row
        if cell.strip(" ").startswith(tuple(SIGNS)) and set(cell) - FIGURES
    ]


@pytest.fixture
def download(attack):
    """Return a function that fetches a file as somebody: its kind and its bytes."""

    def fetch(login, path, **form):
        data = urllib.parse.urlencode(form).encode() if form else None
        request = urllib.request.Request(attack.url + path, data)
        try:
            with attack.session(login).opener.open(request, timeout=SECONDS) as answer:
                return answer.headers.get_content_type(), answer.read()
        except urllib.error.HTTPError as error:
            return f"refused with {error.code}", b""

    return fetch


def test_live_cells_are_noticed():
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = '=HYPERLINK("http://evil.example")'
    book.save(file)
    assert len(find_live(file.getvalue(), "x.xlsx")) == 1
    assert len(find_live("a,=1+1,-12.50,+86 138\r\n@SUM(1),'=1,＝1".encode(), "x.csv")) == 3


def test_our_files_hold_no_formula(hostile, download):
    pages = [page for page in hostile["pages"] if page["login"] in ("agent", "admin")]
    words = ("xlsx", "export", "import", "payout", "report")
    seen = {}
    for page in pages:
        if any(word in page["path"] for word in words):
            kind, content = download(page["login"], page["path"])
            if kind in FILES:
                seen.setdefault(kind, []).append(page["path"])
                name = f"{page['path']}.{'zip' if kind.endswith('zip') else 'file'}"
                assert find_live(content, name) == []
    assert seen.keys() == FILES, seen


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_lists_that_odoo_exports_hold_no_formula(kind, hostile, attack, download):
    csrf = attack.read_csrf("admin")
    for model in EXPORTED:
        session = attack.session("admin")
        ids = session.call(model, "search", [], limit=200)
        fields = session.call(model, "fields_get", [], ["type", "exportable"])
        texts = [
            {"name": name, "label": name, "type": about["type"]}
            for name, about in fields.items()
            if about["type"] in ("char", "text", "many2one", "float", "monetary")
            and about.get("exportable", True)
        ]
        data = {"model": model, "fields": texts, "ids": ids, "domain": [], "import_compat": False}
        _kind, content = download(
            "admin", f"/web/export/{kind}", data=json.dumps(data), csrf_token=csrf
        )
        assert b"evil.example" in content or kind == "xlsx"
        assert find_live(content, f"{model}.{kind}") == []
