-- The publishers of the collection as its articles have them.
select distinct publisher
from article
where publisher is not null
order by publisher;
