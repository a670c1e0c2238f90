-- The publishers of the collection as their documents name them.
select distinct coalesce(publisher, host) as publisher
from extraction_current
where
    rejected is null
    and coalesce(publisher, host) is not null
order by publisher;
