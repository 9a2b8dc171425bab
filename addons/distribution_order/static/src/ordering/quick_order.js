import { Component, onWillUnmount, useRef, useState } from "@odoo/owl";
import { parseQuantity } from "./cart";
import { writeQuantity } from "./texts";

const CODES = ["ean_13", "ean_8", "code_128", "code_39", "upc_a", "upc_e", "itf", "qr_code"];
const SCAN_DELAY = 250;

/** Codes and quantities from paper: typed, pasted, from a file, or scanned. */
export class QuickOrder extends Component {
    static template = "distribution_order.QuickOrder";
    static props = { store: Object };

    setup() {
        this.video = useRef("video");
        this.state = useState({ text: "", lines: [], reason: null, isScanning: false, added: 0 });
        this.canScan = "BarcodeDetector" in window && !!navigator.mediaDevices;
        onWillUnmount(() => this.stopScan());
    }

    async check() {
        await this._judge({ text: this.state.text });
    }

    async chooseFile(event) {
        const [file] = event.target.files;
        if (file) {
            await this._judge({ file });
        }
        event.target.value = "";
    }

    async _judge(values) {
        const { store } = this.props;
        const answer = await store._try(() => store.api.post("lines", values));
        if (!answer) {
            return;
        }
        this.state.reason = answer.ok ? null : answer.data.reason;
        if (answer.ok) {
            this._take(answer.data.lines);
        }
    }

    /** Put good lines into the cart; bad ones stay, each with its reason, to be corrected. */
    _take(lines) {
        const { store } = this.props;
        const good = lines.filter((line) => line.product && !line.reason);
        for (const line of good) {
            store.setQuantity(line.product, store.quantityOf(line.product.id) + line.quantity);
        }
        this.state.added = good.length;
        this.state.lines = lines.filter((line) => !good.includes(line));
        this.state.text = this.state.lines.map((line) => line.text).join("\n");
    }

    takeAllowed(line, quantity) {
        this.props.store.setQuantity(line.product, quantity);
        this.state.lines = this.state.lines.filter((one) => one !== line);
        this.state.text = this.state.lines.map((one) => one.text).join("\n");
    }

    write(quantity) {
        return writeQuantity(quantity);
    }

    // === CAMERA === //

    async startScan() {
        try {
            this.stream = await navigator.mediaDevices.getUserMedia({
                video: { facingMode: "environment" },
            });
        } catch {
            this.canScan = false;
            this.state.isScanning = false;
            return;
        }
        this.state.isScanning = true;
        this.detector = new BarcodeDetector({ formats: CODES });
        await Promise.resolve();
        this.video.el.srcObject = this.stream;
        await this.video.el.play();
        this._scan();
    }

    async _scan() {
        if (!this.state.isScanning) {
            return;
        }
        const [code] = await this.detector.detect(this.video.el);
        const now = Date.now();
        if (code && (code.rawValue !== this.last?.code || now - this.last.moment > 2000)) {
            this.last = { code: code.rawValue, moment: now };
            this._addScanned(code.rawValue);
        }
        this.scanTimer = setTimeout(() => this._scan(), SCAN_DELAY);
    }

    /** Count one more of a scanned code in the text. */
    _addScanned(code) {
        const lines = this.state.text.split("\n").filter((line) => line.trim());
        const place = lines.findIndex((line) => line.split(/\s+/)[0] === code);
        const count = place < 0 ? 0 : parseQuantity(lines[place].split(/\s+/)[1]) || 0;
        lines[place < 0 ? lines.length : place] = `${code} ${count + 1}`;
        this.state.text = lines.join("\n");
    }

    stopScan() {
        this.state.isScanning = false;
        clearTimeout(this.scanTimer);
        for (const track of this.stream?.getTracks() || []) {
            track.stop();
        }
    }
}
