-- The hosts that there is something to learn of, with the number of their blocks.
select
    extraction.host,
    count(*) as blocks
from block_current as block
inner join extraction_current as extraction using (document_key)
where
    extraction.host is not null
    and block.recurrence_key is not null
group by extraction.host
order by extraction.host;
