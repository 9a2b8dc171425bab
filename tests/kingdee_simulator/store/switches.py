"""Behaviours that differ between tenants, or were measured only once (grade B and C)."""

import json
import sqlite3

DEFAULTS: dict[str, object] = {
    # reading
    "page_limit": 2000,  # 10000 on servers that were adjusted
    "top_row_is_end": True,  # TopRowCount is an absolute end row
    "shuffle_unordered": True,  # without OrderString the order differs from call to call
    "quoted_numbers_wrong": True,  # numbers in quotes: a wrong result without an error
    "stock_two_hops_fail": True,  # FMaterialId.FMaterialGroup.FName on STK_Inventory
    "long_decimals": False,  # 12.0000000000 instead of 12.0
    "booleans_as_text": False,  # "1"/"0" instead of true/false
    "null_texts": False,  # null instead of " " for empty texts
    "base_data_columns": 30,  # the most columns of base data in one query
    "old_server": False,  # no BillQuery, View without ResponseStatus
    "query_error_flat": False,  # [{…}] instead of [[{…}]]
    "inventory_avb_filled": False,  # FBaseAVBQty and FAVBQty are 0 in real tenants
    "inventory_update_time": True,  # off: FUpdateTime is unknown (MsgCode 9)
    # sessions
    "session_minutes": 20,
    "lockout_tries": 5,  # bad passwords until the user is locked
    "check_gateway_signature": True,  # X-Api-Signature besides X-Kd-Signature
    "sign_sha1": False,  # LoginBySign of servers before 8.0.0.202205
    "password_login": True,  # off in new public-cloud tenants
    "user_allowed": True,  # off: not on the white list of the WebAPI
    "lost_code_as_text": False,  # MsgCode "1" instead of 1 when the session is lost
    "cookie_only": False,  # signed headers do not open a session: MsgCode 1
    # writing
    "manual_numbers": True,  # off: the numbering rule overrides the caller's FBillNo
    "wrong_level_refused": True,  # a known key in the wrong part of Model
    "field_order_matters": True,  # price before quantity: recomputed from the price list
    "workflow_forms": [],  # forms whose Submit/Audit belong to a workflow
    "denied_forms": [],  # forms the user has no right to (MsgCode 2)
    "unlicensed_forms": [],  # forms without licence (MsgCode 7)
    "expense_management": False,  # AP_OtherPayable may not be made by hand
    "return_reason_required": False,  # FReturnReason and FReturnType of returns
    "submit_id_as_text": True,  # SuccessEntitys.Id is a text after Submit
    "cancel_assign_to": "A",  # where CancelAssign leads: A or D
    "async_polls": 1,  # how often QueryAsyncResult answers "not yet"
    "refusal_text": "",  # every Save is refused with this text and MsgCode 11
    "credit_limit": 0,  # 0 = none; an order above it is refused
    "price_floor": 0,  # 0 = none; a lower tax price is refused
    # effects
    "reserve_on_audit": True,  # order audit raises FBaseLockQty
    "stock_update_at": "audit",  # or "save" (库存更新点)
    "negative_stock_refused": True,
    "zero_rows_vanish": False,
    "delivery_bumps_order": False,  # a delivery moves FModifyDate of its order
    "workflow_rejects_to": "D",
    # K/3 WISE
    "wise_bill_key": "DATA",  # container of bills in GetList: DATA or Data
    "wise_base_key": "Data",  # container of base data in GetList
    "wise_flat_lists": False,  # references as bare numbers instead of objects
    "wise_des": False,  # Data encrypted
    "wise_validity": 3600,  # seconds a token lives
    "wise_one_token": False,  # a new token ends the old one
    "wise_stock_endpoint": True,
}


class Switches:
    """The values in force; stored with the state, so that a restart keeps them."""

    def __init__(self, given: dict | None = None) -> None:
        self.values = dict(DEFAULTS)
        self.set(given or {})

    def __getitem__(self, name: str):
        return self.values[name]

    def set(self, values: dict) -> None:
        """Change some; an unknown name is a mistake of the test."""
        unknown = sorted(set(values) - set(DEFAULTS))
        if unknown:
            raise ValueError(f"no such switch: {', '.join(unknown)}")
        self.values.update(values)

    def store(self, tx: sqlite3.Connection) -> None:
        """Keep the values in the state."""
        tx.execute(
            "INSERT OR REPLACE INTO sim_setting VALUES ('switches', ?)", (json.dumps(self.values),)
        )

    def load(self, tx: sqlite3.Connection) -> None:
        """Take what an earlier run stored."""
        row = tx.execute("SELECT value FROM sim_setting WHERE name = 'switches'").fetchone()
        if row:
            stored = json.loads(row[0])
            self.values.update({key: stored[key] for key in stored if key in DEFAULTS})
