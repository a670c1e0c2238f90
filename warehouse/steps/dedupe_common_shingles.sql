-- The common sampled shingles.
select shingle
from dedupe_frequency
where common
order by shingle;
