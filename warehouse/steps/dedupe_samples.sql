-- The sampled shingles, ascending, of the texts numbered in table `wanted` (text).
select
    text,
    list(shingle order by shingle) as shingles
from dedupe_sample
semi join wanted using (text)
group by text;
