/** Steps that several tours have in common. */

export const ensureFits = {
    content: "Nothing is wider than the screen",
    trigger: "body",
    run() {
        if (document.documentElement.scrollWidth > window.innerWidth) {
            throw new Error(`${window.location.pathname} is wider than the screen`);
        }
    },
};

/** Press a button of the form's header; a phone keeps all but the first in a menu. */
export function pressHeader(label) {
    const button = `.o_statusbar_buttons button:contains(${label})`;
    return [
        { trigger: ".o_form_view .o_statusbar_buttons" },
        {
            isActive: ["mobile", `.o_statusbar_buttons:not(:has(button:contains(${label})))`],
            content: "Open the other buttons",
            trigger: ".o_statusbar_buttons button[title=More]",
            run: "click",
        },
        {
            trigger: `${button}, .o-dropdown-item-unstyled-button button:contains(${label})`,
            run: "click",
        },
    ];
}

/** Choose a record by a part of its name; a phone lists them in a dialog. */
export function chooseRecord(field, name) {
    const input = `.o_field_widget[name=${field}] input`;
    return [
        { isActive: ["desktop"], trigger: input, run: `edit ${name}` },
        {
            isActive: ["desktop"],
            trigger: `.o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains(${name})`,
            run: "click",
        },
        { isActive: ["mobile"], trigger: input, run: "click" },
        {
            isActive: ["mobile"],
            trigger: `.o_select_create_dialog_content .o_kanban_record:contains(${name})`,
            run: "click",
        },
    ];
}

/** Open a page of the form's notebook. */
export function openPage(name) {
    return { trigger: `.o_notebook_headers .nav-link[name=${name}]`, run: "click" };
}
