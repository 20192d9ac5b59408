# Logs are kept for as long as is said here, and who did what to the project for longer. They hold no amounts, payees or notes.

resource "google_logging_project_bucket_config" "server" {
  project        = var.project
  location       = var.log_location
  bucket_id      = "${var.name}-server"
  description    = "What the server and the load balancer log"
  retention_days = var.retention_days
}

resource "google_logging_project_bucket_config" "audit" {
  project        = var.project
  location       = var.log_location
  bucket_id      = "${var.name}-audit"
  description    = "Who did what to the project"
  retention_days = var.audit_retention_days
  locked         = var.lock_audit
}

resource "google_logging_project_sink" "server" {
  project                = var.project
  name                   = "${var.name}-server"
  destination            = "logging.googleapis.com/${google_logging_project_bucket_config.server.id}"
  unique_writer_identity = true

  filter = join(" OR ", [
    "resource.type = \"cloud_run_revision\"",
    "resource.type = \"cloud_run_job\"",
    "resource.type = \"http_load_balancer\"",
    "resource.type = \"cloudsql_database\"",
    "resource.type = \"cloud_tasks_queue\"",
  ])

  # Probes come every few seconds and say nothing new.
  exclusions {
    name   = "probes"
    filter = "httpRequest.requestUrl =~ \"/(healthz|readyz)$\" AND httpRequest.status < 400"
  }
}

resource "google_logging_project_sink" "audit" {
  project                = var.project
  name                   = "${var.name}-audit"
  destination            = "logging.googleapis.com/${google_logging_project_bucket_config.audit.id}"
  unique_writer_identity = true
  filter                 = "log_id(\"cloudaudit.googleapis.com/activity\") OR log_id(\"cloudaudit.googleapis.com/data_access\")"
}

# A sink to a bucket of the same project needs no grant for its writer.

resource "google_project_iam_audit_config" "stores" {
  for_each = toset(["secretmanager.googleapis.com", "cloudsql.googleapis.com", "storage.googleapis.com"])

  project = var.project
  service = each.key

  audit_log_config {
    log_type = "ADMIN_READ"
  }

  audit_log_config {
    log_type = "DATA_READ"
  }

  audit_log_config {
    log_type = "DATA_WRITE"
  }
}
