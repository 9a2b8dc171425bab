"""JD: one order number repeats over its lines, and so do the amounts of the order."""

from .platform import Level, Outcome, Platform

JD = Platform(
    code="jd",
    headings={
        "order_ref": "订单号|订单编号",
        "line_ref": "子订单号|订单明细号",
        "customer": "经销商编码|客户编码",
        "shop_ref": "店铺ID|店铺编号",
        "shop_name": "店铺名称",
        "date": "下单时间|订单创建时间",
        "paid_date": "付款确认时间|付款时间",
        "sku": "货号|商家SKU|商家编码|商家SKUID",
        "item_ref": "商品ID|商品编号|SKU编号|SKUID",
        "product_name": "商品名称|商品标题",
        "spec": "商品规格|规格|销售属性",
        "quantity": "订购数量|商品数量|数量",
        "unit_price": "京东价|商品单价|单价",
        "amount": "结算金额|应付金额|订单金额",
        "list_amount": "订单金额",
        "postage": "运费金额|运费",
        "status": "订单状态",
        "refund_status": "售后状态|退款状态",
        "refund_amount": "退款金额|售后退款金额",
        "province": "省|省份",
        "city": "市|城市",
        "address": "客户地址|收货地址",
        "anchor": "达人昵称|主播昵称|主播",
        "source": "流量来源|订单来源|订单渠道",
    },
    others=(
        *("余额支付", "订单类型", "下单帐号", "客户姓名", "联系电话", "订单备注", "发票类型"),
        *("发票抬头", "发票内容", "商家备注", "商家备注等级（等级1-5为由高到低）", "增值税发票"),
        *("订单完成时间", "送装服务", "服务费", "仓库id", "仓库名称"),
    ),
    statuses={
        Outcome.UNPAID: ("等待付款", "未付款", "待付款", "等待付款确认", "延迟付款确认"),
        Outcome.PAID: (
            *("等待出库", "待出库", "等待发货", "待发货", "已付款", "等待打印", "等待分期付款"),
            *("等待预约", "部分出库"),
        ),
        Outcome.SHIPPED: (
            *("已出库", "等待确认收货", "等待收货", "待收货", "商品已出库", "配送退货中"),
            "已发货",
        ),
        Outcome.DONE: ("完成", "已完成", "交易成功", "订单完成", "已收货"),
        Outcome.CANCELLED: (
            *("已取消", "取消", "交易关闭", "已关闭", "订单取消", "(删除)等待出库", "已删除"),
            *("(删除)等待付款", "配送拒收", "拒收"),
        ),
        Outcome.HOLD: ("锁定", "暂停", "退款中", "取消中", "锁定等待审核"),
        Outcome.PARTIAL: ("部分退款",),
        Outcome.REFUNDED: ("退款成功", "已退款", "全部退款"),
    },
    refunds={
        Outcome.NONE: ("无售后", "无", "售后关闭", "售后取消", "无退款", "退款关闭", "未申请"),
        Outcome.HOLD: ("退款中", "售后中", "待审核", "售后处理中", "待退款", "退货中"),
        Outcome.PARTIAL: ("部分退款",),
        Outcome.REFUNDED: ("退款成功", "已退款", "退款完成", "全部退款"),
    },
    amount_level=Level.ORDER,
)
