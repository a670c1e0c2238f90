-- The last run that was published at or before a time; 0 if there was none. A time without a zone is UTC, whatever the
-- session's zone is: one snapshot gives everybody the same answer.
create or replace macro run_as_of(ts) as (
    -- the time is asked for outside the table: a caller's column may be called as one of the table's is
    select coalesce(max(run.run), 0)
    from (
        select
            case
                when
                    typeof(ts) = 'TIMESTAMP WITH TIME ZONE'
                    or (typeof(ts) = 'VARCHAR' and regexp_matches(ts::varchar, '\d:\d\d.*([+-]\d\d(:?\d\d)?|[Zz])$'))
                    then ts::timestamptz
                when ts::varchar in ('infinity', '-infinity') then ts::varchar::timestamptz
                else (ts::timestamp::varchar || '+00:00')::timestamptz
            end as moment
    ) as asked
    inner join run
        on run.published_at <= asked.moment
);
comment on macro run_as_of is 'The last run that was published at or before a time; 0 if there was none. A time without a zone is UTC, in claims_as_of, values_as_of, conflicts_as_of and changes_since too.';
