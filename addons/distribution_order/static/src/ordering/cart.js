/**
 * What a cart is and does, without page, server or storage. A cart is
 * `{ lines: { [product id]: { quantity, price, product } }, note, version, dirty: { [id]: true } }`;
 * quantities are in the product's own unit. Nothing here changes what it is given.
 */

const EXACT = 1e6;

export function createCart() {
    return { lines: {}, note: "", version: 0, dirty: {} };
}

/** Round away what binary figures add. */
export function tidy(quantity) {
    return Math.round(quantity * EXACT) / EXACT;
}

/** Read what somebody typed as a quantity; NaN when it is none. */
export function parseQuantity(text) {
    const plain = String(text).normalize("NFKC").replace(/[,\s]/g, "");
    return /^\d+(\.\d+)?$/.test(plain) ? tidy(Number(plain)) : NaN;
}

/** Return the smallest quantity that can be ordered. */
export function lowestQuantity(product) {
    const step = product.step || 0;
    const min = product.min || 0;
    if (!step) {
        return min || 1;
    }
    return tidy(step * Math.max(1, Math.ceil(tidy(min / step))));
}

/** Return the largest quantity that can be ordered. */
export function highestQuantity(product) {
    if (!product.max) {
        return Infinity;
    }
    return product.step ? tidy(Math.floor(tidy(product.max / product.step)) * product.step) : product.max;
}

/** Return why a quantity cannot be ordered: "minimum", "maximum", "multiple", or null. */
export function findFault(product, quantity) {
    if (quantity < (product.min || 0)) {
        return "minimum";
    }
    if (product.max && quantity > product.max) {
        return "maximum";
    }
    const steps = product.step ? tidy(quantity / product.step) : 1;
    return Number.isInteger(steps) || !product.step ? null : "multiple";
}

/** Return the next quantity up or down that can be ordered; 0 takes the product out. */
export function nextQuantity(product, quantity, direction) {
    const lowest = lowestQuantity(product);
    const highest = highestQuantity(product);
    const step = product.step || 1;
    if (direction > 0) {
        if (quantity < lowest) {
            return lowest;
        }
        return Math.min(tidy((Math.floor(tidy(quantity / step)) + 1) * step), highest);
    }
    const next = tidy((Math.ceil(tidy(quantity / step)) - 1) * step);
    return next < lowest ? 0 : Math.min(next, highest);
}

/** Return the cart with so much of a product; 0 takes it out. */
export function setQuantity(cart, product, quantity) {
    const lines = { ...cart.lines };
    if (quantity > 0) {
        const price = lines[product.id]?.price ?? product.price;
        lines[product.id] = { ...lines[product.id], quantity: tidy(quantity), price, product };
    } else {
        delete lines[product.id];
    }
    return { ...cart, lines, dirty: { ...cart.dirty, [product.id]: true } };
}

/** Return the lines that the server does not know yet: quantity 0 for what was taken out. */
export function changesOf(cart) {
    return Object.keys(cart.dirty).map((id) => ({
        id: Number(id),
        quantity: cart.lines[id]?.quantity || 0,
    }));
}

/**
 * Return the cart after the server told its own: what was changed here since `sent` stays, all
 * other lines are as on the server. Lines whose product is not known yet have `product: null`.
 * A page that was kept for offline use tells of an older cart, which says nothing any more.
 */
export function mergeServer(cart, server, sent = []) {
    if (server.version < cart.version) {
        return cart;
    }
    const dirty = { ...cart.dirty };
    for (const { id, quantity } of sent) {
        if ((cart.lines[id]?.quantity || 0) === quantity) {
            delete dirty[id];
        }
    }
    const lines = {};
    for (const [id, quantity] of Object.entries(server.lines)) {
        if (!dirty[id]) {
            lines[id] = { price: undefined, product: null, ...cart.lines[id], quantity };
        }
    }
    for (const id of Object.keys(dirty)) {
        if (cart.lines[id]) {
            lines[id] = cart.lines[id];
        }
    }
    return { ...cart, lines, dirty, version: server.version, note: cart.note || server.note };
}

/** Return the cart with what the server says of its lines; prices seen before are kept to ask. */
export function applyJudgement(cart, rows, { acceptPrices = false } = {}) {
    const lines = { ...cart.lines };
    for (const row of rows) {
        const line = lines[row.id];
        if (!line) {
            continue;
        }
        const now = row.product ? row.product.price : line.price;
        const isAsked = line.product && line.quantity === row.quantity && line.judged;
        lines[row.id] = {
            ...line,
            product: row.product || line.product,
            price: acceptPrices || !isAsked ? now : line.price,
            newPrice: isAsked && !acceptPrices && now !== line.price ? now : null,
            reason: line.quantity === row.quantity ? row.reason : null,
            allowed: row.allowed,
            judged: line.quantity === row.quantity,
        };
    }
    return { ...cart, lines };
}

/** Return the cart without lines that were ordered as they are. */
export function removeOrdered(cart, ordered) {
    const lines = { ...cart.lines };
    const dirty = { ...cart.dirty };
    for (const { id, quantity } of ordered) {
        if (lines[id]?.quantity === quantity) {
            delete lines[id];
            delete dirty[id];
        }
    }
    return { ...cart, lines, dirty, note: "" };
}

export function listLines(cart) {
    return Object.entries(cart.lines).map(([id, line]) => ({ id: Number(id), ...line }));
}

/** Return what all lines cost; lines without a price count nothing. */
export function sumPrices(cart) {
    return listLines(cart).reduce((sum, line) => sum + line.quantity * (line.price || 0), 0);
}
