"""A Douyin file of 50,000 lines: upload, preview, then orders, refunds and a file seen again."""

import base64
import csv
import io
import resource

HEADINGS = (
    *(
        "主订单编号",
        "子订单编号",
        "选购商品",
        "商品规格",
        "商品数量",
        "商家编码",
        "商品金额",
        "订单应付金额",
    ),
    *(
        "运费",
        "收件人",
        "收件人手机号",
        "详细地址",
        "订单提交时间",
        "商家备注",
        "订单完成时间",
        "订单状态",
    ),
    *(
        "售后状态",
        "取消原因",
        "发货时间",
        "平台实际承担优惠金额",
        "达人昵称",
        "流量来源",
        "省",
        "市",
    ),
)
LINES = 50_000
LINES_PER_ORDER = 2
PRODUCTS = 200
# Orders are made in the background with progress: so many tell how fast.
BATCHES = 10


def run(bench):
    """Measure what people wait for (upload and preview), and the pace of what follows."""
    count = bench.size(LINES, 500)
    env = bench.env
    _make_world(env)
    bench.analyze()
    with bench.seconds(f"file of {count} lines: upload without persons"):
        order_import = env["distribution.order.import"].create(
            {"name": "bench.csv", "file": _build_file(count)}
        )
    order_import.profile_id.fulfilment = "done"
    with bench.seconds(f"file of {count} lines: preview"):
        order_import.action_preview()
        env.cr.commit()
    assert order_import.ok_count == count, order_import.line_ids[:1].reason
    waited = sum(figure.value for figure in bench.figures)
    bench.report(f"file of {count} lines: until every line is judged", waited, "s", at_most=60)
    _make_orders(bench, order_import)
    _see_again(bench, count)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    bench.report("peak memory", peak, "MB", at_most=1500)


def _make_orders(bench, order_import):
    with bench.seconds(f"orders: {BATCHES} batches, committed one by one"):
        for _batch in range(BATCHES):
            more = order_import._process_batch()
            bench.env.cr.commit()
            bench.env.invalidate_all()
            if not more:
                break
    made = order_import.imported_count
    assert made, "no order was made"
    pace = made / bench.figures[-1].value
    bench.report("orders: lines per second", pace, "1/s")


def _see_again(bench, count):
    """Preview a later export of the same orders: refunds and statuses."""
    again = bench.env["distribution.order.import"].create(
        {"name": "again.csv", "file": _build_file(count, status="退款成功")}
    )
    with bench.seconds(f"later export of {count} lines: preview", at_most=60):
        again.action_preview()
        bench.env.cr.commit()
    assert {"refund"} == {line.operation for line in again.line_ids if line.state == "ok"}


def _make_world(env):
    level = env["distribution.level"].create({"name": "Bench", "code": "B1", "rank": 1})
    region = env["distribution.region"].create({"name": "Bench", "code": "R1"})
    partner = env["res.partner"].create({"name": "Bench", "is_company": True})
    member = env["distribution.member"].create(
        {
            "partner_id": partner.id,
            "code": "BENCH",
            "level_id": level.id,
            "region_id": region.id,
            "date_start": "2020-01-01",
            "state": "active",
        }
    )
    env["product.product"].create(
        [
            {"name": f"Bench {n}", "default_code": f"BP{n}", "type": "consu", "taxes_id": False}
            for n in range(PRODUCTS)
        ]
    )
    profile = env["distribution.order.import.profile"]._create_platform_profile("douyin")
    profile.member_id = member


def _build_file(count, status="-"):
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADINGS)
    writer.writerows(_build_row(number, status) for number in range(count))
    return base64.b64encode(buffer.getvalue().encode("gb18030"))


def _build_row(number, status):
    order = 6917000000000000000 + number // LINES_PER_ORDER
    moment = f"2026-06-{number % 28 + 1:02d} {number % 24:02d}:{number % 60:02d}:00"
    return (
        *(f"\t{order}", f"\t{7000000000000000000 + number}", f"外墙漆 {number % PRODUCTS}"),
        *("白色 18kg", str(number % 3 + 1), f"BP{number % PRODUCTS}", "1,280.00", "1,180.55"),
        *("0.00", "##Xa8KpQ==##", "$$Yz71==$1$$", "##AbCdEfGhIjKl##", moment, "", moment),
        *(
            "已完成",
            status,
            "",
            moment,
            "30.00",
            f"达人{number % 50}",
            "直播间",
            "浙江省",
            "杭州市",
        ),
    )
