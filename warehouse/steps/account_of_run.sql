-- The outcomes of a run's items.
select
    count(*) as items,
    count(*) filter (where outcome = 'loaded') as loaded,
    count(*) filter (where outcome = 'known') as known,
    count(*) filter (where outcome = 'rejected') as rejected,
    count(*) filter (where outcome = 'quarantined') as quarantined,
    count(*) filter (
        where
        (outcome = 'quarantined' and reason = 'unexpected')
        or (
            outcome = 'loaded'
            and document_key in (select document_key from quarantine where run = $run and reason = 'unexpected')
        )
    ) as unexpected
from sighting
where run = $run;
