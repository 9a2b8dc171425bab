import { Component, onWillStart, useState } from "@odoo/owl";
import { ProductCard } from "./product_card";

/** Goods with the quantity that is usual: the usual basket, or an order of old. */
export class GoodsList extends Component {
    static template = "distribution_order.GoodsList";
    static components = { ProductCard };
    static props = {
        store: Object,
        products: { type: Array, optional: true },
        missing: { type: Array, optional: true },
    };

    setup() {
        this.state = useState({ products: this.props.products || null, moment: null });
        onWillStart(() => {
            if (!this.props.products) {
                this.load();
            }
        });
    }

    async load() {
        const answer = await this.props.store.read("basket");
        if (answer?.ok) {
            this.state.products = answer.data.products;
            this.state.moment = answer.moment;
        }
    }

    addAll() {
        const { store } = this.props;
        for (const product of this.state.products) {
            if (!store.quantityOf(product.id)) {
                store.setQuantity(product, product.usual);
            }
        }
    }
}
