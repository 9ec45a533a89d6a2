-- Counting how often something is asked for: by one function, which nobody can ask to count down, and read by nobody.
call wayhome_clear('platform_tally');

-- Count once more, and say whether it is still within `most` since the first of these `seconds`. Two who ask at once are
-- counted one after the other. Now and then what is long over is thrown away.
create or replace function wayhome_count(said_key text, most int, seconds int) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare counted int;
begin
  insert into platform_tally as t (key, began_at, number) values (said_key, statement_timestamp(), 1)
  on conflict (key) do update set
    number = case when t.began_at + make_interval(secs => seconds) <= statement_timestamp() then 1 else least(t.number, most) + 1 end,
    began_at = case when t.began_at + make_interval(secs => seconds) <= statement_timestamp() then statement_timestamp() else t.began_at end
  returning number into counted;
  if random() < 0.005 then
    delete from platform_tally where began_at < statement_timestamp() - interval '2 days' and key <> said_key;
  end if;
  return counted <= most;
end $$;
