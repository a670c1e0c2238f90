-- What changed since
-- What is new, revised or withdrawn since a time, and which conflicts opened or closed?
-- param since timestamptz default 1970-01-01: the time; what the last run published at or before it showed is compared with now
-- param change varchar default % one of claim_added, claim_withdrawn, statement_added, statement_withdrawn, statement_changed, statement_softened, statement_hardened, conflict_opened, conflict_closed: only changes of this kind; statement_% for what pages revised
-- param about varchar default %: part of a subject or a sentence, with % and _ as in like
-- param limit bigint default 200: rows at most
select
    change,
    run,
    subject,
    attribute,
    old_text,
    new_text,
    case when change like 'statement_%' then old_sentence end as old_sentence,
    case when change like 'statement_%' then new_sentence end as new_sentence,
    document,
    key
from changes_since($since::timestamptz)
where
    change like $change
    and concat_ws(' ', subject, old_text, new_text, old_sentence, new_sentence) ilike '%' || $about || '%'
order by
    run desc,
    change,
    subject nulls last,
    attribute nulls last,
    document,
    key
limit $limit::bigint;
