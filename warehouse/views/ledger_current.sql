-- The rows of ledger that are valid now.
create or replace view ledger_current as
select * exclude (valid_to_run)
from ledger
where valid_to_run is null;
comment on view ledger_current is 'The rows of ledger that are valid now. Which step has dealt with which input: a step is skipped where its row is here.';
