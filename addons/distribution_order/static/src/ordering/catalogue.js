import { Component, onWillStart, useState } from "@odoo/owl";
import { ProductCard } from "./product_card";
import { _t } from "./texts";

const TYPING_DELAY = 250;

/** The goods that are offered: search, categories, page after page. */
export class Catalogue extends Component {
    static template = "distribution_order.Catalogue";
    static components = { ProductCard };
    static props = { store: Object };

    setup() {
        this.asked = 0;
        this.state = useState({
            search: "",
            category: 0,
            categories: [],
            products: [],
            page: 0,
            pages: 0,
            total: null,
            moment: null,
            isLoading: false,
        });
        onWillStart(() => {
            this.load();
            this.loadCategories();
        });
    }

    async loadCategories() {
        const answer = await this.props.store.read("categories");
        if (answer?.ok) {
            this.state.categories = answer.data.categories;
        }
    }

    /** Load a page; an answer that comes after a later question is dropped. */
    async load(page = 1) {
        const number = ++this.asked;
        const { search, category } = this.state;
        this.state.isLoading = true;
        const answer = await this.props.store.read("catalogue", {
            q: search.trim(),
            category: category || "",
            page,
        });
        if (number !== this.asked) {
            return;
        }
        this.state.isLoading = false;
        if (answer?.ok) {
            const { products, pages, total } = answer.data;
            const shown = page === 1 ? products : [...this.state.products, ...products];
            Object.assign(this.state, { products: shown, page, pages, total });
            this.state.moment = answer.moment;
        }
    }

    onSearch(event) {
        this.state.search = event.target.value;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.load(), TYPING_DELAY);
    }

    choose(categoryId) {
        this.state.category = categoryId;
        this.load();
    }

    get found() {
        if (this.state.total === null) {
            return "";
        }
        return _t("%(count)s products", { count: this.state.total });
    }
}
