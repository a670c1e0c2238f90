-- The claims brought to (subject, attribute, value) that were current after the last run published at or before a time.
create or replace macro values_as_of(ts) as table
select
    claim_group.group_key,
    claim_value.claim_key,
    claim_value.document_key,
    claim_value.subject,
    claim_value.attribute,
    claim_value.value_kind,
    claim_value.value,
    claim_value.number,
    claim_value.unit,
    claim_value.counts
from claim_value
inner join claim_group
    on claim_value.claim_key = claim_group.claim_key
    and claim_value.attribute = claim_group.attribute
    and claim_value.value = claim_group.value
where
    claim_value.valid_from_run <= run_as_of(ts)
    and coalesce(claim_value.valid_to_run, 9223372036854775807) > run_as_of(ts)
    and claim_group.valid_from_run <= run_as_of(ts)
    and coalesce(claim_group.valid_to_run, 9223372036854775807) > run_as_of(ts);
comment on macro table values_as_of is 'The claims brought to (subject, attribute, value), with their groups, that were current after the last run published at or before a time.';
