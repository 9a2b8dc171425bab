import { Component, onMounted, useExternalListener, useState } from "@odoo/owl";
import { CartSheet } from "./cart_sheet";
import { Catalogue } from "./catalogue";
import { GoodsList } from "./goods_list";
import { QuickOrder } from "./quick_order";
import { _t, writeMoney } from "./texts";

/** The whole app: what goods are shown, and the cart that waits below. */
export class OrderingApp extends Component {
    static template = "distribution_order.OrderingApp";
    static components = { CartSheet, Catalogue, GoodsList, QuickOrder };
    static props = { store: Object };

    setup() {
        this.store = useState(this.props.store);
        this.again = useState({ products: null, missing: [] });
        onMounted(() => this.loadReorder(this.store.config.reorder));
        useExternalListener(document, "keydown", (event) => {
            if (event.key === "Escape") {
                this.store.isCartOpen = false;
            }
        });
    }

    get tabs() {
        const tabs = [
            { key: "catalogue", text: _t("Catalogue") },
            { key: "usual", text: _t("Usual") },
        ];
        if (this.again.products) {
            tabs.push({ key: "again", text: _t("Order again") });
        }
        if (this.store.state.can_order) {
            tabs.push({ key: "quick", text: _t("Quick order") });
        }
        return tabs;
    }

    get total() {
        return writeMoney(this.store.total, this.store.state.currency);
    }

    get count() {
        return _t("%(count)s products", { count: this.store.lines.length });
    }

    /** Show the goods of an order of old, with the quantities of then. */
    async loadReorder(orderId) {
        if (!/^\d+$/.test(orderId)) {
            return;
        }
        const answer = await this.store.read(`reorder/${orderId}`);
        if (answer?.ok) {
            Object.assign(this.again, answer.data);
            this.store.tab = "again";
        }
    }
}
