"""What is wrong as Prefect events, and the automations that act on them.

The facts are found in our own ledger (`claimhouse.pipeline.alerts`). A served run emits `claimhouse.run.published`, and
`claimhouse.alert.KIND` for what is wrong since it and was not before; that no run comes at all is found by Prefect,
which misses the first of these. Without `alerts.notify_block` the automations do nothing but show on Prefect's page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from flows.offline import prepare

prepare()  # before Prefect is imported: it reads its settings once

from prefect import get_client  # noqa: E402
from prefect.automations import Automation  # noqa: E402
from prefect.events import EventTrigger, Posture, ResourceSpecification, emit_event  # noqa: E402
from prefect.events.actions import DoNothing, SendNotification  # noqa: E402
from prefect.exceptions import ObjectNotFound  # noqa: E402

from claimhouse.errors import SettingsError  # noqa: E402
from claimhouse.pipeline import Account  # noqa: E402
from claimhouse.pipeline.alerts import Alert, AlertKind  # noqa: E402
from claimhouse.settings import AlertSettings, Settings  # noqa: E402

RUN_PUBLISHED = "claimhouse.run.published"
ALERT = "claimhouse.alert"
# What a run can find out about itself and what it has read.
TOLD_BY_RUNS = (
    AlertKind.RUN_FAILED,
    AlertKind.RUN_DEGRADED,
    AlertKind.QUARANTINE_SHARE,
    AlertKind.SILENT_SOURCE,
    AlertKind.TEXT_DROP,
)


def resource_of(database: str) -> str:
    """Return the id under which Prefect knows a database: several may be served on one server."""
    return "claimhouse." + hashlib.sha256(str(Path(database).resolve()).encode()).hexdigest()[:16]


def tell(settings: Settings, account: Account, alerts: Sequence[Alert]) -> None:
    """Emit that a run was published, with its account, and what is wrong since."""
    counts = {name: getattr(account, name) for name in ("items", "loaded", "known", "rejected", "quarantined")}
    _emit(RUN_PUBLISHED, settings, f"run {account.run}", {"run": account.run, **counts})
    for alert in alerts:
        tell_alert(settings, alert)


def tell_alert(settings: Settings, alert: Alert) -> None:
    """Emit one alert."""
    payload = {"kind": str(alert.kind), "about": alert.about, "message": alert.message}
    _emit(f"{ALERT}.{alert.kind}", settings, alert.about, payload)


def tell_failure(settings: Settings, error: BaseException) -> None:
    """Emit that a run ended with an error: no snapshot will say so."""
    message = f"a run ended with an error: {error or type(error).__name__}"
    tell_alert(settings, Alert(kind=AlertKind.RUN_FAILED, about="run", message=message))


def _emit(event: str, settings: Settings, name: str, payload: Mapping[str, str | int]) -> None:
    labels = {"prefect.resource.id": resource_of(settings.database), "prefect.resource.name": name}
    emit_event(event, {**labels, "claimhouse.database": settings.database}, payload=dict(payload))


def automation_name(kind: AlertKind, database: str) -> str:
    """Return what the automation of a kind of alert is called."""
    return f"claimhouse: {kind} ({database})"


def automations(settings: Settings, notify: DoNothing | SendNotification) -> Iterator[Automation]:
    """Yield the automations that a served database has, each with what it does when it is triggered."""
    match = ResourceSpecification({"prefect.resource.id": [resource_of(settings.database)]})
    hours = settings.alerts.no_run_hours
    if hours:
        yield Automation(
            name=automation_name(AlertKind.NO_RUN, settings.database),
            description=f"no run was published for {hours:g} hours (alerts.no_run_hours)",
            trigger=EventTrigger(
                expect={RUN_PUBLISHED},
                match=match,
                posture=Posture.Proactive,
                threshold=1,
                within=timedelta(hours=hours),
            ),
            actions=[_with(notify, f"No run of {settings.database} was published for {hours:g} hours.")],
        )
    for kind in TOLD_BY_RUNS:
        yield Automation(
            name=automation_name(kind, settings.database),
            description=f"told by a run, see [alerts] in its configuration: {kind}",
            trigger=EventTrigger(expect={f"{ALERT}.{kind}"}, match=match, posture=Posture.Reactive, threshold=1),
            actions=[_with(notify, "{{ event.payload.message }}")],
        )


def _with(notify: DoNothing | SendNotification, body: str) -> DoNothing | SendNotification:
    return notify.model_copy(update={"body": body}) if isinstance(notify, SendNotification) else notify


async def ensure_automations(settings: Settings) -> list[Automation]:
    """Make the automations of a database on the server what the settings say; return them.

    Raises:
        SettingsError: there is no such notification block on the server.
    """
    notify = await _notification(settings.alerts)
    wanted = {one.name: one for one in automations(settings, notify)}
    made = []
    for kind in (AlertKind.NO_RUN, *TOLD_BY_RUNS):
        name = automation_name(kind, settings.database)
        standing = await _standing(name)
        one = wanted.get(name)
        if standing is not None and one is not None and _content(standing) == _content(one):
            made.append(standing)
            continue
        if standing is not None:
            await standing.adelete()
        if one is not None:
            made.append(await one.acreate())
    return made


async def _notification(settings: AlertSettings) -> DoNothing | SendNotification:
    if not settings.notify_block:
        return DoNothing()
    block_type, _, name = settings.notify_block.partition("/")
    try:
        async with get_client() as client:
            block = await client.read_block_document_by_name(name, block_type)
    except ObjectNotFound as error:
        message = (
            f"alerts.notify_block: there is no block {settings.notify_block!r} on the Prefect server;"
            " make one on its page, under Blocks, and name it as TYPE/NAME"
        )
        raise SettingsError(message) from error
    return SendNotification(block_document_id=block.id, subject="claimhouse", body="")


async def _standing(name: str) -> Automation | None:
    try:
        return await Automation.aread(name=name)
    except ValueError:  # Prefect's way of saying that there is none of that name
        return None


def _content(automation: Automation) -> tuple[object, ...]:
    trigger = automation.trigger.model_dump(mode="json", exclude={"id"})
    return automation.description, trigger, [action.model_dump(mode="json") for action in automation.actions]
