from odoo import api, fields, models

from ..queries import shortages

# So many alerts of one look reach a person one by one; the first tells of all others.
ACTIVITIES_AT_ONCE = 20


class DistributionShortageWatchMixin(models.AbstractModel):
    """The look at all points: alerts open, open again and close, whatever their number, in sets."""

    _name = "distribution.shortage.watch.mixin"
    _description = "Watch over Shortages"

    # === SCHEDULER === #

    @api.model
    def _cron_check(self):
        """Look at the free stock of everything that is watched."""
        self._check_stock()

    @api.model
    def _check_stock(self):
        """Open alerts for undercut points, close those that are over; return the new ones."""
        self.env.flush_all()
        now = fields.Datetime.now()
        opening, again_ids, closing, open_free = {}, [], {}, {}
        for point, free, is_short, is_released, alert, recent in self.env.execute_query(
            shortages.standing(now)
        ):
            if alert:
                open_free[alert] = free
                if is_released:
                    closing[alert] = free
            elif is_short and recent:
                open_free[recent] = free
                again_ids.append(recent)
            elif is_short:
                opening[point] = free
        if open_free:
            self.env.execute_query(shortages.update_free(open_free))
            self.invalidate_model(["free_quantity"])
        self.browse(closing)._close(now)
        self.browse(again_ids)._open_again(now)
        alerts = self._open_alerts(opening, now)
        alerts._tell_responsible()
        return alerts

    # === HELPERS === #

    @api.model
    def _open_alerts(self, free, now):
        """Open an alert for each of the points; whoever looks at the same moment opens no other."""
        points = self.env["distribution.reorder.point"].browse(free)
        opened = self.browse()
        for company, own in points.grouped("company_id").items():
            values = {
                "now": now,
                "goal": company.distribution_shortage_goal_hours,
                "deadline": self._prepare_clock_start(company, now)["deadline"],
                "default_user": company.distribution_shortage_user_id.id or None,
            }
            rows = self.env.execute_query(
                shortages.open_alerts(
                    {point.id: free[point.id] for point in own}, values, self.env.uid
                )
            )
            opened |= self.browse(alert_id for (alert_id,) in rows)
        return opened

    def _close(self, now):
        """Close alerts that are over; those nobody acted on keep how long they waited."""
        for alerts, values in self._group_by_values(lambda alert: alert._prepare_clock_stop(now)):
            alerts._write_state("closed", closed=now, **values)
        # sudo: the reminder is the responsible person's, not always of the one who closes
        self.sudo().activity_unlink(["distribution_order.mail_activity_type_shortage"])

    def _open_again(self, now):
        """Open alerts again that were over a short time ago; nobody is told a second time."""
        for alert in self:
            is_waiting = not (alert.first_action or alert.is_late)
            clock = (
                self._prepare_clock_start(alert.company_id, now, alert.hours_used)
                if is_waiting
                else {}
            )
            alert._write_state(
                "handling" if alert.first_action else "open",
                closed=False,
                times_opened=alert.times_opened + 1,
                **clock,
            )

    def _group_by_values(self, prepare):
        """Return (records, values): all that are written the same at once."""
        groups = {}
        for alert in self:
            groups.setdefault(tuple(sorted(prepare(alert).items())), []).append(alert.id)
        return [(self.browse(ids), dict(values)) for values, ids in groups.items()]

    def _tell_responsible(self):
        """Give each responsible person an activity per alert; of a flood, one that tells of all."""
        kind = self.env.ref("distribution_order.mail_activity_type_shortage")
        model_id = self.env["ir.model"]._get_id(self._name)
        rows = []
        for user, alerts in self.filtered("user_id").grouped("user_id").items():
            told = alerts[:ACTIVITIES_AT_ONCE]
            rows += [
                {
                    "activity_type_id": kind.id,
                    "automated": True,
                    "date_deadline": fields.Date.context_today(alert, alert.deadline),
                    "res_id": alert.id,
                    "res_model_id": model_id,
                    "user_id": user.id,
                    "note": alert._describe_others(alerts - told) if alert == told[0] else False,
                }
                for alert in told
            ]
        # The activity itself tells: a mail for each would be a storm of its own.
        activities = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        activities.create(rows)

    def _describe_others(self, others):
        """Return the note that tells of alerts without an activity of their own."""
        if not others:
            return False
        return self.env._(
            "And %(count)s more products are short: see Distribution › Orders › Shortages.",
            count=len(others),
        )
