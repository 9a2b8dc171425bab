"""Pinduoduo: one line is one order; what counts is what the merchant receives (商家实收)."""

from .platform import Level, Outcome, Platform

PINDUODUO = Platform(
    code="pinduoduo",
    headings={
        "order_ref": "订单号|订单编号",
        "customer": "经销商编码|客户编码",
        "shop_ref": "店铺ID|店铺Id",
        "shop_name": "店铺名称|店铺",
        "date": "订单成交时间|拼单成功时间|成交时间|下单时间|支付时间",
        "paid_date": "支付时间",
        "sku": "商家编码-规格维度|商家编码-SKU维度|规格编码|商家编码",
        "sku_of_item": "商家编码-商品维度|商品编码",
        "item_ref": "样式ID|SKU ID|商品id",
        "product_name": "商品|商品名称|商品标题",
        "spec": "商品规格|规格",
        "quantity": "商品数量|数量",
        "amount": "商家实收金额|商家实收|用户实付金额",
        "list_amount": "商品总价",
        "discount": "店铺优惠折扣|店铺优惠",
        "postage": "邮费|运费",
        "status": "订单状态",
        "refund_status": "售后状态|退款状态",
        "refund_amount": "退款金额|售后金额",
        "province": "省|省份",
        "city": "市|城市",
        "address": "详细地址|收货地址|街道",
        "anchor": "达人昵称|主播昵称|主播",
        "source": "流量来源|订单来源",
    },
    others=(
        *("平台优惠折扣", "多多支付立减金额", "用户实付金额", "发货时间", "确认收货时间", "商品id"),
        *("商家备注", "快递单号", "快递公司", "拼单成功时间", "区", "收货人", "手机", "样式ID"),
    ),
    statuses={
        Outcome.UNPAID: ("待付款", "待支付", "未支付", "待成团", "待分享"),
        Outcome.PAID: ("待发货", "已成团，待发货", "已付款，待发货", "部分发货"),
        Outcome.SHIPPED: ("已发货，待收货", "已发货，待签收", "已发货", "待收货"),
        Outcome.DONE: ("已收货", "已签收", "交易成功", "已完成", "交易完成"),
        Outcome.CANCELLED: ("已取消", "交易关闭", "交易已取消", "未成团，退款成功", "已关闭"),
        Outcome.REFUNDED: (
            *("未发货，退款成功", "已发货，退款成功", "已收货，退款成功", "退款成功"),
            "已签收，退款成功",
        ),
        Outcome.HOLD: ("退款中", "未发货，退款中", "已发货，退款中", "售后中"),
        Outcome.PARTIAL: ("部分退款",),
    },
    refunds={
        Outcome.NONE: ("无售后或售后取消", "无售后", "售后取消", "售后关闭", "退款关闭", "无"),
        Outcome.HOLD: (
            *(
                "售后处理中",
                "退款中",
                "待商家处理",
                "退货退款，待商家处理",
                "待买家退货",
                "平台处理中",
            ),
            *("买家申请退款，待商家处理", "退货退款，待买家退货", "退货退款，待商家收货"),
            *("退款，待商家处理", "商家同意退款，退款中"),
        ),
        Outcome.PARTIAL: ("部分退款", "部分退款成功"),
        Outcome.REFUNDED: ("退款成功", "退货退款成功", "全部退款"),
    },
    amount_level=Level.LINE,
    # §5: what is credited is 商家实收, unless the figures show that it has the postage in it.
    has_postage_inside=False,
    has_day_in_ref=True,
)
