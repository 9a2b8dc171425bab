"""Products: materials that have changed, matched by code first; forbidden ones are not sold."""

from .stream_worker import StreamWorker


class ProductWorker(StreamWorker):
    """Reads materials page by page, each page one transaction."""

    def work(self, erp):
        """Override: what has changed since the cursor, with an overlap; at first all of it."""
        pages = erp.read_materials(self.start_from_cursor())
        self.let_go()
        for page in pages:
            materials = [one for one in page if one.number]
            self.seen += len(materials)
            self._take_in(materials)
            self.note_moments(materials)
            self.let_go()
        self.move_cursor()

    def follow(self, materials):
        """Let the state of materials decide whether bound products are sold; make none."""
        known, _unclear = self._find_known(materials)
        self._update([(known[one.number], one) for one in materials if one.number in known])

    # === HELPERS === #

    def _take_in(self, materials):
        known, unclear = self._find_known(materials)
        new = [
            one
            for one in materials
            if one.number not in known and one.number not in unclear and one.is_usable
        ]
        if self.backend.creates_products and new:
            known.update(self._create_products(new))
        pairs = [(known[one.number], one) for one in materials if one.number in known]
        self.changed += self.backend._bind_records(
            [(product, one.master or one.id, one.number) for product, one in pairs]
        )
        self._update(pairs)

    def _find_known(self, materials):
        """Return {number: product}, bound ones first, then by code; and codes that several have."""
        numbers = [one.number for one in materials]
        products = self.env["product.product"].with_context(active_test=False)
        known = {
            number: products.browse(product_id)
            for number, product_id in self.backend._find_records("product.product", numbers).items()
        }
        others = products.search(
            [
                ("default_code", "in", [number for number in numbers if number not in known]),
                ("company_id", "in", (False, self.company.id)),
            ]
        )
        unclear = set()
        for code, same in others.grouped("default_code").items():
            if len(same) == 1:
                known[code] = same
                continue
            unclear.add(code)
            self.failed += 1
            self.note(
                self.env._(
                    "%(count)s products have the code %(code)s: which one it is in Kingdee nobody"
                    " can tell. Give the others another code.",
                    count=len(same),
                    code=code,
                )
            )
        return known, unclear

    def _create_products(self, materials):
        units = {unit.number: unit.uom_id for unit in self.backend.unit_ids}
        for one in materials:
            if one.unit not in units:
                self.failed += 1
                self.note(
                    self.env._(
                        "%(number)s was not made: its unit %(unit)s is mapped to none.",
                        number=one.number,
                        unit=one.unit or "?",
                    )
                )
        usable = [one for one in materials if one.unit in units]
        categories = self._ensure_categories(usable)
        barcodes = self._find_free_barcodes(usable)
        made = (
            self.env["product.product"]
            .with_context(tracking_disable=True)
            .create(
                [
                    {
                        **self._prepare_product(one),
                        "barcode": barcodes.get(one.barcode) == one.number and one.barcode,
                        "uom_id": units[one.unit].id,
                        "categ_id": categories[one.group_name or ""].id,
                    }
                    for one in usable
                ]
            )
        )
        self.changed += len(made)
        return {one.number: product for one, product in zip(usable, made, strict=True)}

    def _prepare_product(self, one):
        name = f"{one.name} {one.specification}".strip() if one.specification else one.name
        return {
            "name": name or one.number,
            "default_code": one.number,
            "type": "consu",
            "is_storable": True,
            "tracking": "lot" if one.is_lot_managed is True else "none",
            "company_id": self.company.id,
        }

    def _find_free_barcodes(self, materials):
        """Return {barcode: number of the one material that gets it}."""
        wanted = {one.barcode: one.number for one in materials if one.barcode}
        taken = self.env["product.product"].search([("barcode", "in", list(wanted))])
        for barcode in taken.mapped("barcode"):
            del wanted[barcode]
        return wanted

    def _ensure_categories(self, materials):
        """Return {name of a group: category below the company's}, made where there is none."""
        root = self.backend.category_id
        categories = self.env["product.category"]
        names = {one.group_name for one in materials if one.group_name}
        found = categories.search([("name", "in", list(names)), ("parent_id", "=", root.id)])
        by_name = {category.name: category for category in found}
        missing = [{"name": name, "parent_id": root.id} for name in sorted(names - by_name.keys())]
        by_name.update((made.name, made) for made in categories.create(missing))
        by_name[""] = root or categories.search([], limit=1)
        return by_name

    def _update(self, pairs):
        """Let the state of a material decide whether it is sold; names here are left alone."""
        for product, one in pairs:
            usable = one.is_usable
            if usable is not None and product.sale_ok != usable:
                product.sale_ok = usable
                self.changed += 1
                if not usable:
                    self.note(
                        self.env._(
                            "%(product)s is forbidden or not approved in Kingdee: it is not sold.",
                            product=product.display_name,
                        )
                    )
