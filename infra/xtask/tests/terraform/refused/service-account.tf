resource "google_cloud_run_v2_service" "main" { # here
  name = "relay"
  location = var.region
  ingress = "INGRESS_TRAFFIC_INTERNAL_ONLY"

  template {
    timeout = "60s"

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
