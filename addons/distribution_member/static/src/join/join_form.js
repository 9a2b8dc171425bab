import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

import { compact, isCreditCode, isIdNumber } from "./numbers";

/**
 * The public application form: shows what the choices ask for, and sends without leaving the page,
 * so that a wrong field costs neither text nor chosen files.
 */
export class JoinForm extends Interaction {
    static selector = ".o_distribution_join_form";
    dynamicContent = {
        _root: { "t-on-submit.prevent": this.onSubmit, "t-on-input": this.onInput },
        "input[name=subject_type]": { "t-on-change": this.showWhatIsAsked },
        "#level_id": { "t-on-change": this.showWhatIsAsked },
        "#credit_code": { "t-on-input": this.checkCreditCode, "t-on-change": this.checkCreditCode },
        "#id_number": { "t-on-input": this.checkIdNumber, "t-on-change": this.checkIdNumber },
        "input[type=file]": { "t-on-change": this.checkFile },
        ".o_distribution_regions": { "t-on-change": this.onRegionChange },
    };

    setup() {
        this.regionCall = 0;
        // A choice has a list per step; only the deepest one is sent.
        this.regionEl = document.createElement("input");
        this.regionEl.type = "hidden";
        this.regionEl.name = "region_id";
    }

    start() {
        const first = this.el.querySelector("#region_id");
        first.removeAttribute("name");
        this.regionEl.value = first.value;
        this.el.append(this.regionEl);
        this.showWhatIsAsked();
        if (first.value) {
            this.addRegions(first);
        }
    }

    get subjectType() {
        return this.el.querySelector("input[name=subject_type]:checked")?.value;
    }

    showWhatIsAsked() {
        const level = this.el.querySelector("#level_id").value;
        for (const el of this.el.querySelectorAll("[data-for]")) {
            this.toggle(el, el.dataset.for.split(" ").includes(this.subjectType));
        }
        for (const el of this.el.querySelectorAll(".o_distribution_document")) {
            const has = (name, value) => (el.dataset[name] || "").split(" ").includes(value);
            const isRequired = has("required", level);
            const isAsked = has("subjects", this.subjectType) && (isRequired || has("optional", level));
            this.toggle(el, Boolean(level) && isAsked);
            el.querySelector(".o_distribution_required").classList.toggle("d-none", !isRequired);
        }
        this.el.querySelector(".o_distribution_no_documents")?.classList.toggle("d-none", Boolean(level));
    }

    /** Hide a part and leave it out of what is sent. */
    toggle(el, isShown) {
        el.classList.toggle("d-none", !isShown);
        for (const input of el.querySelectorAll("input")) {
            input.disabled = !isShown;
        }
    }

    onInput(ev) {
        if (ev.target.name && !["credit_code", "id_number"].includes(ev.target.name)) {
            this.showError(ev.target.name, "");
        }
    }

    checkCreditCode(ev) {
        const message = _t("The code does not look right. Check it against the licence.");
        this.showError("credit_code", this.isWrong(ev, isCreditCode) ? message : "");
    }

    checkIdNumber(ev) {
        const message = _t("The number does not look right. Check it against the card.");
        this.showError("id_number", this.isWrong(ev, isIdNumber) ? message : "");
    }

    /** Judge a number when it is long enough, or when its author has finished. */
    isWrong(ev, isRight) {
        const { value } = ev.target;
        const isFinished = ev.type === "change" || compact(value).length >= 18;
        return value && isFinished && !isRight(value);
    }

    checkFile(ev) {
        const file = ev.target.files[0];
        const isLarge = file && file.size > Number(ev.target.dataset.max);
        const message = _t("The file is too large. Choose a smaller one.");
        this.showError(ev.target.name, isLarge ? message : "");
    }

    async onRegionChange(ev) {
        if (ev.target.matches("select")) {
            await this.addRegions(ev.target);
        }
    }

    /** Offer the regions inside the chosen one; without a choice the list before counts. */
    async addRegions(select) {
        const call = ++this.regionCall;
        while (select.nextElementSibling) {
            select.nextElementSibling.remove();
        }
        this.regionEl.value = select.value || select.previousElementSibling?.value || "";
        this.showError("region_id", "");
        if (!select.value) {
            return;
        }
        const regions = await this.waitFor(
            rpc("/distribution/join/regions", { parent_id: select.value }, { silent: true })
        );
        // A later choice is on its way already.
        if (call !== this.regionCall || !regions.length) {
            return;
        }
        const next = document.createElement("select");
        next.className = "form-select";
        next.setAttribute("aria-label", _t("Part of the region"));
        next.append(new Option(_t("The whole region"), ""));
        for (const region of regions) {
            next.append(new Option(region.name, region.id));
        }
        select.after(next);
    }

    async onSubmit() {
        const button = this.el.querySelector(".o_distribution_send");
        if (button.disabled) {
            return;
        }
        button.disabled = true;
        try {
            await this.waitFor(this.send());
        } finally {
            button.disabled = false;
        }
    }

    async send() {
        let answer;
        try {
            const response = await fetch(this.el.action, {
                method: "POST",
                body: new FormData(this.el),
                headers: { Accept: "application/json" },
            });
            answer = await response.json();
        } catch {
            answer = {
                errors: { form: _t("Sending failed. Check your connection and send again.") },
            };
        }
        if (answer.url) {
            window.location.assign(answer.url);
            return;
        }
        this.showErrors(answer.errors);
    }

    showErrors(errors) {
        for (const el of this.el.querySelectorAll("[data-error]")) {
            this.showError(el.dataset.error, errors[el.dataset.error] || "");
        }
        const names = Object.keys(errors);
        const known = names.filter((name) => this.el.querySelector(`[data-error="${name}"]`));
        if (known.length < names.length || (known.length && !errors.form)) {
            const unknown = names.filter((name) => !known.includes(name)).map((name) => errors[name]);
            this.showError("form", [_t("Please correct what is marked."), ...unknown].join(" "));
        }
        const first = this.el.querySelector(".is-invalid, .o_distribution_form_error:not(.d-none)");
        first?.scrollIntoView({ block: "center" });
        first?.focus?.({ preventScroll: true });
    }

    showError(name, message) {
        const el = this.el.querySelector(`[data-error="${name}"]`);
        if (!el) {
            return;
        }
        el.textContent = message;
        if (name === "form") {
            el.classList.toggle("d-none", !message);
            return;
        }
        el.classList.toggle("o_shown", Boolean(message));
        const input = this.el.querySelector(`#${name}`);
        input?.classList.toggle("is-invalid", Boolean(message));
    }
}

registry.category("public.interactions").add("distribution_member.join_form", JoinForm);
