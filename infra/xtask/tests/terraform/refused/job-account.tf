resource "google_cloud_run_v2_job" "main" { # here
  name = "migrate"
  location = var.region

  template {
    template {
      timeout = "60s"

      containers {
        image = var.image

        env {
          name = "VALORIZE_DATABASE"
          value = env.value
        }
      }
    }
  }
}
