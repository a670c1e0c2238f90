-- The ledger of a set step after it ran: one current row per consumed row.
update ledger
set valid_to_run = $run
where
    valid_to_run is null
    and step = $step
    and (
        step_digest <> $step_digest
        or requeued_at is not null
        or input_digest not in (select input_digest from inputs)
    );

insert into ledger by name
select
    sha256('["' || input_digest || '","' || $step || '","' || $version || '","' || $settings_digest || '"]')
        as ledger_digest,
    input_digest,
    $step as step,
    $version as step_version,
    $settings_digest as settings_digest,
    $step_digest as step_digest,
    null as output_digest,
    'loaded' as outcome,
    document_key,
    $run::bigint as run,
    $now as created_at,
    null as valid_to_run
from inputs
where input_digest not in (
    select input_digest
    from ledger_current
    where step = $step
);
