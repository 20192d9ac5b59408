# says: google_cloud_tasks_queue takes no block `rate_limit`
resource "google_cloud_tasks_queue" "main" {
  name = "x"
  location = "y"

  rate_limit { # here
    max_dispatches_per_second = 1
  }
}
