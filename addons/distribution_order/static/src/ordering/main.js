import { App, whenReady } from "@odoo/owl";
import { getTemplate } from "@web/core/templates";
import { OrderingApp } from "./ordering_app";
import { Store } from "./store";
import { _t, setTexts } from "./texts";

const SCOPE = "/my/distribution/";
const ASSETS = ["/web/assets/", "/web/static/", "/static/icons/"];

/** Let the browser keep what this user has seen; the worker forgets what others have. */
async function registerWorker(user) {
    if (!("serviceWorker" in navigator)) {
        return;
    }
    await navigator.serviceWorker.register(`${SCOPE}service-worker.js`, { scope: SCOPE });
    const registration = await navigator.serviceWorker.ready;
    registration.active.postMessage({ user, assets: listAssets() });
}

/** Return the addresses of scripts, styles and icons that the page needs. */
function listAssets() {
    return performance
        .getEntriesByType("resource")
        .map((entry) => entry.name)
        .filter((url) => ASSETS.some((path) => url.includes(path)));
}

async function start() {
    const config = JSON.parse(document.getElementById("ordering_config").textContent);
    setTexts(config.texts, config.lang);
    const target = document.getElementById("ordering_app");
    const app = new App(OrderingApp, {
        getTemplate,
        translateFn: (text) => _t(text),
        translatableAttributes: ["aria-label"],
        props: { store: Store.create(config) },
    });
    target.replaceChildren();
    await app.mount(target);
    registerWorker(config.user);
}

whenReady(start);
