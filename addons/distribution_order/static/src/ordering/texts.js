let texts = {};
let language = "en";

/** Take the translations that came with the page. */
export function setTexts(messages, lang) {
    texts = messages;
    language = lang;
}

/** Return a text in the user's language; `%(name)s` is filled in. */
export function _t(source, values = {}) {
    const text = texts[source] || source;
    return text.replace(/%\((\w+)\)s/g, (_whole, name) => values[name]);
}

/** Return a quantity as people write it. */
export function writeQuantity(quantity) {
    return new Intl.NumberFormat(language, { maximumFractionDigits: 3 }).format(quantity);
}

/** Return an amount of money with its sign. */
export function writeMoney(amount, currency) {
    const figures = new Intl.NumberFormat(language, {
        minimumFractionDigits: currency.digits,
        maximumFractionDigits: currency.digits,
    }).format(amount);
    return currency.position === "before"
        ? `${currency.symbol}${figures}`
        : `${figures} ${currency.symbol}`;
}

/** Return the time of a day, or day and time when it was another day. */
export function writeMoment(moment) {
    const isToday = moment.toDateString() === new Date().toDateString();
    const options = { hour: "2-digit", minute: "2-digit" };
    return moment.toLocaleString(
        language,
        isToday ? options : { ...options, month: "numeric", day: "numeric" }
    );
}
