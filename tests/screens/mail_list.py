"""Runs in an Odoo shell: every mail of ours, about hostile records, as it would be sent."""

from .screen_list import RECORDS, _own

# A person who gets it must not be somebody else, and no line of the head may be ours to write.
HEADS = ("Bcc", "Set-Cookie", "X-Evil", "Location")


def list_mails(env):
    """Return body, subject and wrong heads of every mail, and what could not be rendered."""
    found, failed = [], []
    for template in _own(env, "mail.template"):
        records = env[template.model].search([], limit=RECORDS * 2, order="id desc")
        for record in records:
            try:
                with env.cr.savepoint():
                    mail = env["mail.mail"].browse(template.send_mail(record.id))
                    found += _describe(env, mail, f"{template.get_external_id()[template.id]}")
            except Exception as error:  # noqa: BLE001 - is counted, and looked at
                failed.append(f"{template.name} {record}: {str(error).splitlines()[0][:200]}")
    for message in env["mail.message"].search([("message_type", "=", "user_notification")])[:20]:
        found.append(_plain("notification", message.subject or "", message.body))
    return {"mails": found, "failed": failed}


def _plain(name, subject, body, heads=()):
    return {"name": name, "subject": subject, "body": str(body or ""), "heads": list(heads)}


def _describe(env, mail, name):
    """Return what arrives, as the mail server is told it."""
    sent = []
    for values in mail._prepare_outgoing_list() or [{}]:
        heads = []
        if values:
            message = env["ir.mail_server"]._build_email__(
                email_from="shop@example.com",
                email_to=["somebody@example.com"],
                subject=values["subject"],
                body=values["body"],
                headers=values["headers"],
                reply_to=None,
                subtype="html",
            )
            text = message.as_string().split("\n\n", 1)[0]
            lines = text.splitlines()
            heads = [line for line in lines if line.split(":")[0] in HEADS]
        sent.append(_plain(name, mail.subject or "", mail.body_html, heads))
    return sent
