import { reactive } from "@odoo/owl";
import { Api, ClosedError, OfflineError } from "./api";
import {
    applyJudgement,
    changesOf,
    createCart,
    listLines,
    mergeServer,
    removeOrdered,
    setQuantity,
    sumPrices,
} from "./cart";
import { Storage } from "./storage";
import { _t } from "./texts";

const SYNC_DELAY = 700;
const LOOK_AGAIN = 5000;

/** Everything the app knows: goods shown, cart, and how the order goes. */
export class Store {
    constructor(config) {
        this.config = config;
        this.api = new Api(config);
        this.storage = new Storage(config.user);
        this.state = config.state;
        this.cart = { ...createCart(), ...this.storage.read("cart", {}) };
        this.pending = this.storage.read("pending");
        this.tab = "catalogue";
        this.isCartOpen = false;
        this.isOffline = !navigator.onLine;
        this.message = null;
        this.order = null;
        this.isSending = false;
    }

    static create(config) {
        const store = reactive(new Store(config));
        store._start();
        return store;
    }

    _start() {
        this.cart = mergeServer(this.cart, this.state.cart);
        this._save();
        addEventListener("online", () => this._comeBack());
        addEventListener("offline", () => (this.isOffline = true));
        // No event tells that a server, or a weak signal, is there again.
        setInterval(() => this.isOffline && this._comeBack(), LOOK_AGAIN);
        if (listLines(this.cart).length) {
            this.judge();
        }
        this._syncSoon();
    }

    // === CART === //

    get lines() {
        return listLines(this.cart);
    }

    get total() {
        return sumPrices(this.cart);
    }

    quantityOf(productId) {
        return this.cart.lines[productId]?.quantity || 0;
    }

    setQuantity(product, quantity) {
        this.order = null;
        this.cart = setQuantity(this.cart, product, quantity);
        this._save();
        this._syncSoon();
        this._judgeSoon();
    }

    setNote(note) {
        this.cart = { ...this.cart, note };
        this._save();
    }

    acceptPrices() {
        const lines = {};
        for (const [id, line] of Object.entries(this.cart.lines)) {
            lines[id] = { ...line, price: line.newPrice ?? line.price, newPrice: null };
        }
        this.cart = { ...this.cart, lines };
        this.message = null;
        this._save();
    }

    /** Ask the server about the lines: products, prices, and what is wrong with them. */
    async judge() {
        if (!this.state.can_order || !this.lines.length) {
            return;
        }
        const answer = await this._try(() => this.api.post("lines", { lines: this._rows() }));
        if (answer?.ok) {
            this.cart = applyJudgement(this.cart, answer.data.lines);
            this._save();
        }
    }

    /** Tell the server what was changed; never beside an order, whose lines it would bring back. */
    async sync() {
        if (!this.isSending) {
            this.syncing = this._sendChanges();
            await this.syncing;
        }
    }

    async _sendChanges() {
        const sent = changesOf(this.cart);
        if (!sent.length || !this.state.can_order) {
            return;
        }
        const answer = await this._try(() => this.api.post("cart", { lines: sent }));
        if (answer?.ok) {
            this.cart = mergeServer(this.cart, answer.data, sent);
            this._save();
            if (this.lines.some((line) => !line.product)) {
                await this.judge();
            }
        }
    }

    // === ORDER === //

    /** Order the cart; a cart whose answer was lost is sent with the same key. */
    async submit(checkout) {
        this.isSending = true;
        clearTimeout(this.syncTimer);
        await this.syncing;
        const rows = this._rows();
        this.pending ||= { key: crypto.randomUUID(), rows };
        this.storage.write("pending", this.pending);
        const values = { ...checkout, key: this.pending.key, lines: rows, note: this.cart.note };
        const answer = await this._try(() => this.api.post("submit", values));
        this.isSending = false;
        this._syncSoon();
        if (answer?.ok) {
            this._take(answer.data);
        } else if (this.isOffline) {
            this.message = { kind: "warning", text: _t("Not sent: you are offline. Your cart is kept.") };
        }
    }

    _take(data) {
        if (data.result === "ordered") {
            this.cart = removeOrdered(this.cart, this.pending.rows);
            this.order = data.order;
            this.message = null;
        } else if (data.result === "refused") {
            this.message = { kind: "danger", text: data.reason };
        } else {
            this.cart = applyJudgement(this.cart, data.lines);
            const isPrice = data.result === "prices";
            this.message = {
                kind: "warning",
                isPrice,
                text: isPrice
                    ? _t("Prices have changed. Look at them, then accept or change the quantity.")
                    : _t("Some lines cannot be ordered like this. Nothing is lost: see each line."),
            };
        }
        this.pending = null;
        this.storage.write("pending", null);
        this._save();
    }

    // === HELPERS === //

    /** Run a request; note when there is no connection, leave when the session has ended. */
    async _try(request) {
        try {
            const answer = await request();
            this.isOffline = answer.isKept; // what the service worker has kept is no sign of life
            return answer;
        } catch (error) {
            if (error instanceof ClosedError) {
                location.reload();
            } else if (error instanceof OfflineError) {
                this.isOffline = true;
            } else {
                throw error;
            }
        }
    }

    async read(path, parameters) {
        return this._try(() => this.api.get(path, parameters));
    }

    _rows() {
        return this.lines.map(({ id, quantity, price }) => ({ id, quantity, price }));
    }

    _save() {
        this.storage.write("cart", this.cart);
    }

    _syncSoon() {
        clearTimeout(this.syncTimer);
        this.syncTimer = setTimeout(() => this.sync(), SYNC_DELAY);
    }

    _judgeSoon() {
        clearTimeout(this.judgeTimer);
        this.judgeTimer = setTimeout(() => this.judge(), SYNC_DELAY);
    }

    async _comeBack() {
        const answer = await this.read("state");
        if (answer) {
            this.state = answer.data;
            this.api.csrf = answer.data.csrf;
            this.cart = mergeServer(this.cart, answer.data.cart);
            await this.sync();
            await this.judge();
        }
    }
}
