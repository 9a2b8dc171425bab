const PREFIX = "distribution-ordering:";

/** What the browser keeps for one user of one member; what it kept for others is dropped. */
export class Storage {
    constructor(user) {
        this.prefix = `${PREFIX}${user}:`;
        for (const key of Object.keys(localStorage)) {
            if (key.startsWith(PREFIX) && !key.startsWith(this.prefix)) {
                localStorage.removeItem(key);
            }
        }
    }

    read(name, otherwise = null) {
        try {
            return JSON.parse(localStorage.getItem(this.prefix + name)) ?? otherwise;
        } catch {
            return otherwise;
        }
    }

    write(name, value) {
        try {
            localStorage.setItem(this.prefix + name, JSON.stringify(value));
        } catch {
            // The storage is full or closed: the cart is on the server as well.
        }
    }
}
