resource "google_cloud_run_v2_service" "main" {
  name = "relay"
  location = var.region
  ingress = "INGRESS_TRAFFIC_INTERNAL_ONLY"

  template {
    service_account = var.account

    containers {
      image = "example.org/sync-server:latest" # here

      dynamic "env" {
        for_each = var.settings

        content {
          name = env.key
          value = env.value
        }
      }
    }
  }
}
