// The check signs of GB 32100 (credit code) and GB 11643 (identity card), as the server computes them.

const CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const CARD_SIGNS = "10X98765432";

/** Return what is typed, as numbers are compared. */
export function compact(text) {
    return text.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();
}

/** Return whether the text can be a unified social credit code. */
export function isCreditCode(text) {
    const code = compact(text);
    if (!/^[0-9A-HJ-NP-RTUW-Y]{2}\d{6}[0-9A-HJ-NP-RTUW-Y]{10}$/.test(code)) {
        return false;
    }
    let total = 0;
    let weight = 1;
    for (const sign of code.slice(0, 17)) {
        total += CODE_SIGNS.indexOf(sign) * weight;
        weight = (weight * 3) % 31;
    }
    return CODE_SIGNS[(31 - (total % 31)) % 31] === code[17];
}

/** Return whether the text can be the number of an identity card. */
export function isIdNumber(text) {
    const code = compact(text);
    if (!/^[1-9]\d{16}[\dX]$/.test(code)) {
        return false;
    }
    let total = 0;
    for (let place = 0; place < 17; place++) {
        total += Number(code[place]) * (2 ** (17 - place) % 11);
    }
    return CARD_SIGNS[total % 11] === code[17];
}
