resource "google_logging_project_bucket_config" "main" { # here
  project = var.project
  location = "global"
  bucket_id = "server"
}
