resource "google_service_account_key" "main" { # here
  service_account_id = var.account
}
