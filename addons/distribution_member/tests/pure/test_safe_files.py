import doctest
import io
import zlib
from unittest import TestCase

from PIL import Image
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from ...safe_files import UnsafeFileError, check, check_file

KINDS = ("application/pdf", "image/jpeg", "image/png")
MEGABYTE = 1024 * 1024


def picture(kind="JPEG", size=(60, 40), **options):
    """Return the bytes of a red picture."""
    output = io.BytesIO()
    Image.new("RGB", size, "red").save(output, kind, **options)
    return output.getvalue()


def pdf(change=None, **options):
    """Return the bytes of an empty page; `change` gets the writer first."""
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    if change:
        change(writer)
    if options.get("password"):
        writer.encrypt(options["password"])
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def add_action(**entries):
    """Return a change that makes the document do something when it is opened."""

    def change(writer):
        action = DictionaryObject(
            {NameObject(f"/{key}"): NameObject(f"/{value}") for key, value in entries.items()}
        )
        writer._root_object[NameObject("/OpenAction")] = action

    return change


class TestSafeFiles(TestCase):
    def assert_refused(self, code, content, name="file.pdf", **options):
        with self.assertRaises(UnsafeFileError) as caught:
            check_file(content, name, options.get("allowed", KINDS), options.get("size", MEGABYTE))
        self.assertEqual(caught.exception.code, code)

    def test_examples_in_the_code_hold(self):
        self.assertEqual(doctest.testmod(check).failed, 0)

    def test_file_is_refused_when_its_bytes_are_of_no_known_kind(self):
        for content in (
            b"<html><script>alert(1)</script>",
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            b"MZ\x90\x00",
            b"PK\x03\x04",
            b"GIF89a",
            b"%!PS-Adobe",
        ):
            with self.subTest(content=content):
                for name in ("a.pdf", "a.jpg", "a.png"):
                    self.assert_refused("kind", content, name)

    def test_file_is_refused_when_its_name_says_another_kind(self):
        self.assert_refused("name", picture(), "licence.png")
        self.assert_refused("name", picture(), "licence.html")
        self.assert_refused("name", picture(), "jpg")
        self.assert_refused("name", pdf(), "licence.pdf.exe")

    def test_file_is_refused_when_its_kind_is_not_allowed_here(self):
        self.assert_refused("kind", pdf(), "a.pdf", allowed=("image/jpeg",))

    def test_file_is_refused_when_empty_or_too_large(self):
        self.assert_refused("empty", b"")
        self.assert_refused("size", pdf(), size=10)

    def test_picture_loses_what_rides_along(self):
        exif = Image.Exif()
        exif[0x010E] = "<script>secret place</script>"
        content = picture(exif=exif, comment=b"secret comment") + b"<?php system('id'); ?>"
        safe = check_file(content, "a.JPG", KINDS, MEGABYTE)
        for trace in (b"secret", b"php", b"Exif"):
            self.assertNotIn(trace, safe.content)
        self.assertEqual((safe.mimetype, safe.extension), ("image/jpeg", "jpg"))
        with Image.open(io.BytesIO(safe.content)) as result:
            self.assertEqual(result.size, (60, 40))

    def test_picture_stands_upright_when_the_camera_lay_on_its_side(self):
        exif = Image.Exif()
        exif[0x0112] = 6
        safe = check_file(picture(exif=exif), "a.jpeg", KINDS, MEGABYTE)
        with Image.open(io.BytesIO(safe.content)) as result:
            self.assertEqual(result.size, (40, 60))

    def test_picture_is_made_smaller_when_it_is_huge(self):
        safe = check_file(picture("PNG", (6000, 20)), "a.png", KINDS, MEGABYTE)
        with Image.open(io.BytesIO(safe.content)) as result:
            self.assertEqual(result.size, (3000, 10))

    def test_picture_is_refused_when_damaged_or_a_bomb(self):
        self.assert_refused("damaged", picture()[:200], "a.jpg")
        self.assert_refused("damaged", b"\xff\xd8\xff" + b"0" * 1000, "a.jpg")
        self.assert_refused("large", picture("PNG", (9000, 9000)), "a.png")

    def test_pdf_is_kept_as_it_is_when_it_only_shows_pages(self):
        content = pdf(
            lambda writer: writer.add_annotation(
                0, Link(rect=(0, 0, 9, 9), url="https://example.com")
            )
        )
        self.assertEqual(check_file(content, "a.pdf", KINDS, MEGABYTE).content, content)

    def test_pdf_is_refused_when_it_acts(self):
        cases = {
            "script": lambda writer: writer.add_js("app.alert(1)"),
            "attachment": lambda writer: writer.add_attachment("a.exe", b"MZ"),
            "launch": add_action(S="Launch"),
            "submit": add_action(S="SubmitForm"),
            "other file": add_action(S="GoToR"),
            "form": lambda writer: writer._root_object.update(
                {
                    NameObject("/AcroForm"): DictionaryObject(
                        {NameObject("/XFA"): ArrayObject([TextStringObject("x")])}
                    )
                }
            ),
        }
        for name, change in cases.items():
            with self.subTest(name=name):
                self.assert_refused("active", pdf(change))

    def test_pdf_is_refused_when_the_script_is_written_in_disguise(self):
        content = pdf(add_action(S="JavaScript")).replace(b"/JavaScript", b"/J#61vaScript")
        self.assertNotIn(b"/JavaScript", content)
        self.assert_refused("active", content)

    def test_pdf_is_refused_when_locked_or_damaged(self):
        self.assert_refused("locked", pdf(password="secret"))
        self.assert_refused("damaged", b"%PDF-1.7 nothing follows")

    def test_pdf_is_refused_when_a_stream_would_fill_the_memory(self):
        bomb = zlib.compress(b"\x00" * (70 * MEGABYTE))
        content = pdf() + b"\n9 0 obj <</Filter /FlateDecode>> stream\n" + bomb + b"\nendstream"
        self.assert_refused("large", content)
