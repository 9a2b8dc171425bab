import { Component, useState } from "@odoo/owl";
import { nextQuantity, parseQuantity } from "./cart";
import { _t, writeQuantity } from "./texts";

/** Less, how much, more: in steps that can be ordered; what is typed is taken as it is. */
export class QuantityInput extends Component {
    static template = "distribution_order.QuantityInput";
    static props = { product: Object, quantity: Number, change: Function };

    setup() {
        this.typed = useState({ text: null });
    }

    get shown() {
        return this.typed.text ?? String(this.props.quantity);
    }

    get label() {
        return _t("Quantity of %(product)s", { product: this.props.product.name });
    }

    step(direction) {
        const { product, quantity, change } = this.props;
        this.typed.text = null;
        change(nextQuantity(product, quantity, direction));
    }

    onInput(event) {
        this.typed.text = event.target.value;
    }

    onChange() {
        const quantity = parseQuantity(this.typed.text);
        this.typed.text = null;
        if (!Number.isNaN(quantity)) {
            this.props.change(quantity);
        }
    }

    write(quantity) {
        return writeQuantity(quantity);
    }
}
