-- The last run that was published at or before a time; 0 if there was none.
create or replace macro run_as_of(ts) as (
    -- the time is asked for outside the table: a caller's column may be called as one of the table's is
    select coalesce(max(run.run), 0)
    from (select ts::timestamptz as moment) as asked
    inner join run
        on run.published_at <= asked.moment
);
comment on macro run_as_of is 'The last run that was published at or before a time; 0 if there was none.';
