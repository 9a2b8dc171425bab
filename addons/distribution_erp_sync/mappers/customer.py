"""Customers of K/3 Cloud (客户): read to be matched, written when a member is approved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .fields import read_records
from .values import Text, read_moment, read_reference, read_text

FORM = "BD_Customer"
# Customers have no FID.
KEY = "FCUSTID"
FIELDS = {
    "id": "FCUSTID",
    "number": "FNumber",
    "name": "FName",
    "short_name": "FShortName",
    "organisation": "FUseOrgId.FNumber",
    "social_code": "FSOCIALCRECODE",
    "tax_number": "FTAXREGISTERCODE",
    "phone": "FTEL",
    "address": "FADDRESS",
    "status": "FDocumentStatus",
    "forbidden": "FForbidStatus",
    "modified": "FModifyDate",
}
READERS = {name: read_text for name in FIELDS} | {"id": read_reference, "modified": read_moment}


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A customer as one organisation uses it; states as in `material.Material`."""

    id: Text
    number: Text
    name: Text
    short_name: Text = ""
    organisation: Text = ""
    social_code: Text = ""
    tax_number: Text = ""
    phone: Text = ""
    address: Text = ""
    status: Text = ""
    forbidden: Text = ""
    modified: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerDocument:
    """A customer to be made in the ERP; `extra` are more keys of Save, such as own fields."""

    number: str
    name: str
    organisation: str
    short_name: str = ""
    social_code: str = ""
    tax_number: str = ""
    invoice_title: str = ""
    phone: str = ""
    address: str = ""
    currency: str = "PRE001"
    extra: Mapping[str, Any] | None = None

    def __post_init__(self):
        for name in ("number", "name", "organisation"):
            if not getattr(self, name).strip():
                raise ValueError(f"a customer without {name}")


def read(rows: Iterable[Sequence], fields: Mapping[str, str] = FIELDS) -> list[Customer]:
    """Return the rows of a query for `fields`."""
    return read_records(Customer, READERS, rows, fields)


def build_model(document: CustomerDocument) -> dict[str, Any]:
    """Return the Model of Save; what is empty is left to the ERP's defaults."""
    organisation = {"FNumber": document.organisation}
    model: dict[str, Any] = {
        "FCreateOrgId": organisation,
        "FUseOrgId": organisation,
        "FNumber": document.number,
        "FName": document.name,
        "FShortName": document.short_name,
        "FADDRESS": document.address,
        "FTEL": document.phone,
        "FSOCIALCRECODE": document.social_code,
        "FTAXREGISTERCODE": document.tax_number,
        "FINVOICETITLE": document.invoice_title,
        "FTRADINGCURRID": {"FNumber": document.currency} if document.currency else "",
        **(document.extra or {}),
    }
    return {key: value for key, value in model.items() if value not in ("", None)}
