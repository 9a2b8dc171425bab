/**
 * Keeps the ordering app usable without a connection: the page, its assets, and the goods seen
 * last, for one user at a time. What the network answers always comes first; forms are never
 * kept and never sent later. Whoever else logs in, or logs out, makes it forget everything.
 */
const PREFIX = "distribution-ordering:";
const PAGE = "/my/distribution/order";
const META = `${PREFIX}meta`;
const USER_KEY = `${PAGE}/--user--`;
const DATA = /^\/my\/distribution\/order\/(catalogue|categories|basket|addresses|reorder\/\d+)$/;
const ASSETS = /^\/(web\/(assets|static|image)\/|distribution_order\/static\/)/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
    const { user, assets, forget } = event.data || {};
    event.waitUntil(forget ? forgetAll() : welcome(user, assets || []));
});

self.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== self.location.origin) {
        return;
    }
    if (url.pathname === PAGE || DATA.test(url.pathname)) {
        event.respondWith(networkFirst(request, url));
    } else if (ASSETS.test(url.pathname)) {
        event.respondWith(cacheFirst(request));
    }
});

/** Begin to keep things for a user; what was kept for another is gone. */
async function welcome(user, assets) {
    const known = await currentUser();
    if (known !== user) {
        await forgetAll();
        const meta = await caches.open(META);
        await meta.put(USER_KEY, new Response(user));
    }
    const cache = await caches.open(PREFIX + user);
    await Promise.all(assets.map((url) => cache.add(url).catch(() => null)));
    await cache.add(PAGE).catch(() => null);
}

async function currentUser() {
    const meta = await caches.open(META);
    const found = await meta.match(USER_KEY);
    return found ? found.text() : null;
}

async function forgetAll() {
    const names = await caches.keys();
    const own = names.filter((name) => name.startsWith(PREFIX));
    await Promise.all(own.map((name) => caches.delete(name)));
}

async function networkFirst(request, url) {
    try {
        const response = await fetch(request);
        if (response.redirected || response.status === 403) {
            await forgetAll(); // logged out, or not this user's page any more
        } else if (response.ok) {
            await keep(url.pathname === PAGE ? PAGE : request, response.clone());
        }
        return response;
    } catch (error) {
        const user = await currentUser();
        const cache = user && (await caches.open(PREFIX + user));
        const kept = cache && (await cache.match(url.pathname === PAGE ? PAGE : request));
        if (kept) {
            const headers = new Headers(kept.headers);
            headers.set("X-Ordering-Kept", "1"); // so that nobody takes it for an answer
            return new Response(kept.body, { status: kept.status, headers });
        }
        throw error;
    }
}

async function cacheFirst(request) {
    const user = await currentUser();
    if (!user) {
        return fetch(request);
    }
    const cache = await caches.open(PREFIX + user);
    const kept = await cache.match(request);
    if (kept) {
        return kept;
    }
    const response = await fetch(request);
    if (response.ok) {
        cache.put(request, response.clone());
    }
    return response;
}

async function keep(key, response) {
    const user = await currentUser();
    if (user) {
        const cache = await caches.open(PREFIX + user);
        await cache.put(key, response);
    }
}
