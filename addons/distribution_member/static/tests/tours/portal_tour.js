import { registry } from "@web/core/registry";
import { ensureFits } from "./steps";

registry.category("web_tour.tours").add("distribution_portal", {
    steps: () => [
        { trigger: "#distribution_todos" },
        ensureFits,
        { trigger: "#distribution_certificates a:contains(SQ)" },
        {
            trigger: ".o_distribution_navigation a[href='/my/distribution/team']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_distribution_tab.active[href='/my/distribution/team']" },
        { trigger: ".o_distribution_row:contains(Firm SHOP)" },
        { trigger: "details summary", run: "click" },
        { trigger: ".o_distribution_link:visible" },
        ensureFits,
        {
            trigger: ".o_distribution_navigation a[href='/my/distribution/me']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".list-group a[href='/my/distribution/certificates']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".card:contains(City / North) .badge:contains(Valid)" },
        { trigger: ".card a:contains(Download PDF)" },
        ensureFits,
        {
            trigger: ".o_distribution_navigation a[href='/my/distribution/me']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "a[href='/my/distribution/colleagues']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_distribution_invite input[name=name]", run: "edit Wu Tour" },
        { trigger: ".o_distribution_invite input[name=email]", run: "edit wu.tour@example.com" },
        { trigger: ".o_distribution_invite select[name=role]", run: "select finance" },
        {
            trigger: ".o_distribution_invite button",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".alert-success" },
        { trigger: ".o_distribution_colleague:contains(Wu Tour)" },
        ensureFits,
    ],
});
