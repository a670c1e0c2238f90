-- What the pages of a host repeat
-- Which texts recur over a host's pages, on how many, and does cleaning drop them for that?
-- param host varchar default %: one host; % for all
-- param limit bigint default 100: rows at most
select
    host,
    text,
    certain as dropped,
    basis,
    reason,
    pages,
    kept_pages,
    share
from host_profile_text_current
where host like $host
order by
    host,
    dropped desc,
    pages desc,
    text
limit $limit::bigint;
