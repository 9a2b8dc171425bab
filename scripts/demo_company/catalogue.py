"""What the factory makes: categories, units and products, in English and Chinese."""

from dataclasses import dataclass

# English name -> Chinese name
UNITS = {
    "Bag": "袋",
    "Bucket": "桶",
    "Roll": "卷",
    "Piece": "个",
    "Length": "根",
    "Set": "套",
    "Box": "盒",
}


@dataclass(frozen=True, slots=True)
class Category:
    """A product category and the letters its codes begin with."""

    prefix: str
    name: str
    name_zh: str


@dataclass(frozen=True, slots=True)
class Product:
    """A product with its list price, without tax, in CNY."""

    code: str
    name: str
    name_zh: str
    unit: str
    price: float


CATEGORIES = [
    Category("FS", "Waterproof Coatings", "防水涂料"),
    Category("NZ", "Wall Putty", "腻子粉"),
    Category("CZ", "Tile Adhesives", "瓷砖胶"),
    Category("RJ", "Emulsion Paints", "乳胶漆"),
    Category("GC", "Pipes and Fittings", "管材管件"),
    Category("WJ", "Hardware", "五金"),
]

PRODUCTS = [
    Product("FS1001", "K11 Flexible Slurry 18 kg", "K11 柔韧型防水浆料 18kg", "Bucket", 168),
    Product("FS1002", "K11 Universal Slurry 18 kg", "K11 通用型防水浆料 18kg", "Bucket", 138),
    Product("FS1003", "JS Cement Coating 20 kg", "JS 聚合物水泥防水涂料 20kg", "Bucket", 196),
    Product("FS1004", "Polyurethane Coating 20 kg", "单组分聚氨酯防水涂料 20kg", "Bucket", 285),
    Product("FS1005", "Roof Acrylic Coating 20 kg", "屋面丙烯酸防水涂料 20kg", "Bucket", 246),
    Product("FS1006", "Rapid Leak-stopping Powder 5 kg", "堵漏王 5kg", "Bag", 42),
    Product("FS1007", "Butyl Sealing Tape 10 cm", "丁基防水胶带 10cm×10m", "Roll", 36),
    Product("NZ2001", "Water-resistant Interior Putty 20 kg", "内墙耐水腻子粉 20kg", "Bag", 33),
    Product("NZ2002", "Exterior Putty 20 kg", "外墙腻子粉 20kg", "Bag", 38),
    Product("NZ2003", "Flexible Anti-crack Putty 20 kg", "柔性抗裂腻子粉 20kg", "Bag", 52),
    Product("NZ2004", "Finishing Gypsum 20 kg", "面层粉刷石膏 20kg", "Bag", 29),
    Product("NZ2005", "Levelling Gypsum 25 kg", "底层粉刷石膏 25kg", "Bag", 31),
    Product("NZ2006", "Putty Paste, Ready-mixed 20 kg", "成品腻子膏 20kg", "Bucket", 58),
    Product("CZ3001", "Tile Adhesive C1 20 kg", "瓷砖胶 C1 标准型 20kg", "Bag", 36),
    Product("CZ3002", "Tile Adhesive C2 20 kg", "瓷砖胶 C2 强力型 20kg", "Bag", 58),
    Product("CZ3003", "Tile Adhesive C2TES1 20 kg", "瓷砖胶 C2TES1 柔性型 20kg", "Bag", 92),
    Product("CZ3004", "Tile Back Primer 5 kg", "瓷砖背胶 5kg", "Bucket", 118),
    Product("CZ3005", "Epoxy Grout 2 kg", "环氧彩砂填缝剂 2kg", "Set", 145),
    Product("CZ3006", "Cement Grout 5 kg", "水泥基填缝剂 5kg", "Bag", 26),
    Product("RJ4001", "Interior Emulsion, Odour-free 18 L", "净味内墙乳胶漆 18L", "Bucket", 328),
    Product("RJ4002", "Interior Emulsion, Five-in-one 18 L", "五合一内墙乳胶漆 18L", "Bucket", 398),
    Product("RJ4003", "Children's Room Emulsion 5 L", "儿童房乳胶漆 5L", "Bucket", 268),
    Product("RJ4004", "Exterior Emulsion, Weatherproof 18 L", "耐候外墙乳胶漆 18L", "Bucket", 456),
    Product("RJ4005", "Alkali-resistant Primer 18 L", "抗碱封闭底漆 18L", "Bucket", 236),
    Product("RJ4006", "Textured Stone Paint 25 kg", "天然真石漆 25kg", "Bucket", 188),
    Product("RJ4007", "Interface Agent 18 kg", "墙固界面剂 18kg", "Bucket", 76),
    Product("GC5001", "PPR Hot Water Pipe 20 mm, 4 m", "PPR 热水管 S3.2 20mm×4m", "Length", 16.8),
    Product("GC5002", "PPR Hot Water Pipe 25 mm, 4 m", "PPR 热水管 S3.2 25mm×4m", "Length", 25.6),
    Product("GC5003", "PPR Elbow 90° 20 mm", "PPR 90° 弯头 20mm", "Piece", 1.6),
    Product("GC5004", "PPR Tee 25 mm", "PPR 等径三通 25mm", "Piece", 3.2),
    Product("GC5005", "PVC-U Drain Pipe 110 mm, 4 m", "PVC-U 排水管 110mm×4m", "Length", 62),
    Product("GC5006", "PVC-U Drain Pipe 50 mm, 4 m", "PVC-U 排水管 50mm×4m", "Length", 24),
    Product("GC5007", "PVC Conduit 20 mm, 3 m", "PVC 电工套管 20mm×3m", "Length", 6.5),
    Product("GC5008", "Brass Ball Valve DN20", "黄铜球阀 DN20", "Piece", 28),
    Product("WJ6001", "Galvanised Mesh 1×20 m", "镀锌钢丝网 1×20m", "Roll", 96),
    Product("WJ6002", "Drywall Screws 3.5×25, 1000 pcs", "自攻螺丝 3.5×25（1000 只）", "Box", 22),
    Product("WJ6003", "Expansion Bolts M8×80, 50 pcs", "膨胀螺栓 M8×80（50 套）", "Box", 34),
    Product("WJ6004", "Angle Bead, PVC 2.4 m", "PVC 阴阳角条 2.4m", "Length", 3.8),
    Product("WJ6005", "Tile Levelling Clips, 100 pcs", "瓷砖找平器（100 套）", "Box", 45),
    Product("WJ6006", "Fibreglass Mesh Tape 5 cm × 50 m", "玻纤网格带 5cm×50m", "Roll", 9.5),
]

# A code that is no goods, such as freight, does not look like this.
GOODS_PATTERN = "[A-Z]{2}[0-9]{4}"
STAR_PRODUCT = "FS1001"
REBATED_CATEGORY = "FS"
LOW_MARGIN_CATEGORY = "WJ"
# Unit, its pack in English and Chinese, and how many it holds.
PACKS = [
    ("Bag", "Pallet of Bags", "托", 40),
    ("Bucket", "Pallet of Buckets", "托", 24),
    ("Box", "Carton", "箱", 20),
]
SCARCE = {"RJ4006", "FS1004"}
# Offered to the first level only; nobody orders it in the story.
PROJECT_CATEGORY = Category("GX", "Project Goods", "工程专供")
PROJECT_PRODUCT = Product(
    "GX7001", "Tunnel Waterproofing Slurry 25 kg", "隧道专用防水浆料 25kg", "Bucket", 388
)
