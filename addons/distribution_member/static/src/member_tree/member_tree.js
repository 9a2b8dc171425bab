import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useSetupAction } from "@web/search/action_hook";

const MODEL = "distribution.member";
const TOP = 0;
const BADGES = {
    applicant: "text-bg-info",
    active: "text-bg-success",
    suspended: "text-bg-warning",
    terminated: "text-bg-danger",
};

/**
 * The tree of members: a branch is fetched when it is opened, a page at a time, so the size of the
 * channel does not matter.
 */
export class MemberTree extends Component {
    static template = "distribution_member.MemberTree";
    static components = { Layout };
    static props = { ...standardActionServiceProps };
    static path = "member-tree";
    static displayName = _t("Member Tree");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = { controlPanel: {} };
        this.env.config.setDisplayName(this.props.action.name || _t("Member Tree"));
        const kept = this.props.state?.tree;
        this.state = useState(kept || { branches: {}, text: "", found: null, chosenId: false });
        useSetupAction({
            getLocalState: () => ({ tree: JSON.parse(JSON.stringify(this.state)) }),
        });
        onWillStart(() => kept || this.loadMore(TOP));
    }

    /** The lines to show, from top to bottom: members, and offers to show more of them. */
    get lines() {
        const lines = [];
        this.addLines(lines, TOP, 0);
        return lines;
    }

    get isEmpty() {
        return this.state.branches[TOP]?.total === 0;
    }

    addLines(lines, parentId, depth) {
        const branch = this.state.branches[parentId];
        for (const node of branch.nodes) {
            const isOpen = Boolean(this.state.branches[node.id]?.isOpen);
            lines.push({ key: `m${node.id}`, node, depth, isOpen });
            if (isOpen) {
                this.addLines(lines, node.id, depth + 1);
            }
        }
        const missing = branch.total - branch.nodes.length;
        if (missing > 0) {
            lines.push({ key: `p${parentId}`, parentId, depth, missing });
        }
    }

    badge(state) {
        return BADGES[state];
    }

    toggleLabel(isOpen) {
        return isOpen ? _t("Close") : _t("Open");
    }

    moreLabel(missing) {
        return _t("Show more (%s)", missing);
    }

    async toggle(node) {
        const branch = this.state.branches[node.id];
        if (branch) {
            branch.isOpen = !branch.isOpen;
        } else {
            await this.loadMore(node.id);
        }
    }

    /** Fetch the next page below a member; what the way to a found one has shown before stays. */
    async loadMore(parentId) {
        const branch = this.state.branches[parentId] || { nodes: [], read: 0 };
        const page = await this.orm.call(MODEL, "get_tree_page", [parentId || false, branch.read]);
        const known = new Set(page.nodes.map((node) => node.id));
        const rest = branch.nodes.slice(0, branch.read);
        const shown = branch.nodes.slice(branch.read).filter((node) => !known.has(node.id));
        this.state.branches[parentId] = {
            nodes: [...rest, ...page.nodes, ...shown],
            read: branch.read + page.nodes.length,
            total: page.total,
            isOpen: true,
        };
    }

    async search() {
        const text = this.state.text.trim();
        this.state.found = text ? await this.orm.call(MODEL, "find_in_tree", [text]) : null;
        if (this.state.found?.length === 1) {
            await this.show(this.state.found[0]);
        }
    }

    clear() {
        Object.assign(this.state, { text: "", found: null, chosenId: false });
    }

    /** Open the way from the top to a found member. */
    async show(found) {
        let parentId = TOP;
        for (const node of found.path) {
            const branch = this.state.branches[parentId];
            if (!branch) {
                await this.loadMore(parentId);
            }
            const nodes = this.state.branches[parentId].nodes;
            if (!nodes.some((known) => known.id === node.id)) {
                nodes.push(node);
            }
            this.state.branches[parentId].isOpen = true;
            parentId = node.id;
        }
        Object.assign(this.state, { found: null, chosenId: found.id });
    }

    open(node) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: MODEL,
            res_id: node.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("distribution_member.member_tree", MemberTree);
