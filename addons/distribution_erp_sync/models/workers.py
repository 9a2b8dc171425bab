"""Which class works which stream."""

from .member_worker import MemberWorker
from .movement_worker import DeliveryWorker, ReturnWorker
from .order_worker import OrderWorker
from .product_worker import ProductWorker
from .reconcile_worker import ReconcileWorker
from .stock_worker import HotStockWorker, StockWorker

CLASSES = {
    "stock": StockWorker,
    "stock_hot": HotStockWorker,
    "products": ProductWorker,
    "members": MemberWorker,
    "orders": OrderWorker,
    "deliveries": DeliveryWorker,
    "returns": ReturnWorker,
    "reconcile": ReconcileWorker,
}
