"""A file of new members that waits in preview, with the mistakes that such files have."""

import base64
import csv
import io

HEADINGS = (
    *("成员编码", "名称", "级别", "区域", "上级编码", "主体类型"),
    *("联系人", "手机", "邮箱", "加入日期", "备注"),
)
FILE_NAME = "北部片区新网点.csv"


def upload_new_members(env, today):
    """Upload and preview the file; somebody has to correct it before it is imported."""
    member_import = env["distribution.member.import"].create(
        {"name": FILE_NAME, "file": _build_file(today), "on_error": "skip"}
    )
    member_import.action_preview()
    assert member_import.ok_count and member_import.error_count


def _build_file(today):
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADINGS)
    start = today.isoformat()
    company, trader = "公司", "个体工商户"
    writer.writerows(
        [
            ("N901", "重庆渝北鑫材商贸有限公司", "分销商", "渝北区", "", company)
            + ("周敏", "13983010901", "zhoumin@example.com", start, ""),
            ("N911", "渝北区顺达建材经营部", "终端", "渝北区", "N901", trader)
            + ("陈刚", "13983010911", "", start, "新店"),
            ("N912", "渝北区家和装饰材料店", "终端", "渝北区", "N901", trader)
            + ("刘洋", "1398301091", "", start, ""),
            ("N913", "江北区恒信五金建材店", "终端", "江北", "N901", trader)
            + ("何丽", "13983010913", "", start, ""),
            ("N914", "江北区大石坝建材店", "终端", "江北区", "N902", trader)
            + ("唐军", "13983010914", "", start, ""),
            ("N911", "渝北区龙溪建材店", "终端", "渝北区", "N901", trader)
            + ("冯涛", "13983010915", "", start, ""),
            ("N916", "北碚区城南建材店", "终端", "北碚区", "N901", trader)
            + ("邓丽", "13983010916", "dengli@example", start, ""),
            ("N917", "北碚区蔡家建材店", "终端", "北碚区", "N901", trader)
            + ("谢强", "023-68210917", "", start, ""),
        ]
    )
    return base64.b64encode(buffer.getvalue().encode("gb18030"))
