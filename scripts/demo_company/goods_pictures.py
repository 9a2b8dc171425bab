"""Plain pictures of goods: a vessel by the unit they are sold in, in the colour of the category."""

import base64
import io

from PIL import Image, ImageDraw, ImageFont

SIZE = 512
BACKGROUND = "#f7f8fa"
COLOURS = {
    "FS": "#2f6f9f",
    "NZ": "#8a6d4b",
    "CZ": "#b0653a",
    "RJ": "#4f8a5b",
    "GC": "#5b6b8c",
    "WJ": "#6f6f76",
    "GX": "#7a4b6b",
}
LABEL = (150, 250, 362, 340)


def draw(product) -> bytes:
    """Return the picture of a product of the catalogue as base64 of a PNG."""
    picture = Image.new("RGB", (SIZE, SIZE), BACKGROUND)
    pen = ImageDraw.Draw(picture)
    colour = COLOURS[product.code[:2]]
    SHAPES.get(product.unit, _box)(pen, colour)
    pen.rounded_rectangle(LABEL, radius=14, fill="#ffffff")
    font = ImageFont.load_default(size=44)
    pen.text((256, 295), product.code, fill=colour, font=font, anchor="mm")
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return base64.b64encode(buffer.getvalue())


def _bucket(pen, colour):
    pen.arc((150, 40, 362, 260), 180, 360, fill="#9aa1af", width=10)
    pen.polygon([(110, 150), (402, 150), (372, 452), (140, 452)], fill=colour)
    pen.rounded_rectangle((96, 130, 416, 176), radius=16, fill="#39404e")


def _bag(pen, colour):
    pen.rounded_rectangle((120, 80, 392, 450), radius=34, fill=colour)
    pen.rectangle((120, 112, 392, 128), fill="#ffffff")
    pen.rectangle((120, 404, 392, 416), fill="#ffffff")


def _roll(pen, colour):
    pen.ellipse((96, 96, 416, 416), fill=colour)
    pen.ellipse((206, 116, 306, 216), fill=BACKGROUND)


def _length(pen, colour):
    for top in (110, 180, 360):
        pen.rounded_rectangle((50, top, 462, top + 52), radius=26, fill=colour)
        pen.ellipse((420, top + 8, 456, top + 44), fill=BACKGROUND)


def _box(pen, colour):
    pen.polygon([(90, 170), (256, 100), (422, 170), (256, 240)], fill="#c9ced8")
    pen.rectangle((90, 170, 422, 430), fill=colour)


SHAPES = {"Bucket": _bucket, "Bag": _bag, "Roll": _roll, "Length": _length}
