-- Failures of extractors
-- Which extractors could not read a document or returned what does not hold, and what was it?
-- param run bigint default 0: number of the run; 0 for the last one
select
    extractor,
    reason,
    count(*) as documents,
    list(source_id order by source_id)[:5] as examples,
    first(message order by source_id) as first_message
from quarantine
where
    run = case when $run::bigint = 0 then (select max(run) from run) else $run::bigint end
    and stage = 'extract'
group by
    extractor,
    reason
order by
    documents desc,
    extractor,
    reason;
