"""What the cards of products say in the ordering app, and what their prices are made of."""

from collections.abc import Collection

from odoo.tools import SQL

SOURCE_LANGUAGE = "en_US"
PICTURE_SIZE = 256


def product_facts(product_ids: Collection[int], language: str) -> SQL:
    """One row for each product with what its card says and its price is made of."""
    return SQL(
        """
        SELECT product.id, product.default_code AS code, template.id AS template_id,
               COALESCE(template.name->>%(language)s, template.name->>%(source)s) AS name,
               COALESCE(unit.name->>%(language)s, unit.name->>%(source)s) AS unit,
               COALESCE(template.distribution_min_quantity, 0) AS minimum,
               COALESCE(template.distribution_multiple, 0) AS step,
               COALESCE(template.distribution_max_quantity, 0) AS maximum,
               COALESCE(template.distribution_low_quantity, 0) AS low,
               template.is_storable, %(variant)s AS variant, %(packs)s AS packs,
               %(picture)s AS picture, template.list_price, template.uom_id,
               template.categ_id, template.company_id, category.parent_path
          FROM product_product product
          JOIN product_template template ON template.id = product.product_tmpl_id
          JOIN uom_uom unit ON unit.id = template.uom_id
          LEFT JOIN product_category category ON category.id = template.categ_id
         WHERE product.id = ANY(%(ids)s)
        """,
        ids=list(product_ids),
        language=language,
        source=SOURCE_LANGUAGE,
        variant=_variant_name(language),
        packs=_packs(language),
        picture=_picture(),
    )


def _variant_name(language: str) -> SQL:
    """Return what the attributes of a `product` are called, NULL for one without."""
    return SQL(
        """
        CASE WHEN product.combination_indices != '' THEN (
            SELECT string_agg(COALESCE(value.name->>%(language)s, value.name->>%(source)s), ', '
                              ORDER BY chosen.id)
              FROM product_variant_combination combination
              JOIN product_template_attribute_value chosen
                ON chosen.id = combination.product_template_attribute_value_id
              JOIN product_attribute_value value ON value.id = chosen.product_attribute_value_id
             WHERE combination.product_product_id = product.id)
        END
        """,
        language=language,
        source=SOURCE_LANGUAGE,
    )


def _packs(language: str) -> SQL:
    """Return what the packs of a `template` are called, and how many of its `unit` they hold."""
    return SQL(
        """
        (SELECT json_agg(json_build_array(
                    COALESCE(size.name->>%(language)s, size.name->>%(source)s),
                    size.factor / unit.factor) ORDER BY size.factor)
           FROM product_template_uom_uom_rel rel
           JOIN uom_uom size ON size.id = rel.uom_uom_id AND size.active
          WHERE rel.product_template_id = template.id)
        """,
        language=language,
        source=SOURCE_LANGUAGE,
    )


def _picture() -> SQL:
    """Return what changes with the picture of a `product`, else of its `template`."""
    own, shared = (
        SQL(
            """
            (SELECT file.checksum FROM ir_attachment file
              WHERE file.res_model = %s AND file.res_id = %s AND file.res_field = %s)
            """,
            model,
            record,
            field,
        )
        for model, record, field in (
            ("product.product", SQL("product.id"), f"image_variant_{PICTURE_SIZE}"),
            ("product.template", SQL("template.id"), f"image_{PICTURE_SIZE}"),
        )
    )
    return SQL("left(COALESCE(%s, %s), 8)", own, shared)
