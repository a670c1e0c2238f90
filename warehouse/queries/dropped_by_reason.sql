-- How much was dropped for which reason
-- Which kinds of furniture do the sources carry, and on how many pages?
select
    block.reason,
    count(*) as blocks,
    count(distinct block.document_key) as documents,
    sum(length(block.text)) as characters,
    arg_min(block.text, block.document_key || block.position) as example
from block_current as block
where not block.kept
group by block.reason
order by
    blocks desc,
    block.reason;
