import { Component } from "@odoo/owl";
import { findFault, lowestQuantity } from "./cart";
import { QuantityInput } from "./quantity_input";
import { _t, writeMoment, writeMoney, writeQuantity } from "./texts";

/** One product: what it is, what it costs this member, how much there is, how much is wanted. */
export class ProductCard extends Component {
    static template = "distribution_order.ProductCard";
    static components = { QuantityInput };
    static props = { product: Object, store: Object, moment: { optional: true } };

    get product() {
        return this.props.product;
    }

    get quantity() {
        return this.props.store.quantityOf(this.product.id);
    }

    get price() {
        const { store } = this.props;
        return this.product.price === null
            ? null
            : writeMoney(this.product.price, store.state.currency);
    }

    get band() {
        const names = {
            plenty: _t("In stock"),
            low: _t("Running low"),
            out: _t("Out of stock"),
        };
        return names[this.product.band] || null;
    }

    get bandMoment() {
        const moment = this.product.moment
            ? new Date(`${this.product.moment.replace(" ", "T")}Z`)
            : this.props.moment;
        return moment && _t("as of %(time)s", { time: writeMoment(moment) });
    }

    get rules() {
        const { min, step, max, unit } = this.product;
        const rules = [];
        if (min) {
            rules.push(_t("from %(quantity)s %(unit)s", { quantity: writeQuantity(min), unit }));
        }
        if (step) {
            rules.push(_t("in steps of %(quantity)s", { quantity: writeQuantity(step) }));
        }
        if (max) {
            rules.push(_t("up to %(quantity)s", { quantity: writeQuantity(max) }));
        }
        return rules.join(" · ");
    }

    get fault() {
        return this.quantity && findFault(this.product, this.quantity);
    }

    get usual() {
        const quantity = this.product.usual;
        return quantity && `${writeQuantity(quantity)} ${this.product.unit}`;
    }

    packText(pack) {
        return _t("+1 %(pack)s (%(quantity)s %(unit)s)", {
            pack: pack.name,
            quantity: writeQuantity(pack.quantity),
            unit: this.product.unit,
        });
    }

    add(quantity) {
        this.props.store.setQuantity(this.product, this.quantity + quantity);
    }

    addFirst() {
        this.add(this.product.usual || lowestQuantity(this.product));
    }

    get addLabel() {
        return _t("Add %(product)s", { product: this.product.name });
    }

    change(quantity) {
        this.props.store.setQuantity(this.product, quantity);
    }
}
