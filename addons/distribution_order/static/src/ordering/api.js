/** The server does not answer: the phone is offline, or the server is. */
export class OfflineError extends Error {}

/** The session has ended, or the page is not for this user any more. */
export class ClosedError extends Error {}

export class Api {
    constructor(config) {
        this.url = config.url;
        this.csrf = config.state.csrf;
    }

    /** Read data; the browser and the service worker keep the last answer. */
    async get(path, parameters = {}) {
        const query = new URLSearchParams(parameters).toString();
        return this._ask(`${this.url}/${path}${query ? `?${query}` : ""}`, {});
    }

    /** Send a form; anything but texts and files is sent as JSON. */
    async post(path, values) {
        const body = new FormData();
        body.append("csrf_token", this.csrf);
        for (const [name, value] of Object.entries(values)) {
            const isPlain = typeof value === "string" || value instanceof Blob;
            body.append(name, isPlain ? value : JSON.stringify(value));
        }
        return this._ask(`${this.url}/${path}`, { method: "POST", body });
    }

    async _ask(url, options) {
        let response;
        try {
            response = await fetch(url, { credentials: "same-origin", ...options });
        } catch {
            throw new OfflineError();
        }
        if (response.status >= 500) {
            throw new OfflineError();
        }
        const isJson = (response.headers.get("Content-Type") || "").includes("json");
        if (!isJson || response.status === 403) {
            throw new ClosedError();
        }
        const data = await response.json();
        const { headers, ok } = response;
        const isKept = headers.has("X-Ordering-Kept");
        return { data, moment: readDate(headers.get("Date")), ok, isKept };
    }
}

/** Return when an answer was made; some servers say it twice in one header. */
function readDate(text) {
    const moment = new Date((text || "").replace(/GMT.*$/, "GMT"));
    return Number.isNaN(moment.getTime()) ? new Date() : moment;
}
