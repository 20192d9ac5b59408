-- In which trace a job was asked for (W3C `traceparent`), so that its run is found beside its cause.
alter table job add column trace text;
