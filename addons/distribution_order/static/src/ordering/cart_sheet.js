import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { Checkout } from "./checkout";
import { QuantityInput } from "./quantity_input";
import { _t, writeMoney, writeQuantity } from "./texts";

/** The cart over the page: lines with what is wrong with them, then how it is ordered. */
export class CartSheet extends Component {
    static template = "distribution_order.CartSheet";
    static components = { Checkout, QuantityInput };
    static props = { store: Object };

    setup() {
        this.store = useState(this.props.store);
        this.closer = useRef("closer");
        onMounted(() => this.closer.el.focus());
    }

    money(amount) {
        return writeMoney(amount, this.store.state.currency);
    }

    name(line) {
        return line.product ? line.product.name : "…";
    }

    unitPrice(line) {
        return _t("%(price)s per %(unit)s", {
            price: this.money(line.price),
            unit: line.product.unit,
        });
    }

    allowedText(line, quantity) {
        return _t("Take %(quantity)s", { quantity: writeQuantity(quantity) });
    }

    change(line, quantity) {
        this.store.setQuantity(line.product || { id: line.id }, quantity);
    }

    removeLabel(line) {
        return _t("Remove %(product)s", { product: this.name(line) });
    }

    /** Keep the focus in the sheet while it is open. */
    onTab(event) {
        if (event.key !== "Tab") {
            return;
        }
        const inside = [...event.currentTarget.querySelectorAll("button, input, select, textarea, a[href]")];
        const [first, last] = [inside[0], inside.at(-1)];
        if (event.shiftKey && document.activeElement === first) {
            event.preventDefault();
            last.focus();
        } else if (!event.shiftKey && document.activeElement === last) {
            event.preventDefault();
            first.focus();
        }
    }
}
