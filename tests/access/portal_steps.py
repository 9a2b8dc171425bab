"""How each form of the portal is filled in: [(address, values)] that work for each number."""

import re

MY = "/my/distribution"


def invite(facts, page, number):
    """Invite somebody new."""
    values = {"name": f"Form {number}", "email": f"form{number}@example.com", "phone": "1"}
    return [(f"{MY}/colleagues/invite", {**values, "role": "viewer"})]


def change_role(facts, page, number):
    """Give another role to a colleague that is not used up."""
    colleague = facts["portal"]["ids"]["colleague"][f"spare {number}"]
    return [(f"{MY}/colleagues/{colleague}/role", {"role": "buyer"})]


def consent(facts, page, number):
    """Agree and withdraw."""
    box = page(f"{MY}/privacy").text.split('id="consent_share_upline"')[1]
    text_id = re.search(r'name="text_id" value="(\d+)"', box).group(1)
    url, code = f"{MY}/privacy/consent", "share_upline"
    return [
        (url, {"code": code, "text_id": text_id, "operation": "give"}),
        (url, {"code": code, "operation": "withdraw"}),
    ]


def ask(facts, page, number):
    """Ask to correct something."""
    values = {"kind": "correct", "field_name": "phone", "new_value": f"1380000000{number}"}
    return [(f"{MY}/privacy/request", {**values, "description": f"Form {number}"})]


def object_to(facts, page, number):
    """Object to a decision about the level."""
    decision = facts["portal"]["ids"]["suggestion"][f"spare {number}"]
    return [(f"{MY}/levels/{decision}/object", {"objection": f"Form {number}"})]


def report_goods(facts, page, number):
    """Report goods from elsewhere."""
    values = {"region_id": "0", "market": "Road 1", "lots": f"LOT-{number}"}
    return [(f"{MY}/cross-cases/send", {**values, "text": f"Form {number}"})]


def state(facts, page, number):
    """Give the statement in a case that waits for it."""
    case = facts["portal"]["ids"]["cross_case"][f"spare {number}"]
    return [(f"{MY}/cross-cases/{case}/answer", {"text": f"Form {number}"})]


def object_late(facts, page, number):
    """Object to a case that is not decided, which is refused."""
    case = facts["portal"]["ids"]["cross_case"]["own"]
    return [(f"{MY}/cross-cases/{case}/object", {"text": f"Form {number}"})]


def send_feedback(facts, page, number):
    """Send a wish."""
    usual = {"kind": "wish", "topic_id": "0", "page": ""}
    return [(f"{MY}/feedback/send", {**usual, "text": f"Form {number}"})]


def read_all(facts, page, number):
    """Mark all messages as read."""
    return [(f"{MY}/messages/read", {})]


def give_back(facts, page, number):
    """Ask for a return of what was delivered."""
    move = facts["portal"]["ids"]["delivery"][f"spare {number}"]
    reason = re.search(r'<option value="(\d+)"', page(f"{MY}/returns/new").text).group(1)
    values = {f"quantity_{move}": "1", "reason_id": reason, "wish": "refund"}
    return [(f"{MY}/returns/send", {**values, "note": f"Form {number}"})]


def keep(facts, page, number):
    """Withdraw a request that nobody has decided on."""
    rma = facts["portal"]["ids"]["rma"][f"spare {number}"]
    return [(f"{MY}/returns/{rma}/withdraw", {})]


def receive(facts, page, number):
    """Say that goods have arrived about which nothing was said yet."""
    delivery = facts["portal"]["ids"]["picking"][f"spare {number}"]
    return [(f"{MY}/deliveries/{delivery}/receive", {"note": f"Form {number}"})]


def accept(facts, page, number):
    """Accept a commission plan that is not accepted yet."""
    plan = facts["portal"]["ids"]["plan"][f"spare {number}"]
    return [(f"{MY}/plans/{plan}/accept", {})]


def confirm(facts, page, number):
    """Confirm a statement that nobody has answered yet."""
    statement = facts["portal"]["ids"]["statement"][f"spare {number}"]
    return [(f"{MY}/statements/{statement}/confirm", {})]


def dispute(facts, page, number):
    """Miss something on a statement that is not confirmed, nor used up by the form above."""
    statement = facts["portal"]["ids"]["statement"][f"spare {(number + 3) % 6}"]
    url = f"{MY}/statements/{statement}/dispute"
    return [(url, {"code": "missing", "reason": f"Form {number}"})]


def make_link(facts, page, number):
    """Make an invitation link."""
    return [(f"{MY}/invite/link", {"product_id": "0", "days": "7", "search": ""})]


def end_link(facts, page, number):
    """End an invitation link."""
    link = facts["portal"]["ids"]["referral_link"][f"spare {number}"]
    return [(f"{MY}/invite/{link}/end", {})]


def switch(facts, page, number):
    """Ask to work for a member that is not the visitor's."""
    return [(f"{MY}/switch", {"member_id": str(facts["members"]["sibling"])})]


def judge_lines(facts, page, number):
    """Ask what lines would be, without ordering."""
    return [(f"{MY}/order/lines", {"text": f"FORM-{number} 1"})]


def fill_cart(facts, page, number):
    """Say something about the order to come."""
    return [(f"{MY}/order/cart", {"lines": "[]", "note": f"Form {number}"})]


def add_address(facts, page, number):
    """Add a delivery address."""
    values = {"name": f"Depot {number}", "street": f"Harbour {number}"}
    return [(f"{MY}/order/address", {**values, "phone": "1", "city": "Port", "zip": "1"})]


def submit_nothing(facts, page, number):
    """Order nothing, of which the form says that it is nothing."""
    key = f"00000000-0000-4000-8000-00000000000{number}"
    return [(f"{MY}/order/submit", {"key": key, "lines": "[]"})]


def accept_prices(facts, page, number):
    """Accept prices that nobody has asked for: nothing happens."""
    order = facts["portal"]["ids"]["order"][f"spare {number}"]
    return [(f"{MY}/orders/{order}/accept-prices", {"total": "1.0"})]


def take_back(facts, page, number):
    """Take back an order that waits."""
    order = facts["portal"]["ids"]["order"][f"spare {number}"]
    return [(f"{MY}/orders/{order}/withdraw", {})]


def decide(facts, page, number):
    """Reject an order of the downline."""
    order = facts["portal"]["ids"]["approval"][f"spare {number}"]
    return [(f"{MY}/approvals/{order}/reject", {"reason": f"Form {number}"})]


def apply(facts, page, number):
    """Apply by the public form."""
    levels = facts["portal"]["levels"]
    values = {
        "opened": facts["portal"]["opened"],
        "subject_type": "company",
        "applicant_name": f"Form {number}",
        "credit_code": facts["portal"]["credit_codes"][number],
        "contact_name": "Han Meimei",
        "phone": f"1390001000{number}",
        "email": f"applicant{number}@example.com",
        "level_id": str(levels[1]),
        "region_id": str(facts["portal"]["region"]),
        "consent_service": "1",
        **dict.fromkeys(("bank_account", "city", "id_number", "note", "state_id", "street"), ""),
    }
    return [("/distribution/join/send", values)]


def answer(facts, page, number):
    """Answer the question, then take the application back."""
    portal, key = facts["portal"], f"spare {number}"
    base = f"/distribution/application/{portal['ids']['application'][key]}/{portal['links'][key]}"
    return [(f"{base}/answer", {"message": f"Form {number}"}), (f"{base}/withdraw", {})]


def ask_for_link(facts, page, number):
    """Ask for the link once more."""
    return [("/distribution/join/link", {"email": f"access{number}@example.com"})]
