-- Devices call the API too: what is kept under an access token's number is kept under a device's as a negative one.

alter table hosted_answer drop constraint hosted_answer_token_fkey;
comment on column hosted_answer.token is 'an access token''s number, or minus a device''s';
comment on column hosted_audit.token is 'an access token''s number, or minus a device''s';
