-- A notice: whoever may see whom it is about may see that somebody was told; the one told may say "seen".
call wayhome_protect_about('worklists_notice', '', 'insert, update');
-- Whoever was told may always read that they were, even of a restricted record: the row holds no name, and a notice
-- that its own recipient cannot open would be passed up for ever.
create policy app_reads_own on worklists_notice for select to wayhome_app
  using (recipient = (select wayhome_user()) and not (coalesce(child_id, adult_id, context_id, authority_id) = any((select wayhome_barred())::uuid[])));
create policy app_acknowledges on worklists_notice for update to wayhome_app
  using (recipient = (select wayhome_user()) and not (coalesce(child_id, adult_id, context_id, authority_id) = any((select wayhome_barred())::uuid[])))
  with check (acknowledged_by = (select wayhome_user()));
grant update (acknowledged_at, acknowledged_by) on worklists_notice to wayhome_app;
