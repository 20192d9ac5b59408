# says: google_cloud_tasks_queue takes one block `rate_limits`
resource "google_cloud_tasks_queue" "main" {
  name = "x" # here
  location = "y"

  rate_limits {
    max_concurrent_dispatches = 1
  }

  rate_limits {
    max_concurrent_dispatches = 2
  }
}
