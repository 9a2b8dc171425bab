"""Who may import and export members."""

import base64

CASES = {
    # Nobody but administrators sees the files of others.
    "distribution.member.import": {"admin": "rwcd rwcd rwcd rwcd -"},
    "distribution.member.import (of the manager)": {
        "manager": "rwc rwc rwc rwc -",
        "admin": "rwcd rwcd rwcd rwcd -",
    },
    "distribution.member.import.line": {"admin": "rw rw rw rw -"},
    "distribution.member.import.line (of the manager)": {
        "manager admin": "rw rw rw rw -",
    },
    "distribution.member.import.progress": {"admin": "r"},
    "distribution.member.export": {"manager finance admin": "rwcd"},
    "distribution.member.adoption": {"admin": "rwcd"},
}

WITHOUT_RULE = {
    "distribution.member.import.progress": "a number of lines, without anything about them",
}

PUBLIC_METHODS = {
    "distribution.file.import.mixin": {"action_open_lines"},
    "distribution.member.import": {
        "action_commit",
        "action_download_errors",
        "action_download_template",
        "action_open_lines",
        "action_open_members",
        "action_preview",
        "action_retry_errors",
    },
    "distribution.member.import.line": {"reveal"},
    "distribution.member.export": {"action_download"},
    "distribution.member.adoption": {"action_preview"},
    "distribution.adoption.run.mixin": {"action_commit", "action_preview"},
}


def make_import(world, member):
    """A file of one line."""
    imports = world.env["distribution.member.import"]
    return imports.with_company(member.company_id).create(
        {
            "company_id": member.company_id.id,
            "file": base64.b64encode(f"成员编码,名称,级别,区域\nX-{member.code},X,X,X\n".encode()),
        }
    )


def make_import_of_manager(world, member):
    """A file uploaded by the manager, who cannot have one in another company."""
    member_import = make_import(world, member)
    world.env.flush_all()
    world.env.cr.execute(
        "UPDATE distribution_member_import SET create_uid = %s WHERE id = %s",
        [world.users["manager"].id, member_import.id],
    )
    member_import.invalidate_recordset()
    return member_import


def make_progress(world, member):
    """How far an import is."""
    return world.env["distribution.member.import.progress"].create(
        {"import_id": member.id, "made": 1}
    )


FACTORIES = {
    "distribution.member.adoption": lambda world, member: world.env[
        "distribution.member.adoption"
    ].create({"level_id": member.level_id.id}),
    "distribution.member.import": make_import,
    "distribution.member.import (of the manager)": make_import_of_manager,
    "distribution.member.import.line": lambda world, member: make_import(world, member).line_ids,
    "distribution.member.import.line (of the manager)": lambda world, member: (
        make_import_of_manager(world, member).line_ids
    ),
    "distribution.member.import.progress": make_progress,
}
