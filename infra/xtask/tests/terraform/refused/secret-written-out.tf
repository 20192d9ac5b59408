resource "google_secret_manager_secret_version" "main" {
  secret = var.secret
  secret_data = "hunter2" # here
}
