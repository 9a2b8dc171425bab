"""JavaScript that counts what a hostile text achieved in a page."""

from .payloads import EVALUATED

# Before any script of a page: what a payload calls, and what it may try to show.
INSTALL = """
window.__ran = [];
window.__xss = (place) => { try { top.__ran.push(String(place)); } catch { __ran.push(place); } };
for (const name of ["alert", "confirm", "prompt"]) window[name] = (text) => { __xss(name + text); };
"""
# In a document, its frames and shadows: elements, handlers and links that a text has become.
FIND = """
window.__find = (root, told = new Set()) => {
    const links = ["href", "src", "action", "formaction", "data", "xlink:href", "srcdoc"];
    const hostile = /^\\W*(j\\s*a\\s*v\\s*a\\s*s\\s*c\\s*r\\s*i\\s*p\\s*t|vbscript)\\s*:/i;
    const foreign = /^[\\s\\u0000-\\u0020]*(\\/\\/evil|https?:\\/\\/evil|data:text\\/html)/i;
    const near = (one) => (one.closest("[name]")?.getAttribute("name") || "") + " " +
        one.outerHTML.slice(0, 200);
    for (const one of root.querySelectorAll("*")) {
        if (one.localName.startsWith("xss-canary")) told.add("element: " + near(one));
        for (const { name, value } of one.attributes) {
            if (/^on/i.test(name) && value.includes("__xss")) told.add("handler: " + near(one));
            if (name === "style" && /__xss|script:/.test(value)) told.add("style: " + near(one));
            // Odoo's own links without a target; and pictures that a page carries in itself.
            if (!links.includes(name) || /^javascript:(void|\\s*;?$)/i.test(value)) continue;
            if (hostile.test(value) || foreign.test(value)) told.add("link: " + near(one));
        }
        if (one.shadowRoot) __find(one.shadowRoot, told);
        if (one.localName === "iframe") {
            try { one.contentDocument && __find(one.contentDocument, told); } catch {}
        }
    }
    const text = (root.body || root).textContent || "";
    if (text.includes("EVALUATED")) told.add("template: evaluated");
    return told;
};
""".replace("EVALUATED", EVALUATED)
# Whether hostile texts stood there at all, in texts or in boxes: else nothing was proven.
SHOWN = """
window.__shown = (root) => /__xss|xss-canary|evil/.test(
    (root.body || root).textContent + [...root.querySelectorAll("input, textarea")].map(
        (box) => box.value || box.getAttribute("value")).join()
);
"""
LOOK = f"""(() => {{
    {FIND} {SHOWN}
    const told = [...__find(document)].concat((window.__ran || []).map((one) => "ran: " + one));
    window.__ran = [];
    return {{ told, shown: __shown(document) }};
}})()"""
# A page that was fetched, as a browser reads it, without running or loading anything of it.
READ = f"""(() => {{
    {FIND} {SHOWN}
    const page = new DOMParser().parseFromString(%s, "text/html");
    return {{ told: [...__find(page)], shown: __shown(page) }};
}})()"""
