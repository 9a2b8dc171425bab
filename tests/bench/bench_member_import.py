"""A file of 20,000 members, from the upload to the last member."""

import base64
import csv
import io
import resource

HEADINGS = (
    *("成员编码", "名称", "级别", "区域", "上级编码", "主体类型", "联系人", "手机", "邮箱"),
    *("地址", "开户行账号", "身份证号", "书面同意日期", "加入日期", "授权截止日期", "状态"),
)
MEMBERS = 20_000
WIDTH = 4  # downline of each member: a tree nine deep
LEVELS = 12
ID_NUMBER = "11010519491231002X"


def run(bench):
    """Measure preview and import, all or nothing, and an import that changes nothing."""
    count = bench.size(MEMBERS, 350)
    env = bench.env
    levels = env["distribution.level"].create(
        [{"name": f"Bench {rank}", "code": f"B{rank}", "rank": rank} for rank in range(1, LEVELS)]
    )
    env["distribution.region"].create([{"name": f"Bench {n}", "code": f"R{n}"} for n in range(100)])
    pricelist = env["product.pricelist"].create({"name": "Bench"})
    levels.pricelist_id = pricelist
    bench.analyze()
    seconds = _import(bench, _build_file(count), "import")
    bench.report(f"file of {count} members, as a whole", seconds, "s", at_most=60)
    members = env["distribution.member"].search_count([("code", "=like", "BM%")])
    assert members == count, members
    bench.report("members per second", count / seconds, "1/s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    bench.report("peak memory", peak, "MB", at_most=1500)


def _import(bench, file, name):
    """Return the seconds of upload, preview and import."""
    imports = bench.env["distribution.member.import"]
    with bench.seconds(f"{name}: upload"):
        member_import = imports.create({"name": "bench.csv", "file": file})
    with bench.seconds(f"{name}: preview"):
        member_import.action_preview()
    errors = member_import.line_ids.filtered(lambda line: line.state == "error")
    assert not errors, errors[:1].reason
    with bench.seconds(f"{name}: members"):
        member_import.action_commit()
        # What the scheduler would do next.
        while member_import.state != "done" and member_import._process_batch():
            pass
    bench.env.cr.commit()
    assert member_import.state == "done", member_import.state
    return sum(figure.value for figure in bench.figures if figure.name.startswith(name))


def _build_file(count):
    """Return the file, its lines upside down: the downline stands above its uplines."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADINGS)
    writer.writerows(_build_row(number) for number in reversed(range(count)))
    return base64.b64encode(buffer.getvalue().encode("gb18030"))


def _build_row(number):
    rank, first = 1, 0
    while (next_first := first + WIDTH ** (rank - 1)) <= number:
        rank, first = rank + 1, next_first
    is_person = number % 5 == 0
    return (
        f"BM{number:06d}",
        f"重庆第{number}建材经营部",
        f"B{rank}",
        f"R{number % 100}",
        f"BM{(number - 1) // WIDTH:06d}" if number else "",
        "自然人" if is_person else "公司",
        f"张{number}",
        f"138{number:08d}",
        f"m{number}@example.com",
        f"解放碑 {number} 号",
        f"6222{number:012d}",
        ID_NUMBER if is_person else "",
        f"2026-01-{number % 28 + 1:02d}" if is_person else "",
        "2024-01-01",
        "2027-12-31",
        "有效",
    )
