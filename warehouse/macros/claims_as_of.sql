-- The claims that were current after the last run published at or before a time.
create or replace macro claims_as_of(ts) as table
select claim.* exclude (valid_to_run)
from claim
where
    claim.valid_from_run <= run_as_of(ts)
    and coalesce(claim.valid_to_run, 9223372036854775807) > run_as_of(ts);
comment on macro table claims_as_of is 'The claims that were current after the last run published at or before a time: the columns of claim_current.';
