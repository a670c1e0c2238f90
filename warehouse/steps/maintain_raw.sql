-- Documents that no source has brought since run $through_run give up their raw bytes, and the titles kept beside these.
update document
set raw_removed_at = $now
where
    raw_removed_at is null
    and document_key in (
        select document_key
        from sighting
        where document_key is not null
        group by document_key
        having max(run) <= $through_run
    );

select document_key as key
from document
where raw_removed_at is not null
union
select title_key
from sighting
inner join document using (document_key)
where title_key is not null
group by title_key
having bool_and(document.raw_removed_at is not null)
order by key;
