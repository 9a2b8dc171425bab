"""Douyin: one line is one sub-order; persons are ciphered, the anchor stands on the line."""

from .platform import Level, Outcome, Platform

DOUYIN = Platform(
    code="douyin",
    headings={
        "order_ref": "主订单编号|主订单号|订单编号|订单号",
        "line_ref": "子订单编号|子订单号|商品单号",
        "customer": "经销商编码|客户编码",
        "shop_ref": "店铺ID|店铺Id",
        "shop_name": "店铺名称|店铺",
        "date": "订单提交时间|下单时间|订单创建时间",
        "paid_date": "支付完成时间|支付时间",
        "sku": "商家编码|货号|商家SKU编码",
        "item_ref": "SKU ID|商品ID",
        "product_name": "选购商品|商品名称|商品",
        "spec": "商品规格|规格",
        "quantity": "商品数量|数量",
        "unit_price": "商品金额|商品单价",
        "amount": "订单应付金额|应付金额|实付金额",
        "subsidy": "平台实际承担优惠金额|达人实际承担优惠金额",
        "postage": "运费",
        "status": "订单状态",
        "refund_status": "售后状态|退款状态",
        "refund_amount": "退款金额|实际退款金额",
        "province": "省|省份",
        "city": "市|城市",
        "address": "详细地址|收货地址",
        "anchor": "达人昵称|主播昵称|达人名称",
        "source": "流量来源|流量渠道|流量体裁|流量类型",
    },
    others=(
        *("收件人", "收件人手机号", "商家备注", "订单完成时间", "取消原因", "发货时间", "快递信息"),
        *("商家实际承担优惠金额", "平台优惠", "流量类型", "流量体裁", "流量渠道", "达人ID", "货号"),
        *("买家留言", "区", "街道", "预计发货时间", "旗帜颜色", "APP渠道", "支付方式", "手续费"),
    ),
    statuses={
        Outcome.UNPAID: ("待支付", "待付款", "未支付", "待确认"),
        Outcome.PAID: ("待发货", "备货中", "已支付", "部分发货", "待出库"),
        Outcome.SHIPPED: ("已发货", "待收货", "已发货，待收货"),
        Outcome.DONE: ("已完成", "已签收", "已收货", "交易成功"),
        Outcome.CANCELLED: ("已关闭", "已取消", "交易关闭", "取消"),
        Outcome.REFUNDED: ("退款成功", "已退款"),
        Outcome.HOLD: ("退款中", "售后中"),
        Outcome.PARTIAL: ("部分退款",),
    },
    refunds={
        Outcome.NONE: ("售后关闭", "无", "无售后", "售后取消", "退款关闭", "换货成功", "补寄成功"),
        Outcome.HOLD: (
            *("退款中", "售后中", "待商家处理", "售后待处理", "待退货", "待商家收货", "待买家退货"),
            *("退货中", "同意退款，退款中", "商家处理中", "平台处理中", "售后处理中", "待收退货"),
        ),
        Outcome.PARTIAL: ("部分退款", "部分退款成功"),
        Outcome.REFUNDED: ("退款成功", "全部退款", "退货退款成功", "已全额退款"),
    },
    amount_level=Level.DETECT,
)
