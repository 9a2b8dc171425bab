"""Files that attackers upload, built when asked for; knows no Odoo and none of our code."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from PIL import Image, PngImagePlugin
from pypdf import PdfWriter

MEGABYTE = 1024 * 1024
SCRIPT = "<script>__xss('file')</script>"
EICAR = r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
# Nothing of these may be left in what is kept, or be told by it.
TRACES = ("__xss", "root:", "secret place", "EICAR", "<?php", "lolol")


def picture(kind="JPEG", size=(60, 40), mode="RGB", **options) -> bytes:
    """Return a picture."""
    file = io.BytesIO()
    Image.new(mode, size).save(file, kind, **options)
    return file.getvalue()


def with_exif() -> bytes:
    """Return a photo that tells where it was taken, and holds a script."""
    exif = Image.Exif()
    exif[0x010E] = f"secret place {SCRIPT}"
    exif.get_ifd(0x8825).update({1: "N", 2: (29.0, 33.0, 1.0), 3: "E", 4: (106.0, 33.0, 1.0)})
    return picture(exif=exif, comment=f"{SCRIPT}{EICAR}".encode())


def with_text_chunks() -> bytes:
    """Return a PNG with a script, and with 300 MB of packed text."""
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", SCRIPT)
    content = picture("PNG", pnginfo=told)
    body = b"Bomb\x00\x00" + zlib.compress(b"\x00" * (300 * MEGABYTE))
    chunk = b"zTXt" + body
    bomb = struct.pack(">I", len(body)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return content[:33] + bomb + content[33:]


def endless_png() -> bytes:
    """Return a PNG of 60 by 40 pixels that says it has 60,000 by 40,000."""
    content = bytearray(picture("PNG"))
    content[16:24] = struct.pack(">II", 60_000, 40_000)
    content[29:33] = struct.pack(">I", zlib.crc32(bytes(content[12:29])))
    return bytes(content)


def pdf(change: Callable | None = None) -> bytes:
    """Return a PDF of one empty page."""
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    if change:
        change(writer)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def workbook(parts: dict[str, str | bytes] | None = None, sheet: str = "") -> bytes:
    """Return a workbook by hand; `sheet` is the XML of its only sheet."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    whole = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
        'package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="'
        f'{kinds}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
        f'ContentType="{kinds}.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" '
        f'ContentType="{kinds}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{rels}"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {space} xmlns:r="{office}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{rels}"><Relationship Id="r1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" '
        f'Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": f"<sst {space}><si><t>a</t></si></sst>",
        "xl/worksheets/sheet1.xml": sheet
        or f'<worksheet {space}><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>b</t></is></c></row></sheetData></worksheet>',
        **(parts or {}),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in whole.items():
            packed.writestr(name, text)
    return file.getvalue()


def entities(body: str, where: str) -> bytes:
    """Return a workbook with entities of our own in a part, used in its text."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    texts = {
        "xl/sharedStrings.xml": f"<sst {space}><si><t>&e;</t></si></sst>",
        "xl/worksheets/sheet1.xml": f'<worksheet {space}><sheetData><row r="1"><c r="A1" '
        't="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>',
    }
    head = f'<?xml version="1.0"?><!DOCTYPE x [{body}]>'
    return workbook({where: head + texts[where]})


def laughs() -> str:
    """Return the declarations of a billion laughs."""
    lines = ['<!ENTITY l0 "lolol">']
    lines += [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)]
    return "".join(lines) + '<!ENTITY e "&l9;">'


def lying_workbook() -> bytes:
    """Return a workbook that unpacks to 600 MB, and says it unpacks to 100 bytes."""
    big = workbook({"xl/sharedStrings.xml": b" " * (600 * MEGABYTE)})
    size = struct.pack("<I", 600 * MEGABYTE)
    return big.replace(size, struct.pack("<I", 100))


STRINGS, SHEET = "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"
FILE_ENTITY = '<!ENTITY e SYSTEM "file:///etc/passwd">'
NET_ENTITY = '<!ENTITY e SYSTEM "http://127.0.0.1:9/x">'
# name -> (file name, what makes it)
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "svg": ("a.svg", lambda: f"<svg xmlns='http://www.w3.org/2000/svg'>{SCRIPT}</svg>".encode()),
    "svg as png": ("a.png", lambda: f"<svg onload='x'>{SCRIPT}</svg>".encode()),
    "html as jpg": ("a.jpg", lambda: f"<html>{SCRIPT}</html>".encode()),
    "xhtml as pdf": ("a.pdf", lambda: f"<?xml version='1.0'?><html>{SCRIPT}</html>".encode()),
    "gif with script": ("a.gif", lambda: b"GIF89a/*" + SCRIPT.encode() + b"*/=1;"),
    "gif as jpg": ("a.jpg", lambda: b"GIF89a/*" + SCRIPT.encode() + b"*/=1;"),
    "jpeg with page behind": ("a.jpg", lambda: picture() + f"<html>{SCRIPT}<?php ?>".encode()),
    "jpeg with zip behind": ("a.jpg", lambda: picture() + workbook() + SCRIPT.encode()),
    "photo with place": ("a.jpg", with_exif),
    "png with packed text": ("a.png", with_text_chunks),
    "png that lies": ("a.png", endless_png),
    "png of 49 megapixels": ("a.png", lambda: picture("PNG", (7000, 7000))),
    "png of 49 megapixels, clear": ("a.png", lambda: picture("PNG", (7000, 7000), "RGBA")),
    "png of 16 bits": ("a.png", lambda: picture("PNG", (5000, 5000), "I;16")),
    "jpeg of 49 megapixels": ("a.jpg", lambda: picture("JPEG", (7000, 7000))),
    "png of a thousand megapixels": ("a.png", lambda: picture("PNG", (33000, 33000), "1")),
    "pdf with script": ("a.pdf", lambda: pdf(lambda writer: writer.add_js("app.alert(1)"))),
    "pdf with page before": ("a.pdf", lambda: SCRIPT.encode() + pdf()),
    "pdf with attachment": ("a.pdf", lambda: pdf(lambda one: one.add_attachment("a", b"MZ"))),
    "nothing": ("a.jpg", bytes),
    "one byte": ("a.jpg", lambda: b"\xff"),
    "100 MB": ("a.jpg", lambda: picture() + b"\x00" * (100 * MEGABYTE)),
    "two endings": ("a.jpg.html", picture),
    "ending of a program": ("a.exe", picture),
    "turned name": ("a\u202egpj.exe", picture),
    "wrong ending": ("a.pdf", picture),
    "eicar": ("eicar.pdf", EICAR.encode),
    "csv with formulas": ("a.csv", lambda: b"a,b\n=1+1,@SUM(1)\n"),
    "csv of nuls": ("a.csv", lambda: b"a\x00,b\n"),
    "csv without end": ("a.csv", lambda: b'a,b\n"' + b"x" * (2 * MEGABYTE)),
    "csv of 100 MB": ("a.csv", lambda: b"a,b\n" * (25 * MEGABYTE)),
    "workbook": ("a.xlsx", workbook),
    "workbook of 1 GB": ("a.xlsx", lambda: workbook({STRINGS: b" " * (1024 * MEGABYTE)})),
    "workbook that lies": ("a.xlsx", lying_workbook),
    "workbook of 5000 parts": ("a.xlsx", lambda: workbook({f"x/{n}": "" for n in range(5000)})),
    "workbook that climbs": ("a.xlsx", lambda: workbook({"../../../../tmp/evil": "x"})),
    "laughs in texts": ("a.xlsx", lambda: entities(laughs(), STRINGS)),
    "laughs in a sheet": ("a.xlsx", lambda: entities(laughs(), SHEET)),
    "file in texts": ("a.xlsx", lambda: entities(FILE_ENTITY, STRINGS)),
    "file in a sheet": ("a.xlsx", lambda: entities(FILE_ENTITY, SHEET)),
    "address in texts": ("a.xlsx", lambda: entities(NET_ENTITY, STRINGS)),
    "html as xlsx": ("a.xlsx", lambda: f"<html>{SCRIPT}</html>".encode()),
}
TABLES = {name for name, (file, _make) in FILES.items() if file.endswith((".csv", ".xlsx"))}


def build(name: str) -> tuple[str, bytes]:
    """Return the name and the bytes of a file."""
    file_name, make = FILES[name]
    return file_name, make()
