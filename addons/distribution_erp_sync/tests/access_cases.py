"""Who may do what with Kingdee; how to read and extend it: access_table.py."""

import itertools

_numbers = itertools.count(1)

# All of it is the administrators' of the company: everybody else sees its effects on orders.
CASES = {
    "distribution.erp.backend": {"admin": "rwcd rwcd rwcd rwcd -"},
    "distribution.erp.stream": {"admin": "rw rw rw rw -"},
    "distribution.erp.run": {"admin": "r r r r -"},
    "distribution.erp.field": {"admin": "rwcd rwcd rwcd rwcd -"},
    "distribution.erp.unit": {"admin": "rwcd rwcd rwcd rwcd -"},
    "distribution.erp.warehouse": {"admin": "rwcd rwcd rwcd rwcd -"},
    "distribution.erp.binding": {"admin": "rd rd rd rd -"},
    "distribution.erp.document": {"admin": "rw rw rw rw -"},
    "distribution.erp.stock": {"admin": "r r r r -"},
    "distribution.erp.stock.row": {"admin": "r r r r -"},
    "distribution.erp.movement": {"admin": "rw rw rw rw -"},
    "distribution.erp.difference": {"admin": "rw rw rw rw -"},
}

WITHOUT_RULE = {}

RUNS = {
    "pull_deliveries",
    "pull_returns",
    "push_orders",
    "reconcile",
    "sync_members",
    "sync_products",
    "sync_stock",
}
PUBLIC_METHODS = {
    "distribution.erp.backend": {
        *RUNS,
        "action_open_differences",
        "action_open_failed",
        "action_open_queue",
        "action_open_unlinked",
        "action_test",
        "action_test_mapping",
        "reveal",
    },
    "distribution.erp.backend.credentials.mixin": {"reveal"},
    "distribution.erp.backend.health.mixin": {
        "action_open_differences",
        "action_open_failed",
        "action_open_queue",
        "action_open_unlinked",
    },
    "distribution.erp.backend.mapping.mixin": {"action_test_mapping"},
    "distribution.erp.backend.stream.mixin": RUNS,
    "distribution.erp.difference": {"action_fix", "action_keep"},
    "distribution.erp.document": {"action_open_record", "action_resend", "action_withdraw"},
    "distribution.erp.movement": {"action_apply"},
    "distribution.erp.stream": {"action_run"},
}


def make_backend(world, member):
    """A server of the member's company."""
    return world.env["distribution.erp.backend"].create(
        {
            "name": f"ERP of {member.code}",
            "base_url": "https://erp.example/k3cloud/",
            "organisation_number": f"{member.code}-{next(_numbers)}",
        }
    )


def make_stream(world, member):
    """A stream of such a server."""
    return make_backend(world, member).stream_ids[0]


def make_run(world, member):
    """A run of such a server."""
    backend = make_backend(world, member)
    return world.env["distribution.erp.run"].create(
        {"backend_id": backend.id, "stream": "stock", "state": "done"}
    )


def make_field(world, member):
    """A field that is called otherwise there."""
    return world.env["distribution.erp.field"].create(
        {
            "backend_id": make_backend(world, member).id,
            "form": "BD_MATERIAL",
            "name": "barcode",
            "key": "F_ABC_Barcode",
        }
    )


def make_unit(world, member):
    """A mapped unit."""
    return world.env["distribution.erp.unit"].create(
        {
            "backend_id": make_backend(world, member).id,
            "number": "Pcs",
            "uom_id": world.env.ref("uom.product_uom_unit").id,
        }
    )


def make_warehouse(world, member):
    """A mapped warehouse."""
    company = member.company_id
    warehouse = world.env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
    return world.env["distribution.erp.warehouse"].create(
        {
            "backend_id": make_backend(world, member).id,
            "number": "CK001",
            "warehouse_id": warehouse.id,
        }
    )


def make_binding(world, member):
    """The member, bound."""
    return world.env["distribution.erp.binding"].create(
        {
            "backend_id": make_backend(world, member).id,
            "model": "distribution.member",
            "res_id": member.id,
            "external_number": member.code,
        }
    )


def make_document(world, member):
    """The member, on its way there."""
    return world.env["distribution.erp.document"].create(
        {
            "backend_id": make_backend(world, member).id,
            "kind": "member",
            "member_id": member.id,
            "number": member.code,
        }
    )


def make_stock(world, member):
    """Stock of a mapped warehouse."""
    place = make_warehouse(world, member)
    return world.env["distribution.erp.stock"].create(
        {
            "erp_warehouse_id": place.id,
            "backend_id": place.backend_id.id,
            "company_id": place.company_id.id,
            "product_id": world._create_product(f"ES-{next(_numbers)}").id,
            "on_hand": 5,
        }
    )


def make_stock_row(world, member):
    """Stock on its way."""
    place = make_warehouse(world, member)
    run = world.env["distribution.erp.run"].create(
        {"backend_id": place.backend_id.id, "stream": "stock"}
    )
    return world.env["distribution.erp.stock.row"].create(
        {"run_id": run.id, "erp_warehouse_id": place.id, "material": "M1"}
    )


def make_movement(world, member):
    """A delivery of nobody's order."""
    backend = make_backend(world, member)
    return world.env["distribution.erp.movement"].create(
        {
            "backend_id": backend.id,
            "company_id": backend.company_id.id,
            "kind": "delivery",
            "bill_id": "1",
            "entry_id": "1",
            "number": "XSCKD1",
            "state": "unlinked",
        }
    )


def make_difference(world, member):
    """A difference that a comparison found."""
    run = make_run(world, member)
    return world.env["distribution.erp.difference"].create(
        {
            "run_id": run.id,
            "backend_id": run.backend_id.id,
            "company_id": run.company_id.id,
            "kind": "product",
            "text": "M1",
        }
    )


FACTORIES = {
    "distribution.erp.backend": make_backend,
    "distribution.erp.stream": make_stream,
    "distribution.erp.run": make_run,
    "distribution.erp.field": make_field,
    "distribution.erp.unit": make_unit,
    "distribution.erp.warehouse": make_warehouse,
    "distribution.erp.binding": make_binding,
    "distribution.erp.document": make_document,
    "distribution.erp.stock": make_stock,
    "distribution.erp.stock.row": make_stock_row,
    "distribution.erp.movement": make_movement,
    "distribution.erp.difference": make_difference,
}
