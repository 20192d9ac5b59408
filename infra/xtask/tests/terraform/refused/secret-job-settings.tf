resource "google_cloud_run_v2_job" "main" {
  name = "migrate"
  location = var.region

  template {
    template {
      service_account = var.account

      containers {
        image = var.image

        env {
          name = "VALORIZE_DATABASE"
          value = "postgres://valorize:hunter2@10.0.0.2/valorize" # here
        }
      }
    }
  }
}
