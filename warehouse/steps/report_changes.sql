-- What pages revised, and since a time also which claims went and which conflicts opened or closed.
select
    changes.change,
    changes.run,
    changes.subject,
    changes.attribute,
    changes.old_text,
    changes.new_text,
    case when changes.change like 'statement_%' then changes.old_sentence end as old_sentence,
    case when changes.change like 'statement_%' then changes.new_sentence end as new_sentence,
    changes.document,
    changes."key"
from changes_since($since::timestamptz) as changes
where
    (changes.change like 'statement_%' or ($given and changes.change <> 'claim_added'))
    and (
        contains(lower(concat_ws(' ', changes.subject, changes.old_text, changes.new_text, changes.old_sentence, changes.new_sentence)), lower($about))
        or list_contains($subjects, changes.subject)
    )
order by
    changes.change,
    changes.subject nulls last,
    changes.attribute nulls last,
    changes.document,
    changes."key";
