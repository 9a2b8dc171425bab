import { Component, useEffect, useState } from "@odoo/owl";
import { _t } from "./texts";

/** Where, when, and what else the order says; then it is sent. */
export class Checkout extends Component {
    static template = "distribution_order.Checkout";
    static props = { store: Object };

    setup() {
        this.store = useState(this.props.store);
        const kept = this.store.storage.read("checkout", {});
        this.state = useState({
            addresses: [],
            address: kept.address || "",
            day: "",
            file: null,
            isNew: false,
            provinces: [],
            fresh: { name: "", phone: "", state_id: "", city: "", street: "" },
            reason: null,
        });
        this.today = new Date().toLocaleDateString("sv");
        useEffect(
            () => {
                this.load();
            },
            () => [this.store.isOffline]
        );
    }

    async load() {
        const answer = await this.store.read("addresses");
        if (answer?.ok) {
            const { addresses, provinces, province } = answer.data;
            this.take(addresses);
            this.state.provinces = provinces || [];
            this.state.fresh.state_id ||= String(province || "");
        }
    }

    take(addresses) {
        this.state.addresses = addresses;
        const isKnown = addresses.some((one) => String(one.id) === this.state.address);
        if (!isKnown) {
            this.state.address = String(addresses[0]?.id || "");
        }
    }

    async addAddress() {
        const answer = await this.store._try(() => this.store.api.post("address", this.state.fresh));
        if (answer?.ok) {
            const { addresses } = answer.data;
            this.take(addresses);
            this.state.address = String(addresses.at(-1).id);
            Object.assign(this.state, { isNew: false, reason: null });
        } else if (answer) {
            this.state.reason = answer.data.reason;
        }
    }

    chooseFile(event) {
        this.state.file = event.target.files[0] || null;
    }

    submit() {
        const { address, day, file } = this.state;
        this.store.storage.write("checkout", { address });
        this.store.submit({ address, day, ...(file ? { file } : {}) });
    }

    get submitText() {
        if (this.store.isSending) {
            return _t("Sending…");
        }
        return this.store.pending ? _t("Send again") : _t("Submit order");
    }
}
