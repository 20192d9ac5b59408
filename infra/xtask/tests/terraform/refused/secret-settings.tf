resource "google_cloud_run_v2_service" "main" {
  name = "relay"
  location = var.region
  ingress = "INGRESS_TRAFFIC_INTERNAL_ONLY"

  template {
    service_account = var.account

    containers {
      image = var.image

      dynamic "env" {
        for_each = var.settings

        content {
          name = "VALORIZE_DATABASE"
          value = "postgres://valorize:hunter2@10.0.0.2/valorize" # here
        }
      }
    }
  }
}
