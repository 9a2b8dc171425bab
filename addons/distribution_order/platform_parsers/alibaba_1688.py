"""1688: wholesale orders; the cells of the order stand on its first line only."""

from .platform import Level, Outcome, Platform

ALIBABA_1688 = Platform(
    code="1688",
    headings={
        "order_ref": "订单号|订单编号",
        "line_ref": "子订单号|子订单编号",
        "customer": "经销商编码|客户编码",
        "shop_ref": "店铺ID",
        "shop_name": "店铺名称|卖家公司名|卖家会员名",
        "date": "下单时间|订单创建时间",
        "paid_date": "订单付款时间|付款时间",
        "sku": "单品货号|货号|商家编码|物料编号",
        "item_ref": "SKU ID|Offer ID",
        "product_name": "货品标题|商品标题|商品名称",
        "spec": "规格|规格型号|型号|单品规格",
        "quantity": "数量|采购数量",
        "unit_price": "单价|单品金额|货品单价",
        "amount": "实付款|实付金额|实付款金额",
        "list_amount": "货品总价",
        "postage": "运费",
        "status": "订单状态",
        "refund_status": "退款状态|售后状态",
        "refund_amount": "退款金额",
        "province": "省|省份|收货省份",
        "city": "市|城市|收货城市",
        "address": "收货地址",
        "anchor": "主播|达人昵称|主播昵称",
        "source": "订单来源|流量来源",
    },
    others=(
        *("买家", "买家公司名", "买家会员名", "卖家公司名", "卖家会员名", "物流公司", "运单号"),
        *("涨价或折扣", "发货方", "收货人姓名", "邮编", "联系电话", "联系手机", "单位", "单品货号"),
        *("货品种类", "买家留言", "物流公司运单号", "发票：购货单位名称", "Offer ID", "SKU ID"),
    ),
    statuses={
        Outcome.UNPAID: ("等待买家付款", "待付款", "等待付款", "等待买家确认订单"),
        Outcome.PAID: (
            *("等待卖家发货", "买家已付款", "待发货", "已付款", "买家已付款，等待卖家发货"),
            "部分发货",
        ),
        Outcome.SHIPPED: (
            *("等待买家确认收货", "卖家已发货", "待收货", "已发货", "卖家已发货，等待买家确认"),
            "等待买家收货",
        ),
        Outcome.DONE: ("交易成功", "交易完成", "已完成", "已收货", "已签收"),
        Outcome.CANCELLED: ("交易关闭", "交易取消", "交易终止", "已取消", "已关闭"),
        Outcome.REFUNDED: ("退款成功",),
        Outcome.HOLD: ("退款中", "售后中"),
        Outcome.PARTIAL: ("部分退款",),
    },
    refunds={
        Outcome.NONE: ("无", "无退款", "退款关闭", "未退款", "没有退款", "售后关闭", "退款取消"),
        Outcome.HOLD: (
            *("退款中", "等待卖家同意", "等待买家退货", "等待卖家确认收货", "售后中", "待卖家处理"),
            "退款处理中",
        ),
        Outcome.PARTIAL: ("部分退款",),
        Outcome.REFUNDED: ("退款成功", "全部退款", "已退款"),
    },
    amount_level=Level.ORDER,
    may_price_be_amount=True,
    is_filled_down=True,
)
