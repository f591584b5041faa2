"""The commands of this room: run the scheduler, show what it would do."""

import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import click

from archive.database import make_reader
from archive.errors import NoArchive
from archive.rest import BEIJING
from archive.runs import open_backfills
from archive.schema import check
from archive.screens import Screen
from scheduler.launch import NoCrawlCommand, Outcome, crawl_command, find_root
from scheduler.ledger import load_ledger
from scheduler.plan import Job, Limits, Plan, plan_crawls
from settings.env import Env, load_env
from settings.sites import BadSiteRow, Site, load_sites

#: Rows shown on a terminal; a pipe and `--json` get all.
_SHOWN = 40


class _Moment(click.ParamType[datetime]):
    """A time as a person writes it; without an offset it is Beijing's."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no time; write it as 2026-01-10T23:00", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)


_any_hour = click.option("--any-hour", is_flag=True, help="Let crawls begin outside 22:00 to 06:00, Beijing time.")
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON: indented on a terminal, one line each piped.")


@click.group()
def schedule() -> None:
    """Crawl every site when it is due, at night in Beijing."""


@schedule.command()
@click.option("--once", is_flag=True, help="Plan once, crawl what is due, then exit.")
@click.option("--workers", type=click.IntRange(1, 64), default=4, show_default=True, help="Crawls at once.")
@_any_hour
@_json
def run(once: bool, workers: int, any_hour: bool, as_json: bool) -> None:
    """Run the scheduler until it is stopped.

    Ctrl-C or SIGTERM asks the crawls at work to end, a second one kills them. Exit codes: 0 stopped, or with --once
    every crawl ended complete; 1 with --once when one did not, or when a scheduler runs already.
    """
    from scheduler.service import Service

    env = load_env()
    sites = _load_sites(env)
    try:
        root = find_root()
    except NoCrawlCommand as error:
        raise click.ClickException(str(error)) from None
    _log_to_stderr()
    screen = Screen(as_json=as_json)
    unfinished: list[Outcome] = []

    def note(outcome: Outcome) -> None:
        if outcome.state != "complete" and (outcome.state is not None or outcome.exit_code != 0):
            unfinished.append(outcome)
        if as_json:
            screen.put_json(_outcome_row(outcome))

    service = Service(
        env,
        sites,
        Limits(workers=workers, any_hour=any_hour),
        lambda: datetime.now(UTC),
        lambda job, now: crawl_command(job, env, root, now),
        note,
    )
    if not once:
        service.run()
        return
    service.run_once()
    if unfinished:
        raise click.ClickException(f"{len(unfinished)} of the crawls did not end complete; see the lines above")


@schedule.command()
@click.option("--at", type=_Moment(), metavar="TIME", help="Plan for this time instead of now (Beijing's).")
@_any_hour
@_json
def plan(at: datetime | None, any_hour: bool, as_json: bool) -> None:
    """Show what would be crawled now and why, and when everything else is due. Changes nothing."""
    env = load_env()
    made = _make_plan(env, _load_sites(env), at or datetime.now(UTC), Limits(any_hour=any_hour))
    screen = Screen(as_json=as_json)
    if as_json:
        screen.put_json([_job_row(job, made) for job in made.jobs])
    else:
        _put_table(screen, made)


def commands() -> Mapping[str, click.Command]:
    """The commands `fangzhi` joins."""
    return {"schedule": schedule}


def _load_sites(env: Env) -> Mapping[str, Site]:
    try:
        return load_sites(env.portals)
    except BadSiteRow as error:
        raise click.ClickException(str(error)) from None


def _make_plan(env: Env, sites: Mapping[str, Site], now: datetime, limits: Limits) -> Plan:
    engine = make_reader(env.database)
    try:
        check(engine)
        return plan_crawls(sites, load_ledger(engine), open_backfills(engine), now, limits)
    except NoArchive:
        # Nothing was ever crawled: everything is still to be.
        return plan_crawls(sites, {}, (), now, limits)
    finally:
        engine.dispose()


def _put_table(screen: Screen, plan: Plan) -> None:
    screen.put_note(f"{len(plan.due)} due at {_beijing(plan.made_at)} Beijing time, {len(plan.waiting)} not")
    shown = plan.jobs[:_SHOWN] if screen.is_terminal else plan.jobs
    due = set(plan.due)
    rows = [
        (job.site, job.kind, "now" if job in due else _beijing(job.due_at) if job.due_at else "-", job.reason)
        for job in shown
    ]
    screen.put_table(("site", "crawl", "due", "why"), rows, flexible="why")
    if len(shown) < len(plan.jobs):
        screen.put_note(f"and {len(plan.jobs) - len(shown)} more; on a pipe and with --json all are given")
    failing = sorted({job.site for job in plan.jobs if job.failing})
    if failing:
        screen.put_note(f"keep failing, somebody should look at them: {', '.join(failing)}")


def _job_row(job: Job, plan: Plan) -> dict[str, Any]:
    return {
        "site": job.site,
        "kind": job.kind,
        "due": job.due_at is not None and job.due_at <= plan.made_at,
        "due_at": _iso(job.due_at),
        "reason": job.reason,
        "first_year": job.first_year,
        "last_year": job.last_year,
        "expect_last_run": job.expect_last_run,
        "failures": job.failures,
        "failing": job.failing,
    }


def _outcome_row(outcome: Outcome) -> dict[str, Any]:
    return {
        "site": outcome.job.site,
        "kind": outcome.job.kind,
        "state": outcome.state,
        "exit_code": outcome.exit_code,
        "seconds": round(outcome.seconds, 1),
        "stopped": outcome.stopped,
        "log": str(outcome.log),
    }


def _log_to_stderr() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)


def _beijing(moment: datetime) -> str:
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds")
