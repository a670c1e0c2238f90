-- How many candidates are new.
select count(*) as candidates
from new_candidate;
