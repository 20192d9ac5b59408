resource "google_cloud_run_v2_service" "main" {
  name = "relay"
  location = var.region
  ingress = "INGRESS_TRAFFIC_ALL" # here

  template {
    service_account = var.account

    containers {
      image = var.image

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
